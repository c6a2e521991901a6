"""Spellings that must meet under one key, one group a line; and names that must stay apart."""

import pytest

from notation.folding import consonant_key, folded_key, skeleton_key

FOLDED = """
rakovski: Раковский, РАКОВСКИЙ, Rakovskii, Rakovskiĭ, Rakovskij, Rakovskiy, Rakovsky, Rakovski
eltsin: Ельцин, Эльцин, El'tsin, El’tsin, Elʹt͡sin, Yeltsin, Eltsin
dingelshtedt: Дингельштедт, Dingel'shtedt, Dingelʹštedt, Dingelshtedt
khrushchev: Хрущёв, Хрущев, Khrushchëv, Khrushchev
ter vaganian: Тер-Ваганян, Ter-Vagani͡an, Ter-Vaganyan, ter vaganjan
zhdanov: Жданов, Ždanov, ZHDANOV
emelian: Емельян, Yemelyan, Emel'ian, Jemeljan
stuchka: Стучка, Stučka
shevchenko: Шевченко, Ševčenko, SHEVCHENKO
fedor: Ѳедоръ, Фёдор, Fedor
krai: край, krai, kraĭ, kray, kraj
c l r iames: C. L. R. James, C.L.R. James
no 9: № 9, No. 9
"""

SKELETONS = """
rakevsk: Раковский, Rakovsky, Rakovskii, Rakowski, Rakowskij
elsin: Ельцин, Eltsin, El'tsin, Yeltsin, Jelzin, Jelcyn, Elcin, Elțin
tresk: Троцкий, Trotsky, Trotskii, Trotzki, Trockij, Trotski
qruqev: Хрущёв, Khrushchev, Chruschtschow, Chruščev, Xruščëv, Hruŝëv, Khrouchtchev, Chruszczow
dingelstet: Дингельштедт, Dingelshtedt, Dingel'shtedt, Dingelstedt
sinevev: Зиновьев, Zinoviev, Zinov'ev, Sinowjew, Zinovieff, Zinowiew
qlapnikev: Шляпников, Shlyapnikov, Shliapnikov, Chliapnikov, Schljapnikow
qiqerin: Чичерин, Chicherin, Tschitscherin, Tchitcherin
eqev: Ежов, Ezhov, Yezhov, Jeżow, Jeschow, Iéjov
erqenikise: Орджоникидзе, Ordzhonikidze, Ordschonikidse, Ordjonikidzé, Ordžonikidze
ur: Юрий, Yuri, Iurii, Juri, Youri
aleksandr: Александръ, Aleksandr, Alexandr
buqarin: Бухарин, Bukharin, Bucharin, Boukharine
"""


def groups(table: str) -> list[tuple[str, str]]:
    rows = [line.split(": ", 1) for line in table.strip().splitlines()]
    return [(key, spelling) for key, spellings in rows for spelling in spellings.split(", ")]


@pytest.mark.parametrize(("key", "spelling"), groups(FOLDED))
def test_spellings_meet_under_one_folded_key(key: str, spelling: str) -> None:
    assert folded_key(spelling) == key


@pytest.mark.parametrize(("key", "spelling"), groups(SKELETONS))
def test_romanisations_meet_under_one_skeleton(key: str, spelling: str) -> None:
    assert skeleton_key(spelling) == key


CONSONANTS = """
rkvsk: Раковский, Rakovsky, רקובסקי
vqnsk: Вышинский, Wyschinski, וישינסקי
qrnv: Чернов, Tchernov, צ'רנוב
vqrn: Бухарин, Bukharin, בוכרין
"""


@pytest.mark.parametrize(("key", "spelling"), groups(CONSONANTS))
def test_scripts_without_vowels_meet_the_others_under_the_consonants(key: str, spelling: str) -> None:
    assert consonant_key(spelling) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [("Каменев", "Каменский"), ("Бухарин", "Бухарина"), ("Сталин", "Стальной"), ("17", "171"), ("Ленин", "Леонов")],
)
def test_different_names_stay_apart_under_both_keys(one: str, other: str) -> None:
    assert folded_key(one) != folded_key(other)
    assert skeleton_key(one) != skeleton_key(other)


@pytest.mark.parametrize("text", ["", " ", "—", "«»", "\x00", "'''", "12.06.1928", "ילצין", "თბილისი", "陳獨秀", "😀"])
def test_any_text_has_plain_keys(text: str) -> None:
    assert folded_key(text).isascii()
    assert skeleton_key(text).isascii()
    assert folded_key(text) == folded_key(text).strip()


@pytest.mark.parametrize("text", ["Российский государственный архив", "Zinov'ev", "Jemeljan", "Шчорс", "Йиие"])
def test_folding_a_folded_key_changes_nothing(text: str) -> None:
    assert folded_key(folded_key(text)) == folded_key(text)
