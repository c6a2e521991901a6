"""What a reader of files found odd, in the language of whoever looks at it.

The rule: `notation` and the readers in their child process know no Django and say it in English sentences; here each is
known again by its form and said anew. Boundary: a sentence of an unknown form stays as it is.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

PLACE = re.compile(r"%\((\w+)\)s")
# A place that holds a list of numbers, and what such a list may end with.
LIST = "numbers"
MORE = re.compile(r"(.*) and (\d+) more\Z")
SENTENCES = (
    gettext_noop("The first note found is number %(number)s."),
    gettext_noop("The numbers start again at 1 after note %(before)s."),
    gettext_noop("Note %(number)s occurs more than once."),
    gettext_noop("Note %(number)s stands after note %(before)s."),
    gettext_noop("Note %(missing)s is missing: %(number)s follows %(before)s."),
    gettext_noop("Notes %(first)s to %(last)s are missing: %(number)s follows %(before)s."),
    gettext_noop("The text has marks without a note: %(numbers)s."),
    gettext_noop("These notes have no mark in the text: %(numbers)s."),
)


def in_readers_words(sentence: str) -> str:
    for said, form in _FORMS:
        if match := form.fullmatch(sentence):
            return _(said) % {name: _listed(value) for name, value in match.groupdict().items()}
    return _(sentence)


def _listed(numbers: str) -> str:
    """`2, 5, 8 and 4 more`"""
    if match := MORE.fullmatch(numbers):
        return _("%(numbers)s and %(more)s more") % {"numbers": match[1], "more": match[2]}
    return numbers


def _form(english: str) -> re.Pattern[str]:
    """`Note %(number)s occurs …` as a pattern that finds its numbers."""
    parts = PLACE.split(english)
    written = (re.escape(part) if at % 2 == 0 else _place(part) for at, part in enumerate(parts))
    return re.compile("".join(written))


def _place(name: str) -> str:
    return f"(?P<{name}>{'[0-9, ]+(?: and [0-9]+ more)?' if name == LIST else '[0-9]+'})"


_FORMS = tuple((said, _form(said)) for said in SENTENCES)
