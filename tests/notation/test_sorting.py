"""Lists in the order a reader expects; shelfmarks that are the same thing in two scripts."""

import pytest

from notation.sorting import name_sort_key, natural_key, path_key, shelfmark_key

IN_ORDER = [
    "9 | 87 | 87/1 | 87а | 87б | 87в | 87г | 88 | 100 | 1000",
    "9 | 10 | П-1 | П-2 | П-10 | Р-1 | Р-393 | Р-5446",
    "1 | 1 т. 2 | 1 т. 10 | 2",
    "FO 371/9 | FO 371/10 | FO 1000/1",
    "T-2 | T-1613",
]

NAMES_IN_ORDER = [
    "Adler | Éluard | Emerson | Ulam | Zetkin | Абрамович | Ежов | Ёлкин | Еременко | Жданов | Иванов | Йоффе | Якир",
    "Семенов | Семёнов | Семенова",
    "Грач | Грінченко | Грушевський",
    "Еліава | Єфремов | Жук",
    "Zinov'ev | Zinoviev | Zinovyev",
    "Иванов | Иванов, Андрей | Иванов, Борис | Ивановский",
]

SAME_SHELFMARK = [
    "4п = 4p = 4П = 4 п",
    "Р-5446 = R-5446 = Р5446 = Р 5446 = р–5446",
    "87а = 87a = 87А = № 87а",
    "Ж-12 = Zh-12",
    "17 = 17 ",
    "371/123 = 371/123",
]

OTHER_SHELFMARK = ["17 | 171", "87а | 87б", "87/1 | 871", "87-1 | 871", "Р-1 | П-1", "12 | 12а"]


@pytest.mark.parametrize("row", IN_ORDER)
def test_numbers_sort_naturally(row: str) -> None:
    numbers = row.split(" | ")
    backwards = numbers[::-1]
    assert sorted(backwards, key=natural_key) == numbers


@pytest.mark.parametrize("row", NAMES_IN_ORDER)
def test_names_sort_by_alphabet(row: str) -> None:
    names = row.split(" | ")
    backwards = names[::-1]
    assert sorted(backwards, key=name_sort_key) == names


@pytest.mark.parametrize("row", SAME_SHELFMARK)
def test_one_shelfmark_in_two_scripts_has_one_key(row: str) -> None:
    assert len({shelfmark_key(number) for number in row.split(" = ")}) == 1


@pytest.mark.parametrize("row", OTHER_SHELFMARK)
def test_other_shelfmarks_have_other_keys(row: str) -> None:
    one, other = row.split(" | ")
    assert shelfmark_key(one) != shelfmark_key(other)


def test_a_slash_inside_a_number_does_not_part_a_path() -> None:
    assert path_key(["Р-5446", "1", "87а"]) == "r5446/1/87a"
    assert path_key(["FO 371", "123/4"]) == "fo371/123~4"


def test_a_run_of_digits_longer_than_the_padding_is_kept_whole() -> None:
    assert natural_key("12345678901234") == "12345678901234"
