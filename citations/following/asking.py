"""`/follow/?of=…`: an e-mail alert is asked for, confirmed by a link, and stopped by one click.

The rule: opening a link changes nothing, since programs that look through mail open them all; a button does. An alert
is made when its owner presses that of the first letter. Boundary: what is sent is `alerts`.
"""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from citations.following.alerts import letter, mail_is_set, position_of
from citations.following.lists import LONGEST, Followed, followed_at
from citations.following.tokens import Asked, address_to_confirm, address_to_stop, alert_in, asked_in
from citations.models import Alert
from citations.visitors import TRAP, block_of, is_trapped, may_send
from core.listing import reader_language
from core.middleware import told
from core.pages import words_of
from core.parameters import refuse_unknown
from core.publication import as_the_site

MOST_AN_HOUR = 10
# To one e-mail address, whoever asks, so that nobody's letter box is filled from here.
MOST_A_DAY = 5


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class FollowPage(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        refuse_unknown(request.GET, ("of", "sent"))
        return _page(request, _followed(request), EmailForm(), sent=request.GET.get("sent") == "1")

    def post(self, request: HttpRequest) -> HttpResponse:
        followed, form = _followed(request), EmailForm(request.POST)
        done = HttpResponseRedirect(f"{followed.form}&sent=1")
        if not mail_is_set():
            return _page(request, followed, form, status=503)
        if is_trapped(request):
            return done
        if not form.is_valid():
            return _page(request, followed, form, status=400)
        asked = Asked(form.cleaned_data["email"], followed)
        if not _is_within_bounds(request, asked):
            form.add_error(None, _("Too many alerts were asked for. Please try again tomorrow."))
            return _page(request, followed, form, status=429)
        link = request.build_absolute_uri(address_to_confirm(asked))
        try:
            letter("notebook/mail/confirm", {"title": followed.title(), "link": link}, asked.email).send()
        except (SMTPException, OSError):
            form.add_error(None, _("The letter could not be sent just now. Please try again in a moment."))
            return _page(request, followed, form, status=503)
        return done


class ConfirmPage(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        asked = asked_in(token)
        if asked is None:
            return _stale(request)
        return render(request, "notebook/confirm.html", {"title": asked.followed.title(), "email": asked.email})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        asked = asked_in(token)
        if asked is None:
            return _stale(request)
        followed = asked.followed
        title = followed.title()
        with as_the_site():
            alert, _made = Alert.objects.get_or_create(
                email=asked.email,
                kind=followed.kind,
                query=followed.query,
                defaults={
                    "language": reader_language(),
                    "site": request.build_absolute_uri("/").rstrip("/"),
                    "position": position_of(followed.kind),
                },
            )
        context = {"title": title, "done": True, "email": asked.email, "stop": address_to_stop(alert)}
        return render(request, "notebook/confirm.html", context)


@method_decorator(csrf_exempt, name="dispatch")
class StopPage(View):
    """Mail programs press the button themselves (RFC 8058), with no token of ours; the link is signed instead."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return _stale(request) if alert_in(token) is None else render(request, "notebook/stop.html", {})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        number = alert_in(token)
        if number is None:
            return _stale(request)
        with as_the_site():
            Alert.objects.filter(pk=number).delete()
        return render(request, "notebook/stop.html", {"done": True})


def _followed(request: HttpRequest) -> Followed:
    """Raises BadParameter for what is no list here, or is narrowed by what it does not know."""
    followed = followed_at(words_of(request.GET, "of", LONGEST))
    followed.filters(request)
    return followed


def _is_within_bounds(request: HttpRequest, asked: Asked) -> bool:
    return may_send("alert", block_of(request), MOST_AN_HOUR) and may_send(
        "letter", asked.email.lower(), MOST_A_DAY, timedelta(days=1)
    )


def _stale(request: HttpRequest) -> HttpResponse:
    again = {"feeds": reverse("citations:feeds")}
    return told(request, 410, _("This link is too old, or not whole. Ask for a new one at %(feeds)s.") % again)


def _page(
    request: HttpRequest, followed: Followed, form: EmailForm, sent: bool = False, status: int = 200
) -> HttpResponse:
    context = {"followed": followed, "title": followed.title(), "form": form, "sent": sent, "trap": TRAP}
    return render(request, "notebook/follow.html", {**context, "mail": mail_is_set()}, status=status)
