"""Dates in words: what is written, the EDTF it means, the first and the last day it can be.

Add a line to READ to teach a form; add one to REFUSED to say what must never be guessed.
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notation.dates import DateReading, read_date, read_edtf, write_date
from notation.dates_calendar import gregorian_to_julian, julian_to_gregorian
from notation.outcomes import Reason, Unresolved

READ = """
2 июня 1928 г.                        = 1928-06-02                  1928-06-02 1928-06-02
2-го июня 1928 года                   = 1928-06-02                  1928-06-02 1928-06-02
June 2, 1928                          = 1928-06-02                  1928-06-02 1928-06-02
2nd of June 1928                      = 1928-06-02                  1928-06-02 1928-06-02
Saturday, June 2, 1928                = 1928-06-02                  1928-06-02 1928-06-02
02.06.1928                            = 1928-06-02                  1928-06-02 1928-06-02
2.VI.1928                             = 1928-06-02                  1928-06-02 1928-06-02
2 VI 1928                             = 1928-06-02                  1928-06-02 1928-06-02
25/10/1917                            = 1917-10-25                  1917-10-25 1917-10-25
1928. 2 июня                          = 1928-06-02                  1928-06-02 1928-06-02
13-06-1928                            = 1928-06-13                  1928-06-13 1928-06-13
б. д. [2 июня 1928]                   = 1928-06-02                  1928-06-02 1928-06-02
1928 г., 2 июня                       = 1928-06-02                  1928-06-02 1928-06-02
от 2 июня 1928 г.                     = 1928-06-02                  1928-06-02 1928-06-02
1928-06-02                            = 1928-06-02                  1928-06-02 1928-06-02
29 февраля 1928                       = 1928-02-29                  1928-02-29 1928-02-29
июнь 1928                             = 1928-06                     1928-06-01 1928-06-30
в июне 1928 г.                        = 1928-06                     1928-06-01 1928-06-30
Sept. 1928                            = 1928-09                     1928-09-01 1928-09-30
в мае 1928                            = 1928-05                     1928-05-01 1928-05-31
1928                                  = 1928                        1928-01-01 1928-12-31
[1928]                                = 1928                        1928-01-01 1928-12-31
988 г.                                = 0988                        0988-01-01 0988-12-31
около 1928                            = 1928~                       1928-01-01 1928-12-31
ок. 1928 г.                           = 1928~                       1928-01-01 1928-12-31
circa 1928                            = 1928~                       1928-01-01 1928-12-31
c. 1928                               = 1928~                       1928-01-01 1928-12-31
c1928                                 = 1928~                       1928-01-01 1928-12-31
1928?                                 = 1928?                       1928-01-01 1928-12-31
[1928?]                               = 1928?                       1928-01-01 1928-12-31
1928 г. (?)                           = 1928?                       1928-01-01 1928-12-31
probably circa 1928                   = 1928%                       1928-01-01 1928-12-31
1922–32                               = 1922/1932                   1922-01-01 1932-12-31
1922-32                               = 1922/1932                   1922-01-01 1932-12-31
1921-24                               = 1921/1924                   1921-01-01 1924-12-31
1928–9                                = 1928/1929                   1928-01-01 1929-12-31
1922–1932 гг.                         = 1922/1932                   1922-01-01 1932-12-31
1922/23                               = 1922/1923                   1922-01-01 1923-12-31
с 1922 по 1932 год                    = 1922/1932                   1922-01-01 1932-12-31
с 1922 до 1932                        = 1922/1932                   1922-01-01 1932-12-31
from 1922 to 1932                     = 1922/1932                   1922-01-01 1932-12-31
ca. 1922–1932                         = 1922~/1932~                 1922-01-01 1932-12-31
2–5 июня 1928                         = 1928-06-02/1928-06-05       1928-06-02 1928-06-05
2-5 June 1928                         = 1928-06-02/1928-06-05       1928-06-02 1928-06-05
June 2–5, 1928                        = 1928-06-02/1928-06-05       1928-06-02 1928-06-05
June 2–July 5, 1928                   = 1928-06-02/1928-07-05       1928-06-02 1928-07-05
2 июня – 5 июля 1928 г.               = 1928-06-02/1928-07-05       1928-06-02 1928-07-05
02.06–05.07.1928                      = 1928-06-02/1928-07-05       1928-06-02 1928-07-05
с 2 по 5 июня 1928 г.                 = 1928-06-02/1928-06-05       1928-06-02 1928-06-05
июнь–июль 1928                        = 1928-06/1928-07             1928-06-01 1928-07-31
December 1928 – January 1929          = 1928-12/1929-01             1928-12-01 1929-01-31
между 1926 и 1928                     = 1926/1928                   1926-01-01 1928-12-31
between June 2 and July 5, 1928       = 1928-06-02/1928-07-05       1928-06-02 1928-07-05
не ранее 2 июня и не позднее 5 июня 1928 = 1928-06-02/1928-06-05    1928-06-02 1928-06-05
не ранее 2 июня 1928                  = 1928-06-02/..               1928-06-02 -
not earlier than 2 June 1928          = 1928-06-02/..               1928-06-02 -
не позднее 2 июня 1928                = ../1928-06-02               -          1928-06-02
not later than June 1928              = ../1928-06                  -          1928-06-30
after 1928                            = 1929/..                     1929-01-01 -
после 2 июня 1928                     = 1928-06-03/..               1928-06-03 -
before June 1928                      = ../1928-05                  -          1928-05-31
до 1 января 1928                      = ../1927-12-31               -          1927-12-31
from 1928                             = 1928/..                     1928-01-01 -
1928 or later                         = 1928/..                     1928-01-01 -
1928 г. или ранее                     = ../1928                     -          1928-12-31
since 1928                            = 1928/..                     1928-01-01 -
с 1928 г. по настоящее время          = 1928/..                     1928-01-01 -
1928–                                 = 1928/..                     1928-01-01 -
1928–present                          = 1928/..                     1928-01-01 -
начало 1928                           = 1928-01~/1928-04~           1928-01-01 1928-04-30
в середине 1928 г.                    = 1928-05~/1928-08~           1928-05-01 1928-08-31
mid-1928                              = 1928-05~/1928-08~           1928-05-01 1928-08-31
late 1928                             = 1928-09~/1928-12~           1928-09-01 1928-12-31
конец февраля 1928                    = 1928-02-21~/1928-02-29~     1928-02-21 1928-02-29
early 1920s                           = 1920~/1923~                 1920-01-01 1923-12-31
конец XIX – начало XX века            = 1867~/1933~                 1867-01-01 1933-12-31
первая половина 1928 г.               = 1928-01/1928-06             1928-01-01 1928-06-30
II квартал 1928 г.                    = 1928-04/1928-06             1928-04-01 1928-06-30
4th quarter of 1928                   = 1928-10/1928-12             1928-10-01 1928-12-31
2-я пол. XIX в.                       = 1850/1899                   1850-01-01 1899-12-31
second half of the 1920s              = 1925/1929                   1925-01-01 1929-12-31
весна 1928                            = 1928-21                     1928-03-01 1928-05-31
summer of 1928                        = 1928-22                     1928-06-01 1928-08-31
осенью 1928 г.                        = 1928-23                     1928-09-01 1928-11-30
winter 1928                           = 1928-24                     1927-12-01 1929-02-28
зима 1928/29                          = 1928-12/1929-02             1928-12-01 1929-02-28
1920s                                 = 192X                        1920-01-01 1929-12-31
1920-е гг.                            = 192X                        1920-01-01 1929-12-31
20-е годы XX в.                       = 192X                        1920-01-01 1929-12-31
1920–30-е гг.                         = 192X/193X                   1920-01-01 1939-12-31
XIX век                               = 18XX                        1800-01-01 1899-12-31
19th century                          = 18XX                        1800-01-01 1899-12-31
XVIII–XIX вв.                         = 17XX/18XX                   1700-01-01 1899-12-31
1927 or 1928                          = [1927,1928]                 1927-01-01 1928-12-31
2, 5 и 7 июня 1928                    = {1928-06-02,1928-06-05,1928-06-07} 1928-06-02 1928-06-07
1928~                                 = 1928~                       1928-01-01 1928-12-31
1927/..                               = 1927/..                     1927-01-01 -
1927/                                 = 1927/..                     1927-01-01 -
../1927                               = ../1927                     -          1927-12-31
192x                                  = 192X                        1920-01-01 1929-12-31
1928-21                               = 1928-21                     1928-03-01 1928-05-31
1928-06~-02                           = 1928-06~-02                 1928-06-02 1928-06-02
1928-XX-02                            = 1928-XX-02                  1928-01-02 1928-12-02
../1928-06~-02                        = ../1928-06~-02              -          1928-06-02
1928-XX-02/..                         = 1928-XX-02/..               1928-01-02 -
[..1928]                              = [..1928]                    -          1928-12-31
9999-12-31                            = 9999-12-31                  9999-12-31 9999-12-31
"""

# Given in the old style, or in both; EDTF and bounds are in the new.
JULIAN = """
25 октября (7 ноября) 1917            = 1917-11-07                  1917-11-07 1917-11-07
7 November (25 October) 1917          = 1917-11-07                  1917-11-07 1917-11-07
25 October/7 November 1917            = 1917-11-07                  1917-11-07 1917-11-07
9 (22) января 1905 г.                 = 1905-01-22                  1905-01-22 1905-01-22
January 9 (22), 1905                  = 1905-01-22                  1905-01-22 1905-01-22
9/22 января 1905                      = 1905-01-22                  1905-01-22 1905-01-22
19 декабря 1917 (1 января 1918)       = 1918-01-01                  1918-01-01 1918-01-01
19 декабря (1 января) 1918            = 1918-01-01                  1918-01-01 1918-01-01
25–27 октября (7–9 ноября) 1917       = 1917-11-07/1917-11-09       1917-11-07 1917-11-09
2–5 (15–18) марта 1917 г.             = 1917-03-15/1917-03-18       1917-03-15 1917-03-18
2 (15) марта – 5 (18) марта 1917      = 1917-03-15/1917-03-18       1917-03-15 1917-03-18
25 October 1917 (O.S.)                = 1917-11-07                  1917-11-07 1917-11-07
25 октября 1917 г. (ст. ст.)          = 1917-11-07                  1917-11-07 1917-11-07
25 октября 1917 г. по старому стилю   = 1917-11-07                  1917-11-07 1917-11-07
29 февраля 1900 г. ст. ст.            = 1900-03-13                  1900-03-13 1900-03-13
октябрь 1917 (ст. ст.)                = 1917-10-14/1917-11-13       1917-10-14 1917-11-13
25–27 октября 1917 (ст. ст.)          = 1917-11-07/1917-11-09       1917-11-07 1917-11-09
"""

REFUSED = """
31 июня 1928                  impossible-date
32 июня 1928                  impossible-date
29 февраля 1900               impossible-date
1928-06-31                    impossible-date
0000                          impossible-date
12345                         impossible-date
после 9999                    impossible-date
02/06/1928                    ambiguous-date
02-06-1928                    ambiguous-date
1932–1922                     backward-dates
декабрь–январь 1929           backward-dates
25 октября (8 ноября) 1917    calendars-disagree
б. д.                         undated
undated                       undated
б/д                           undated
вчера                         no-date
2 июня                        no-date
02.06.28                      no-date
28                            no-date
100                           no-date
20-е гг.                      no-date
17/171/87                     no-date
1928, Москва                  no-date
"""

WRITTEN = """
1928-06-02                 | 2 June 1928                             | 2 июня 1928 г.
1928-06                    | June 1928                               | июнь 1928 г.
1928~                      | circa 1928                              | около 1928 г.
1928-06~                   | circa June 1928                         | около июня 1928 г.
1928?                      | 1928?                                   | 1928 г. (?)
1928%                      | circa 1928?                             | около 1928 г. (?)
1922/1932                  | 1922–1932                               | 1922–1932 гг.
1922~/1932~                | circa 1922–1932                         | около 1922–1932 гг.
1928-06-02/1928-06-05      | 2–5 June 1928                           | 2–5 июня 1928 г.
1928-06-02/1928-07-05      | 2 June – 5 July 1928                    | 2 июня – 5 июля 1928 г.
1928-12-31/1929-01-02      | 31 December 1928 – 2 January 1929       | 31 декабря 1928 г. – 2 января 1929 г.
1928-06/1928-07            | June–July 1928                          | июнь–июль 1928 г.
1928-06/..                 | not earlier than June 1928              | не ранее июня 1928 г.
../1928-06-02              | not later than 2 June 1928              | не позднее 2 июня 1928 г.
1928-21                    | spring 1928                             | весна 1928 г.
../1928-21                 | not later than spring 1928              | не позднее весны 1928 г.
1928-01~/1928-04~          | early 1928                              | начало 1928 г.
1928-06-21~/1928-06-30~    | late June 1928                          | конец июня 1928 г.
1924~/1926~                | mid 1920s                               | середина 1920-х гг.
192X                       | 1920s                                   | 1920-е гг.
192X/193X                  | 1920s – 1930s                           | 1920-е гг. – 1930-е гг.
18XX                       | 19th century                            | XIX век
[1927,1928]                | 1927 or 1928                            | 1927 г. или 1928 г.
{1928-06-02,1928-06-05}    | 2 June 1928 and 5 June 1928             | 2 июня 1928 г. и 5 июня 1928 г.
"""


def rows(table: str) -> list[tuple[str, list[str]]]:
    pairs = [line.split("=", 1) for line in table.strip().splitlines()]
    return [(text.strip(), values.split()) for text, values in pairs]


def reading(text: str) -> DateReading:
    found = read_date(text)
    assert isinstance(found, DateReading), f"{text}: {found}"
    return found


@pytest.mark.parametrize(("text", "expected"), rows(READ))
def test_a_date_is_read_into_edtf_and_bounds(text: str, expected: list[str]) -> None:
    found = reading(text)
    assert [found.edtf, *(str(day or "-") for day in (found.earliest, found.latest))] == expected
    assert (found.text, found.calendar) == (text, "gregorian")


@pytest.mark.parametrize(("text", "expected"), rows(JULIAN))
def test_an_old_style_date_keeps_its_calendar_and_has_gregorian_bounds(text: str, expected: list[str]) -> None:
    found = reading(text)
    assert [found.edtf, str(found.earliest), str(found.latest)] == expected
    assert (found.text, found.calendar) == (text, "julian")


def test_a_new_style_mark_changes_nothing() -> None:
    assert reading("7 ноября 1917 (н. ст.)").edtf == "1917-11-07"
    assert reading("7 ноября 1917 (н. ст.)").calendar == "gregorian"


@pytest.mark.parametrize("row", REFUSED.strip().splitlines())
def test_what_cannot_be_known_is_refused_with_its_reason(row: str) -> None:
    text, reason = row.rsplit(maxsplit=1)
    assert read_date(text.strip()) == Unresolved(Reason(reason))


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [("1928", ""), ("ок. 1928", "approximate"), ("1928?", "uncertain"), ("ca. 1928?", "approximate and uncertain")],
)
def test_doubt_is_told_in_a_word(text: str, qualifier: str) -> None:
    assert reading(text).qualifier == qualifier


@pytest.mark.parametrize("row", WRITTEN.strip().splitlines())
def test_a_date_is_written_in_words(row: str) -> None:
    edtf, english, russian = (part.strip() for part in row.split("|"))
    assert write_date(reading(edtf), "en") == english
    assert write_date(reading(edtf), "ru") == russian


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        ("25 октября 1917 (ст. ст.)", "25 October (7 November) 1917", "25 октября (7 ноября) 1917 г."),
        ("9 января 1905 (ст. ст.)", "9 (22) January 1905", "9 (22) января 1905 г."),
        ("19.12.1917 ст. ст.", "19 December 1917 (1 January 1918)", "19 декабря 1917 г. (1 января 1918 г.)"),
    ],
)
def test_an_old_style_date_is_written_in_both_calendars(text: str, english: str, russian: str) -> None:
    assert write_date(reading(text), "en") == english
    assert write_date(reading(text), "ru") == russian


@pytest.mark.parametrize("text", [text for text, _ in rows(READ) + rows(JULIAN)])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_date_in_words_is_read_back_as_the_same_date(text: str, language: str) -> None:
    found = reading(text)
    again = reading(write_date(found, "ru" if language == "ru" else "en"))
    assert (again.edtf, again.earliest, again.latest, again.calendar) == (
        found.edtf,
        found.earliest,
        found.latest,
        found.calendar,
    )


@pytest.mark.parametrize(
    ("julian", "gregorian"),
    [
        ((1917, 10, 25), "1917-11-07"),
        ((1900, 2, 29), "1900-03-13"),
        ((1582, 10, 5), "1582-10-15"),
        ((4, 1, 1), "0003-12-30"),
    ],
)
def test_days_of_the_two_calendars(julian: tuple[int, int, int], gregorian: str) -> None:
    assert str(julian_to_gregorian(*julian)) == gregorian
    assert gregorian_to_julian(julian_to_gregorian(*julian)) == julian


@given(st.dates())
def test_every_day_goes_to_the_julian_calendar_and_back(day: date) -> None:
    if day.toordinal() > 2:
        assert julian_to_gregorian(*gregorian_to_julian(day)) == day


WORDS = "2 6 31 1928 32 - – / . , ( ) [ ] ? ~ июня June до после между и circa 1920-е XX века VI весна ст.ст. г. X .."
word_lists = st.lists(st.sampled_from(WORDS.split()), max_size=9)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [("1921-24", "1920-12-01", "1922-02-28"), ("1915-21", "1915-03-01", "1915-05-31"), ("1927/", "1927-01-01", "None")],
)
def test_a_column_of_edtf_holds_nothing_else(text: str, earliest: str, latest: str) -> None:
    found = read_edtf(text)
    assert isinstance(found, DateReading)
    assert (str(found.earliest), str(found.latest)) == (earliest, latest)


@pytest.mark.parametrize("text", [text for text, _ in rows(READ) + rows(JULIAN)])
def test_edtf_made_here_is_edtf(text: str) -> None:
    found = reading(text)
    again = read_edtf(found.edtf)
    assert isinstance(again, DateReading)
    assert (again.earliest, again.latest) == (found.earliest, found.latest)


@pytest.mark.parametrize("text", ["1928-06-31", "2 июня 1928", "", "[]", "/", "/0/", "/1E94", "/Y9:Z", "17/171/87"])
def test_what_is_no_edtf_is_refused_as_such(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(read_edtf(text), Unresolved)
    assert capsys.readouterr().out == "", "the edtf library prints when it stumbles"


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=40), word_lists.map(" ".join), word_lists.map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_date(text)
    if isinstance(found, DateReading):
        assert found.text == text
        assert found.earliest is None or found.latest is None or found.earliest <= found.latest
    else:
        assert found.reason.sentence
