"""Names in Latin letters by each published table: the table's name, then what it makes of each name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notation.folding import skeleton_key
from notation.transliteration import romanise, schemes, spellings

NAMES = "Хрущёв | Ельцин | Раковский | Юрий | Евсей | Зиновьев | Семён | Эйхе | Цюрупа | Подъячев"
EXPECTED = """
ala-lc       | Khrushchev | El'tsin | Rakovskii | Iurii | Evsei | Zinov'ev | Semen | Eikhe | Tsiurupa | Pod"iachev
ala-lc-marks | Khrushchëv | Elʹt͡sin | Rakovskiĭ | I͡uriĭ | Evseĭ | Zinovʹev | Semën | Ėĭkhe | T͡si͡urupa | Podʺi͡achev
bgn          | Khrushchëv | Yel’tsin | Rakovskiy | Yuriy | Yevsey | Zinov’yev | Semën | Eykhe | Tsyurupa | Pod”yachev
scholarly    | Chruščëv | Elʹcin | Rakovskij | Jurij | Evsej | Zinovʹev | Semën | Ėjche | Cjurupa | Podʺjačev
scholarly-x  | Xruščëv | Elʹcin | Rakovskij | Jurij | Evsej | Zinovʹev | Semën | Ėjxe | Cjurupa | Podʺjačev
iso9         | Hruŝëv | Elʹcin | Rakovskij | Ûrij | Evsej | Zinovʹev | Semën | Èjhe | Cûrupa | Podʺâčev
gost-b       | Xrushhyov | El`cin | Rakovskij | Yurij | Evsej | Zinov`ev | Semyon | E`jxe | Cyurupa | Pod``yachev
wikipedia    | Khrushchyov | Yeltsin | Rakovsky | Yury | Yevsey | Zinovyev | Semyon | Eykhe | Tsyurupa | Podyachev
german       | Chruschtschow | Jelzin | Rakowski | Juri | Jewsei | Sinowjew | Semjon | Eiche | Zjurupa | Podjatschew
french       | Khrouchtchov | Eltsine | Rakovski | Iouri | Evseï | Zinoviev | Semion | Eïkhe | Tsiouroupa | Podiatchev
"""

PARTICULAR = [
    ("german", "Борисович", "Borissowitsch"),
    ("german", "Александр", "Alexandr"),
    ("french", "Георгий", "Gueorgui"),
    ("french", "Николаевич", "Nikolaïevitch"),
    ("german", "Евсеевич", "Jewsejewitsch"),
    ("bgn", "Евсеевич", "Yevseyevich"),
    ("wikipedia", "Григорий", "Grigory"),
    ("polish", "Ежов", "Jeżow"),
    ("polish", "Дзержинский", "Dzierżynski"),
    ("wikipedia", "Ильич", "Ilyich"),
    ("ala-lc-uk", "Петровський Григорій", "Petrovs'kyi Hryhorii"),
    ("ala-lc-uk-marks", "Їжакевич", "Ïz͡hakevych"),
    ("ukraine-2010", "Згурський Їжакевич Єфремов", "Zghurskyi Yizhakevych Yefremov"),
    ("ala-lc-be", "Чарвякоў", "Charviakou"),
    ("ala-lc", "ЦАМО", "TsAMO"),
    ("ala-lc", "РЦХИДНИ", "RTsKhIDNI"),
    ("ala-lc", "ЩЁЛОКОВСКИЙ", "SHCHELOKOVSKII"),
    ("ala-lc", "Щорс", "Shchors"),
    ("ala-lc", "Фонд 17, л. 83 об.", "Fond 17, l. 83 ob."),
    ("ala-lc", "Leipzig", "Leipzig"),
]


@pytest.mark.parametrize("row", EXPECTED.strip().splitlines())
def test_names_follow_the_published_table(row: str) -> None:
    scheme, *expected = (part.strip() for part in row.split("|"))
    assert [romanise(name.strip(), scheme) for name in NAMES.split("|")] == expected


@pytest.mark.parametrize(("scheme", "text", "expected"), PARTICULAR)
def test_particular_rules(scheme: str, text: str, expected: str) -> None:
    assert romanise(text, scheme) == expected


def test_an_unknown_scheme_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        romanise("Щорс", "esperanto")


def test_every_scheme_names_its_source_and_leaves_no_cyrillic() -> None:
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўѣѳѵ"
    for scheme in schemes():
        assert scheme.source
        assert not set(romanise(letters + letters.upper(), scheme.name).lower()) & set(letters)


def test_spellings_of_a_name_are_given_once_each_with_their_scheme() -> None:
    found = spellings("Раковский, Х. Г.")
    assert ("ala-lc", "Rakovskii, Kh. G.") in found
    assert ("german", "Rakowski, Ch. G.") in found
    assert len({text for _, text in found}) == len(found) >= 7


@pytest.mark.parametrize(
    ("name", "scheme"), [("Петровський Григорій", "ukraine-2010"), ("Чарвякоў", "ala-lc-be"), ("Иванов", "bgn")]
)
def test_the_letters_tell_the_language(name: str, scheme: str) -> None:
    assert scheme in [found for found, _ in spellings(name)] or scheme == "bgn"


def test_a_language_can_be_told() -> None:
    assert ("ukraine-2010", "Balytskyi") in spellings("Балицький", "uk")


def test_a_latin_name_has_no_romanisations() -> None:
    assert spellings("Emma Goldman") == ()


@pytest.mark.parametrize(
    "name", ["Хрущёв", "Ельцин", "Раковский", "Зиновьев", "Чичерин", "Шляпников", "Бухарин", "Жданов"]
)
def test_every_romanisation_meets_its_name_under_the_skeleton(name: str) -> None:
    assert {skeleton_key(text) for _, text in spellings(name)} <= {skeleton_key(name)}


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x4FF), max_size=30))
def test_any_text_is_romanised(text: str) -> None:
    for scheme in schemes():
        assert isinstance(romanise(text, scheme.name), str)
