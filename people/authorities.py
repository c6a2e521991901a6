"""Numbers of authority files as somebody enters them: in their one form, or a sentence that says what is wrong.

Boundary: what a number looks like is said by `notation.authorities`; what files of these authorities propose, by
`people.proposals`.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notation.authorities import AUTHORITIES, NoNumber, number


def number_written(authority: str, text: str) -> str:
    """Raises ValidationError, for the field `value`."""
    try:
        return number(authority, text)
    except NoNumber as refused:
        raise ValidationError({"value": wrong_with(authority, refused)}) from refused


def wrong_with(authority: str, refused: NoNumber) -> str:
    said = {"authority": authority, "example": AUTHORITIES[authority].example}
    sentences = {
        "form": _("This is no number of %(authority)s; one looks like %(example)s."),
        "check digit": _("This number of %(authority)s cannot be right: its last sign does not fit the others."),
        "elsewhere": _("This is not an address of %(authority)s; a number of it looks like %(example)s."),
    }
    return sentences[refused.why] % said
