"""What an address may ask: each parameter is one that is known, given once, and means something.

The rule: what cannot be meant is refused with a sentence (400, or 406 for a form that is not given), never guessed.
Boundary: what the parameters narrow is for the lists and pages that take them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import ClassVar

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

LAST_PAGE = 10**9
# Of a parameter that may be given more than once.
MOST_VALUES = 50


class BadParameter(Exception):
    """Something in the address that no list can mean; the message is a sentence for the reader."""

    status: ClassVar[int] = 400


class NoSuchForm(BadParameter):
    """What is asked for by `Accept` is given in no form that was named there."""

    status = 406


def refuse_unknown(asked: QueryDict, known: Iterable[str], several: Collection[str] = ()) -> None:
    """Raises BadParameter for a name that means nothing here, a name given twice, and a language we do not speak.

    Those in `several` may be given more than once.
    """
    understood = {"lang", *known}
    for name, values in asked.lists():
        if name not in understood:
            raise BadParameter(
                _("There is no parameter “%(name)s” here; these are understood: %(known)s.")
                % {"name": name[:50], "known": ", ".join(sorted(understood))}
            )
        if len(values) > (MOST_VALUES if name in several else 1):
            raise BadParameter(f"{name}: " + _("given more than once, so it is not clear which is meant."))
    if asked.get("lang"):
        choice(asked, "lang", dict(settings.LANGUAGES))


def page_number(asked: QueryDict) -> int:
    """`page` of the address, 1 where it is not given; raises BadParameter."""
    return whole_number(asked, "page", 1, LAST_PAGE)


def form_of(request: HttpRequest, forms: Mapping[str, str]) -> str:
    """Which of these forms (name → media type) the address asks for, or else the `Accept` header."""
    if "format" in request.GET:
        return choice(request.GET, "format", forms)
    names = {media_type: name for name, media_type in forms.items()}
    wanted = _preferred(request.META.get("HTTP_ACCEPT", "*/*"), tuple(names))
    if wanted is None:
        known = {"forms": ", ".join(names)}
        raise NoSuchForm(_("This is not given in any form that was asked for, but in these: %(forms)s.") % known)
    return names[wanted]


@lru_cache(maxsize=256)
def _preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    """Browsers and programs send the same dozen headers over and over."""
    asking = HttpRequest()
    asking.META["HTTP_ACCEPT"] = accept
    return asking.get_preferred_type(offered)


def choice(asked: QueryDict, name: str, choices: Iterable[str]) -> str:
    names = list(choices)
    value = asked.get(name) or names[0]
    if value not in names:
        raise BadParameter(f"{name}: " + _("one of %(choices)s is understood.") % {"choices": ", ".join(names)})
    return value


def whole_number(asked: QueryDict, name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`. `isdecimal` is true of digits in any script, so only ASCII ones are taken."""
    value = asked.get(name) or str(default)
    if not (value.isascii() and value.isdecimal() and len(value) <= 12 and 1 <= int(value) <= most):
        raise BadParameter(f"{name}: " + _("a whole number from 1 to %(most)s is understood.") % {"most": most})
    return int(value)
