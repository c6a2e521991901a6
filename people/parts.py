"""What a person is to a document, in the three words by which pages and lists ask: by, to and about.

The rule: every role of `archive`'s table belongs to one part. Boundary: which documents there are is for `archive`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: Mapping[str, Sequence[str]] = {
    "by": ("author", "signatory", "attributed"),
    "to": ("addressee",),
    "about": ("mentioned", "depicted"),
}
CHOICES: Sequence[tuple[str, str | Promise]] = (
    ("by", _("wrote or signed it")),
    ("to", _("it is addressed to the person")),
    ("about", _("mentioned or depicted")),
)
HEADINGS: Mapping[str, str | Promise] = {
    "by": _("By this person"),
    "to": _("To this person"),
    "about": _("About this person"),
}
# In whatever part, for what is counted once.
ANY = "any"
# What people are to the whole collection, for the list of people.
WORKS = "works"
ROLES: Sequence[tuple[str, str | Promise]] = (
    ("by", _("author of documents")),
    ("to", _("addressee of documents")),
    ("about", _("appears in documents")),
    (WORKS, _("author or editor of publications")),
)
