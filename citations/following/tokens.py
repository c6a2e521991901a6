"""The signed words in the links of letters: who asked for what, and which alert is to stop.

The rule: nothing is kept of an e-mail address before its owner has confirmed; till then it stands in the link alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from citations.following.lists import LISTS, Followed
from citations.models import Alert

ASKED, STOP = "opis.alert.asked", "opis.alert.stop"
GOOD_FOR = 3 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Asked:
    email: str
    followed: Followed


def address_to_confirm(asked: Asked) -> str:
    said = [asked.email, asked.followed.kind, asked.followed.query]
    return reverse("citations:follow_confirm", args=[signing.dumps(said, salt=ASKED, compress=True)])


def asked_in(token: str) -> Asked | None:
    """None for a link that is not ours, or older than three days."""
    try:
        email, kind, query = signing.loads(token, salt=ASKED, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return Asked(email, Followed(kind, query)) if kind in LISTS else None


def address_to_stop(alert: Alert) -> str:
    return reverse("citations:follow_stop", args=[signing.dumps(alert.pk, salt=STOP)])


def alert_in(token: str) -> int | None:
    """The number of the alert; the link is good for ever."""
    try:
        return int(signing.loads(token, salt=STOP))
    except (signing.BadSignature, ValueError, TypeError):
        return None
