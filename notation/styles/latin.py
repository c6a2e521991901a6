"""A reference with its Cyrillic words in Latin letters, as journals in English, German and French want it.

The rule: `write(romanised(reference), "chicago")` prints `L. D. Trotskii, Moia zhizn' (Moscow: Panorama, 1991)`.
Boundary: nothing is translated but the customary abbreviations of four cities.
"""

from __future__ import annotations

import re
from dataclasses import replace

from notation.references import ArchivalReference, PublicationReference, Reference
from notation.transliteration import romanise

# As imprints have abbreviated them since the nineteenth century; other places are spelled out and romanised.
CITIES = {"М.": "Moscow", "Л.": "Leningrad", "СПб.": "Saint Petersburg", "Пг.": "Petrograd"}
_CITY_SEPARATOR = re.compile(r"\s*[;–—,]\s*|(?<=\.)-(?=Л\.)")


def romanised(reference: Reference, scheme: str = "ala-lc") -> Reference:
    """The same reference; the archive's name and the shelfmark follow the language of the note anyway."""
    if isinstance(reference, ArchivalReference):
        return replace(reference, title=romanise(reference.title, scheme))
    return _printed_work(reference, scheme)


def _printed_work(reference: PublicationReference, scheme: str) -> PublicationReference:
    return replace(
        reference,
        title=romanise(reference.title, scheme),
        authors=tuple(romanise(name, scheme) for name in reference.authors),
        editors=tuple(romanise(name, scheme) for name in reference.editors),
        container=romanise(reference.container, scheme),
        volume=romanise(reference.volume, scheme),
        issue=romanise(reference.issue, scheme),
        place=_places(reference.place, scheme),
        publisher=romanise(reference.publisher, scheme),
    )


def _places(place: str, scheme: str) -> str:
    """`М.; Л.` and `М.-Л.` are Moscow and Leningrad."""
    cities = [CITIES.get(city, city) for city in _CITY_SEPARATOR.split(place)]
    return romanise(" and ".join(cities) if len(cities) > 1 else cities[0], scheme)
