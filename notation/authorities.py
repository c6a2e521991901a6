"""Numbers that authority files give to people and bodies: how each is written, read also out of an address or a label.

The rule: a number has one form here, and one whose check digit does not fit is refused. Boundary: whether there is a
record of this number nobody is asked.

Whose rules: VIAF, Wikidata and LCNAF as their properties P214 and P244 of Wikidata describe them, LCCN's own rules of
normalisation (loc.gov/marc/lccn_structure.html); GND as the Deutsche Nationalbibliothek computes its check digits
(wiki.dnb.de, “Prüfziffernberechnung”: weights 2, 3, 4 … from the right, modulo 11; numbers with a hyphen may be older
than the GND, when subject headings and bodies had the other remainder); ISNI by ISO 27729 and ORCID, a block of its
numbers, by ISO 7064 MOD 11-2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

LONGEST = 300
Why = Literal["form", "check digit", "elsewhere"]


class NoNumber(ValueError):
    """`why`: it has not the form of one, its check digit does not fit, or it is an address of something else."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Authority:
    """`form` is what a number looks like when `tidy` is done with it; `address` shows its record."""

    name: str
    form: re.Pattern[str]
    hosts: tuple[str, ...]
    address: str
    example: str
    tidy: Callable[[str], str]
    fits: Callable[[str], bool] = lambda _number: True


def number(authority: str, text: str) -> str:
    """`https://d-nb.info/gnd/118540238` and `GND 118540238` → `118540238`. Raises NoNumber."""
    known, written = AUTHORITIES[authority], text.strip()
    if len(written) > LONGEST:
        raise NoNumber("form")
    step = _step_of_address(known, written) if "/" in written else _LABEL.sub("", written)
    tidied = known.tidy(step)
    if not known.form.fullmatch(tidied):
        raise NoNumber("form")
    if not known.fits(tidied):
        raise NoNumber("check digit")
    return tidied


def _step_of_address(known: Authority, written: str) -> str:
    """The step of the path that is a number: the last one that looks like it."""
    host, _slash, path = re.sub(r"\Ahttps?://", "", written, flags=re.IGNORECASE).partition("/")
    host = host.lower()
    if not any(host == each or host.endswith(f".{each}") for each in known.hosts):
        raise NoNumber("elsewhere")
    steps = [step for step in re.split(r"[/?#]", path) if step]
    bare = [step.partition(".")[0] for step in steps]  # `n79021164.html`, `Q42.json`
    return next((step for step in reversed(bare) if known.form.fullmatch(known.tidy(step))), "".join(bare[-1:]))


_LABEL = re.compile(
    r"\A\(?(?:VIAF|Wikidata|GND|PND|DNB|DE-588|LCNAF|LCCN|LC|ISNI|ORCID)\)?(?:[ -]?ID)?[:|]? *", re.IGNORECASE
)


def _as_it_is(text: str) -> str:
    return text.strip()


def _without_gaps(text: str) -> str:
    return re.sub(r"[\s‐‑–-]", "", text).upper()


def _lccn(text: str) -> str:
    """`n 79-21164` → `n79021164`: no blanks, what follows a slash left out, six digits after the hyphen."""
    bare = re.sub(r"\s", "", text).lower()
    before, hyphen, serial = bare.partition("-")
    return before + serial.zfill(6) if hyphen and len(serial) <= 6 else bare


def _in_fours(text: str) -> str:
    bare = _without_gaps(text)
    return "-".join(bare[at : at + 4] for at in range(0, len(bare), 4))


def _gnd_fits(gnd: str) -> bool:
    digits, last = gnd[:-1].rstrip("-"), 10 if gnd[-1] == "X" else int(gnd[-1])
    rest = sum(int(digit) * weight for weight, digit in enumerate(reversed(digits), start=2)) % 11
    return last == (11 - rest) % 11 or ("-" in gnd and last == rest)


def _isni_fits(isni: str) -> bool:
    total = 0
    for digit in isni[:-1]:
        total = (total + int(digit)) * 2
    return (12 - total % 11) % 11 == (10 if isni[-1] == "X" else int(isni[-1]))


def _orcid_fits(orcid: str) -> bool:
    """Within the two blocks that ISNI has left to ORCID."""
    bare = orcid.replace("-", "")
    own = 15_000_000 <= int(bare[:-1]) <= 35_000_000 or 900_000_000_000 <= int(bare[:-1]) <= 900_100_000_000
    return own and _isni_fits(bare)


_ALL = (
    Authority(
        "VIAF",
        re.compile(r"[1-9][0-9](?:[0-9]{0,7}|[0-9]{17,20})"),
        ("viaf.org",),
        "https://viaf.org/viaf/{}",
        "44300636",
        _as_it_is,
    ),
    Authority(
        "Wikidata",
        re.compile(r"Q[1-9][0-9]{0,9}"),
        ("wikidata.org",),
        "https://www.wikidata.org/wiki/{}",
        "Q33391",
        lambda text: text.strip().upper(),
    ),
    Authority(
        "GND",
        re.compile(r"1[0-3]?[0-9]{7}[0-9X]|3[0-9]{7}[0-9X]|[1-9][0-9]{0,7}-[0-9X]"),
        ("d-nb.info", "dnb.de", "explore.gnd.network", "lobid.org"),
        "https://d-nb.info/gnd/{}",
        "118540238",
        lambda text: text.strip().upper(),
        _gnd_fits,
    ),
    Authority(
        "LCNAF",
        re.compile(r"n[bors]?(?:[4-9][0-9]|00|20[0-9]{2})[0-9]{6}"),
        ("id.loc.gov", "lccn.loc.gov"),
        "https://id.loc.gov/authorities/names/{}",
        "n79021164",
        _lccn,
    ),
    Authority(
        "ISNI",
        re.compile(r"[0-9]{15}[0-9X]"),
        ("isni.org",),
        "https://isni.org/isni/{}",
        "0000000121032683",
        _without_gaps,
        _isni_fits,
    ),
    Authority(
        "ORCID",
        re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]"),
        ("orcid.org",),
        "https://orcid.org/{}",
        "0000-0002-1825-0097",
        _in_fours,
        _orcid_fits,
    ),
)
AUTHORITIES: Mapping[str, Authority] = {authority.name: authority for authority in _ALL}
