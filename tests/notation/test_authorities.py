"""Numbers of authority files: one form of each, whatever was pasted, and none whose check digit does not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notation.authorities import AUTHORITIES, NoNumber, number

READ = [
    ("VIAF", "44300636", "44300636"),
    ("VIAF", " https://viaf.org/viaf/44300636/#Rakovskij ", "44300636"),
    ("VIAF", "http://www.viaf.org/en/viaf/44300636", "44300636"),
    ("VIAF", "VIAF ID: 9999154842118227090009", "9999154842118227090009"),
    ("Wikidata", "q33391", "Q33391"),
    ("Wikidata", "Q1\n", "Q1"),
    ("Wikidata", "https://www.wikidata.org/wiki/Q33391?uselang=ru#P569", "Q33391"),
    ("Wikidata", "http://www.wikidata.org/entity/Q33391", "Q33391"),
    ("Wikidata", "https://m.wikidata.org/wiki/Special:EntityData/Q33391.json", "Q33391"),
    ("GND", "118540238", "118540238"),
    ("GND", "(DE-588)118540238", "118540238"),
    ("GND", "DNB|118540238", "118540238"),
    ("GND", "https://d-nb.info/gnd/118540238/about/lds", "118540238"),
    ("GND", "https://lobid.org/gnd/118540238.json", "118540238"),
    ("GND", "4079163-4", "4079163-4"),
    ("GND", "95980479-x", "95980479-X"),
    ("GND", "95980479-1", "95980479-1"),
    ("LCNAF", "n79021164", "n79021164"),
    ("LCNAF", "n  79-21164", "n79021164"),
    ("LCNAF", "LC|no2001003333", "no2001003333"),
    ("LCNAF", "https://id.loc.gov/authorities/names/n79021164.html", "n79021164"),
    ("LCNAF", "https://lccn.loc.gov/n79021164", "n79021164"),
    ("ISNI", "0000 0001 2103 2683", "0000000121032683"),
    ("ISNI", "https://isni.org/isni/0000000121032683", "0000000121032683"),
    ("ISNI", "ISNI 0000-0001-2103-2683", "0000000121032683"),
    ("ORCID", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
    ("ORCID", "0000000218250097", "0000-0002-1825-0097"),
    ("ORCID", "0000-0002-1694-233x", "0000-0002-1694-233X"),
]


@pytest.mark.parametrize(("authority", "text", "expected"), READ)
def test_what_was_pasted_is_read(authority: str, text: str, expected: str) -> None:
    assert number(authority, text) == expected
    assert number(authority, AUTHORITIES[authority].address.format(expected)) == expected


REFUSED = [
    ("VIAF", "", "form"),
    ("VIAF", "Q33391", "form"),
    ("VIAF", "0044300636", "form"),
    ("VIAF", "٤٤٣٠٠٦٣٦", "form"),
    ("VIAF", "https://www.wikidata.org/wiki/Q33391", "elsewhere"),
    ("VIAF", "https://viaf.org.example.com/viaf/44300636", "elsewhere"),
    ("VIAF", "https://viaf.org/", "form"),
    ("Wikidata", "P569", "form"),
    ("Wikidata", "Q0", "form"),
    ("GND", "118540239", "check digit"),
    ("GND", "118540283", "check digit"),
    ("GND", "95980479-2", "check digit"),
    ("LCNAF", "79021164", "form"),
    ("LCNAF", "sh85085207", "form"),
    ("ISNI", "0000000121032684", "check digit"),
    ("ISNI", "000000012103268", "form"),
    ("ORCID", "0000-0002-1825-0098", "check digit"),
    ("ORCID", "0000-0001-2103-2683", "check digit"),  # an ISNI that was never ORCID's
    ("ORCID", "0000-0000-8045-6315", "check digit"),
    ("GND", "1" * 400, "form"),
]


@pytest.mark.parametrize(("authority", "text", "why"), REFUSED)
def test_what_is_no_number_is_refused_with_the_reason(authority: str, text: str, why: str) -> None:
    with pytest.raises(NoNumber) as refused:
        number(authority, text)
    assert refused.value.why == why


@pytest.mark.parametrize("authority", sorted(AUTHORITIES))
def test_each_has_an_example(authority: str) -> None:
    example = AUTHORITIES[authority].example
    assert number(authority, example) == example


@given(st.sampled_from(sorted(AUTHORITIES)), st.text(max_size=40))
def test_nothing_makes_it_fail_and_what_is_read_is_read_again(authority: str, text: str) -> None:
    try:
        read = number(authority, text)
    except NoNumber:
        return
    assert number(authority, read) == read
