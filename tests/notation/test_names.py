"""Names taken apart and put together; names ranked by who may bear them.

PARTS: the name as written, then surname, given name, patronymic (or initials).
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notation.folding import consonant_key
from notation.names import Candidate, name_forms, name_keys, natural_order, parse_name, query_keys, rank, variants
from notation.names_parts import is_body
from notation.transliteration import spellings

PARTS = """
Троцкий, Лев Давидович      | Троцкий | Лев | Давидович
Троцкий Лев Давидович       | Троцкий | Лев | Давидович
Лев Давидович Троцкий       | Троцкий | Лев | Давидович
Троцкий Л. Д.               | Троцкий | Л. | Д.
Л.Д. Троцкий                | Троцкий | Л. | Д.
Trotsky, L. D.              | Trotsky | L. | D.
Leon Trotsky                | Trotsky | Leon |
Trotsky                     | Trotsky | |
Ленин, Владимир Ильич       | Ленин | Владимир | Ильич
Владимир Ильич Ленин        | Ленин | Владимир | Ильич
Абрамович Рафаил Абрамович  | Абрамович | Рафаил | Абрамович
Рафаил Абрамович            | Абрамович | Рафаил |
Бонч-Бруевич, В. Д.         | Бонч-Бруевич | В. | Д.
Nadezhda Konstantinovna Krupskaia | Krupskaia | Nadezhda | Konstantinovna
Leo Dawidowitsch Trotzki    | Trotzki | Leo | Dawidowitsch
Rosa von der Au             | von der Au | Rosa |
"""


@pytest.mark.parametrize("row", PARTS.strip().splitlines())
def test_a_name_is_taken_apart(row: str) -> None:
    text, surname, given_name, patronymic = (part.strip() for part in row.split("|"))
    found = parse_name(text)
    assert (found.surname, found.given, found.patronymic) == (surname, given_name, patronymic)


def test_a_name_in_brackets_is_kept_apart() -> None:
    found = parse_name("Сокольников (Бриллиант), Г. Я.")
    assert (found.surname, found.given, found.also) == ("Сокольников", "Г.", ("Бриллиант",))


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Trotsky, Leon", "Leon Trotsky"),
        ("Троцкий, Лев Давидович", "Лев Давидович Троцкий"),
        ("Sokolnikov (Brilliant), Grigorii", "Grigorii Sokolnikov (Brilliant)"),
        ("Kamo (Ter-Petrosian, Simon)", "Kamo (Ter-Petrosian, Simon)"),
        ("Parvus", "Parvus"),
        ("Rakovsky, ", "Rakovsky, "),
    ],
)
def test_a_heading_is_turned_into_the_order_of_speech(heading: str, said: str) -> None:
    assert natural_order(heading) == said


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Сокольников (Бриллиант), Г. Я.", ("Сокольников, Г. Я.", "Бриллиант, Г. Я.")),
        ("Орджоникидзе, Григорий (Серго)", ("Орджоникидзе, Григорий", "Орджоникидзе, Серго")),
        ("Kamo (Ter-Petrosian, Simon)", ("Kamo", "Ter-Petrosian, Simon")),
        ("Parvus [Helphand]", ("Parvus", "Helphand")),
        ("Рыков, А. И.", ("Рыков, А. И.",)),
        ("()", ()),
    ],
)
def test_brackets_hold_other_names(name: str, expected: tuple[str, ...]) -> None:
    assert variants(name) == expected


def test_a_name_in_brackets_is_ranked_as_well() -> None:
    people = [Candidate(1, ("Сокольникова, Галина",)), Candidate(2, ("Сокольников (Бриллиант), Григорий Яковлевич",))]
    assert rank("Brilliant, G. Ja.", people)[0].key == 2


@pytest.mark.parametrize(
    ("name", "natural", "inverted", "surname_initials", "initials_surname"),
    [
        ("Троцкий, Лев Давидович", "Лев Давидович Троцкий", "Троцкий, Лев Давидович", "Троцкий Л. Д.", "Л. Д. Троцкий"),
        ("Yu. Larin", "Yu. Larin", "Larin, Yu.", "Larin Yu.", "Yu. Larin"),
        ("Jean-Paul Sartre", "Jean-Paul Sartre", "Sartre, Jean-Paul", "Sartre J.-P.", "J.-P. Sartre"),
        ("Parvus", "Parvus", "Parvus", "Parvus", "Parvus"),
    ],
)
def test_a_name_is_put_together(
    name: str, natural: str, inverted: str, surname_initials: str, initials_surname: str
) -> None:
    found = parse_name(name)
    forms = (found.natural, found.inverted, found.surname_initials, found.initials_surname)
    assert forms == (natural, inverted, surname_initials, initials_surname)


PEOPLE = [
    "Раковский, Христиан Георгиевич",
    "Рыков, Алексей Иванович",
    "Ельцин, Борис Николаевич",
    "Эльцин, Борис Михайлович",
    "Хрущёв, Никита Сергеевич",
    "Тер-Ваганян, Вагаршак Арутюнович",
    "Бухарин, Николай Иванович",
    "Бухарина, Анна Михайловна",
    "Иванов, Николай Иванович",
    "Иванов, Иван Иванович",
    "Стасова, Елена Дмитриевна",
    "Ежов, Николай Иванович",
    "Чичерин, Георгий Васильевич",
    "Чернов, Виктор Михайлович",
]

FINDS = """
Rakowski, Chr.        | Раковский, Христиан Георгиевич
Christian Rakovsky    | Раковский, Христиан Георгиевич
Х. Г. Раковский       | Раковский, Христиан Георгиевич
Rakowskij             | Раковский, Христиан Георгиевич
B. M. Eltsin          | Эльцин, Борис Михайлович
Chruschtschow         | Хрущёв, Никита Сергеевич
Khrouchtchev, N. S.   | Хрущёв, Никита Сергеевич
Ter-Waganjan          | Тер-Ваганян, Вагаршак Арутюнович
Ter Vaganian, V. A.   | Тер-Ваганян, Вагаршак Арутюнович
Nikolai Boukharine    | Бухарин, Николай Иванович
Анна Бухарина         | Бухарина, Анна Михайловна
Иванов И. И.          | Иванов, Иван Иванович
Iwanow, Nikolaj       | Иванов, Николай Иванович
Hélène Stassova       | Стасова, Елена Дмитриевна
Jeschow               | Ежов, Николай Иванович
G. Tschitscherin      | Чичерин, Георгий Васильевич
Victor Tchernov       | Чернов, Виктор Михайлович
ויקטור צ'רנוב          | Чернов, Виктор Михайлович
ניקולאי יז'וב          | Ежов, Николай Иванович
"""


@pytest.mark.parametrize("row", FINDS.strip().splitlines())
def test_a_name_in_any_script_finds_its_person_first(row: str) -> None:
    query, expected = (part.strip() for part in row.split("|"))
    ranked = rank(query, [Candidate(name, (name,)) for name in PEOPLE])
    assert ranked[0].key == expected
    assert ranked[0].score > ranked[1].score
    assert len(ranked) == len(PEOPLE), "nobody is cut off"


def test_o_and_e_are_told_apart_but_for_yo() -> None:
    people = [Candidate(name, (name,)) for name in ("Третский, Лев", "Троцкий, Лев", "Потёмкин, Григорий")]
    assert [row.key for row in rank("Trotzki", people)][:2] == ["Троцкий, Лев", "Третский, Лев"]
    assert rank("Potjomkin", people)[0].key == "Потёмкин, Григорий"


def test_a_surname_alone_ranks_its_bearers_alike() -> None:
    ranked = rank("Ivanov", [Candidate(name, (name,)) for name in PEOPLE])
    assert {row.key for row in ranked[:2]} == {"Иванов, Николай Иванович", "Иванов, Иван Иванович"}
    assert ranked[0].score == ranked[1].score > ranked[2].score


def test_two_names_that_one_spelling_can_mean_are_both_proposed() -> None:
    first, second, *_ = rank("Boris Jelzin", [Candidate(name, (name,)) for name in PEOPLE])
    assert {first.key, second.key} == {"Ельцин, Борис Николаевич", "Эльцин, Борис Михайлович"}
    assert first.score == second.score


def test_any_stored_name_of_a_person_counts_and_is_told() -> None:
    martov = Candidate(7, ("Мартов, Юлий Осипович", "Цедербаум, Юлий Осипович"))
    [found] = rank("Zederbaum", [martov])
    assert (found.key, found.name) == (7, "Цедербаум, Юлий Осипович")
    assert found.score > 0.8


def test_other_initials_speak_against_a_name() -> None:
    scores = {row.key: row.score for row in rank("Бухарин А. К.", [Candidate(name, (name,)) for name in PEOPLE])}
    assert scores["Бухарин, Николай Иванович"] < 0.75


FORMS = """
Раковский Х. Г.                  | rakovskii, kh. g.            | rakevsk
Rakovsky, Christian              | rakovsky, christian          | rakevsk, qristan
Тер-Ваганян, Вагаршак            | ter vaganian, vagarshak      | ter vaganan, vagarqak
Parvus                           | parvus                       | parvus
Сокольников (Бриллиант), Г. Я.   | sokolnikov, g. ia. / brilliant, g. ia. | sekelnikev / brilant
ויקטור צ'רנוב                    | chrnuv, viktur               | qrnuv, viktur
()                               |                              |
"""


@pytest.mark.parametrize("row", FORMS.strip().splitlines())
def test_a_name_is_stored_by_its_forms_and_their_keys(row: str) -> None:
    name, forms, keys = (part.strip() for part in row.split("|"))
    assert " / ".join(name_forms(name)) == forms
    assert " / ".join(name_keys(name)) == keys


@pytest.mark.parametrize("name", PEOPLE)
def test_every_romanisation_shares_a_stored_key_with_its_name(name: str) -> None:
    [stored] = name_keys(name)
    surname = stored.partition(", ")[0]
    for _, spelling in spellings(name):
        asked = query_keys(spelling)
        assert surname in asked.words or consonant_key(surname) in asked.consonants, spelling


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_text_has_forms_and_a_rank(text: str) -> None:
    assert all(form.isascii() for form in (*name_forms(text), *name_keys(text), *query_keys(text).words))
    [found] = rank(text, [Candidate(1, (text,))])
    assert 0.0 <= found.score <= 1.0


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Smith and Sons", True),
        ("ИМЛ при ЦК КПСС", True),
        ("Academy of Sciences of the USSR", True),
        ("Институт марксизма-ленинизма", True),
        ("Комиссия ВКП", True),
        ("Троцкий Л. Д.", False),
        ("Ivanova AB", False),
        ("Leon Trotsky", False),
        ("leon trotsky", False),
        ("Rüdiger von der Goltz", False),
        ("Arts, Academy of", False),
        ("Жан-Поль", False),
        ("", False),
    ],
)
def test_the_name_of_a_body_is_not_taken_for_a_persons(name: str, body: bool) -> None:
    assert is_body(name) == body
