"""How much one visitor may send: so much an hour from one block of addresses, and nothing that a program filled in.

The rule: no address is kept, only a digest under the site's secret that is good for a day; a house behind one router
or a provider's customer with a whole IPv6 network counts as one. Boundary: what is sent is for its own module.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from citations.models import VisitorAct
from core.publication import as_the_site
from core.visiting import block_of as block_of
from core.visiting import digest_of

# A field that people do not see and leave empty; programs that fill in forms do not.
TRAP = "website"
KEPT = timedelta(days=1)


def is_trapped(request: HttpRequest) -> bool:
    return bool(request.POST.get(TRAP))


def may_send(what: str, who: str, most: int, within: timedelta = timedelta(hours=1)) -> bool:
    """Whether `who` has done this fewer than `most` times within that time; if so, it is counted as done."""
    digest = digest_of(what, who)
    now = timezone.now()
    with as_the_site():
        forget_old()
        if VisitorAct.objects.filter(what=what, who=digest, at__gte=now - within).count() >= most:
            return False
        VisitorAct.objects.create(what=what, who=digest)
    return True


def forget_old() -> int:
    """How many acts were older than a day."""
    return VisitorAct.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
