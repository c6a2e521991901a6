"""Words that stand on every page here are no passwords: who guesses begins with them.

Boundary: length, digits alone, likeness to one's name and the common ones are Django's.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notation.folding import folded_key

# As `folded_key` writes them, whatever script they are typed in.
WORDS = ("opis", "archive", "arkhiv", "fond", "delo", "historian", "istorik", "rgaspi", "garf", "rgani")
_WORDS = re.compile("|".join(WORDS))
# So many letters have to be left of a password without these words.
SHORTEST = 6


class OwnWords:
    def validate(self, password: str, user: Any = None) -> None:
        folded = folded_key(password)
        left = _WORDS.sub("", folded)
        if left != folded and sum(map(str.isalpha, left)) < SHORTEST:
            raise ValidationError(self.get_help_text(), code="own_words")

    def get_help_text(self) -> str:
        return _("Your password can’t be made of words that stand on every page here, such as “opis” or “archive”.")
