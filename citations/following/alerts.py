"""What is new in a list, sent by e-mail to whoever confirmed it: `manage.py send_alerts`, once a day or an hour.

The rule: new is what was published since the last letter and never before; history tells that, whenever the record was
entered. A letter that could not be sent is tried again at the next run. Boundary: how an alert is asked for and stopped
is `asking`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from citations.following.entries import news
from citations.following.lists import Followed
from citations.following.tokens import address_to_stop
from citations.models import Alert
from core.changes import history_of
from core.parameters import BadParameter
from core.publication import reading_as_public
from core.records import Status

MOST_TOLD = 30
# After an import of a million the newest of them must do.
MOST_NEW = 5_000


@dataclass(slots=True)
class Sent:
    """What a run did; `failed` says of which alerts and why."""

    alerts: int = 0
    letters: int = 0
    failed: list[str] = field(default_factory=list)


def mail_is_set() -> bool:
    return bool(settings.EMAIL_HOST)


def send_alerts() -> Sent:
    sent, fresh = Sent(), dict[tuple[str, int], set[int]]()
    for alert in Alert.objects.order_by("pk").iterator(chunk_size=500):
        sent.alerts += 1
        at = (alert.kind, alert.position)
        latest = position_of(alert.kind)
        if at not in fresh:
            fresh[at] = _published_since(*at)
        try:
            sent.letters += _tell(alert, fresh[at])
        except (BadParameter, DatabaseError, SMTPException, OSError) as error:
            sent.failed.append(f"{alert}: {error}")
            continue
        Alert.objects.filter(pk=alert.pk).update(position=latest)
    return sent


def position_of(kind: str) -> int:
    """How far the history of the records of this kind has come."""
    latest: int | None = _history(kind).aggregate(latest=models.Max("pgh_id"))["latest"]
    return latest or 0


def _published_since(kind: str, position: int) -> set[int]:
    """Records that have been published since then and had not been before."""
    published = _history(kind).filter(status=Status.PUBLISHED).exclude(pgh_label="delete")
    rows = published.filter(pgh_id__gt=position).order_by("-pgh_id").values_list("pgh_obj_id", flat=True)
    now = set(rows[:MOST_NEW])
    before = published.filter(pgh_id__lte=position, pgh_obj_id__in=now).values_list("pgh_obj_id", flat=True)
    return now - set(before)


def _history(kind: str) -> models.QuerySet[models.Model]:
    return history_of(Followed(kind).page.rows().model)


def _tell(alert: Alert, fresh: set[int]) -> bool:
    """Whether a letter was sent."""
    if not fresh:
        return False
    followed = Followed(alert.kind, alert.query)
    with override(alert.language):
        with reading_as_public():
            count, rows = followed.among(fresh, MOST_TOLD)
            told, title = news(rows), followed.title()
        if not told:
            return False
        stop = alert.site + address_to_stop(alert)
        context = {"title": title, "count": count, "news": told, "more": count - len(told), "alert": alert}
        context |= {"list": alert.site + followed.address, "stop": stop}
        letter("notebook/mail/news", context, alert.email, stop).send()
    Alert.objects.filter(pk=alert.pk).update(told_at=timezone.now())
    return True


def letter(template: str, context: dict[str, object], to: str, stop: str = "") -> EmailMessage:
    """A letter of plain text; its first line is its subject."""
    subject, _line, body = render_to_string(f"{template}.txt", context).strip().partition("\n")
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if stop else {}
    return EmailMessage(" ".join(subject.split())[:150], f"{body.strip()}\n", to=[to], headers=headers)
