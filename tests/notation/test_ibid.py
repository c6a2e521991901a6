"""What notes leave unsaid, note after note.

Notes are parted by `/`, references by `;`. Letters stand for sources: A and B are held, `?` is one that we do not hold;
`A|B` is ambiguous and `-` failed.
"""

from __future__ import annotations

import pytest

from notation.ibid import read_notes
from notation.outcomes import Ambiguous, Outcome, Reason, Resolved, Unresolved
from notation.references import ArchivalReference, Mention, PublicationReference, Reference
from tests.notation.saying import notes_of, notes_said, read_texts

_SOURCES = {
    "A": "ГАРФ. Ф. 1. Оп. 1. Д. 1",
    "B": "РГАЭ. Ф. 2. Оп. 2. Д. 2",
    "?": "РГВА. Ф. 9. Оп. 9. Д. 9",
    "P": "Орлов П.П. Книга. М., 1990. С. 5",
}
_LETTERS = {"GARF": "A", "RGAE": "B", "RGVA": "?"}


def _look_up(reference: ArchivalReference) -> Outcome[Reference]:
    return Unresolved(Reason.NOT_HELD) if reference.repository == "RGVA" else Resolved(reference)


def _letter(reference: Reference) -> str:
    return _LETTERS[reference.repository] if isinstance(reference, ArchivalReference) else "P"


def _outcome(mention: Mention) -> str:
    if isinstance(mention.outcome, Ambiguous):
        return "|".join(map(_letter, mention.outcome.candidates))
    return "-" if isinstance(mention.outcome, Unresolved) else _letter(mention.reference)


@pytest.mark.parametrize(
    ("notes", "outcomes"),
    [
        ("A / Там же", "A / A"),
        ("A / Ibid.", "A / A"),
        ("A / Там же / Там же", "A / A / A"),
        ("A ; B / Там же", "A ; B / A|B"),
        ("A ; A / Там же", "A ; A / A"),
        ("A ; B / Там же / Там же", "A ; B / A|B / A|B"),
        ("? / Там же", "- / -"),
        ("? / Там же / Там же", "- / - / -"),
        ("? ; A / Там же", "- ; A / A"),
        ("Там же", "-"),
        ("A / B / Там же", "A / B / B"),
        ("A / P / Там же", "A / P / P"),
        ("P / A / Там же", "P / A / A"),
        ("A ; P / Там же", "A ; P / A|P"),
        ("A ; P / Там же. Л. 5", "A ; P / A"),
        ("A ; P / Там же. С. 5", "A ; P / P"),
        ("P / Там же. Л. 5", "P / -"),
        ("A / Спасибо коллегам. / Там же", "A /  / -"),
        ("A ; Там же. Л. 5", "A ; A"),
        ("A / B ; Там же. Л. 5", "A / B ; B"),
        ("? ; Д. 7", "- ; -"),
    ],
)
def test_tables(notes: str, outcomes: str) -> None:
    texts = ["; ".join(_SOURCES.get(word, word) for word in note.split(" ; ")) for note in notes.split(" / ")]
    read = read_notes(notes_of(texts), _look_up)
    assert " / ".join(" ; ".join(map(_outcome, note.mentions)) for note in read) == outcomes


@pytest.mark.parametrize(
    ("notes", "read"),
    [
        # Keeping fond, opis and file, changing the rest.
        (["RGASPI, f. 17, op. 3, d. 5, l. 1", "Ibid., l. 7"], "RGASPI 17/3/5: 7"),
        (["RGASPI, f. 17, op. 3, d. 5, l. 1", "Ibid"], "RGASPI 17/3/5: 1"),
        (["RGASPI, f. 17, op. 3, d. 5, l. 1", "Ibid., d. 6, l. 7"], "RGASPI 17/3/6: 7"),
        (["RGASPI, f. 17, op. 3, d. 5, l. 1", "Ibid., op. 4, d. 6"], "RGASPI 17/4/6"),
        (["RGASPI, f. 17, op. 3, d. 5, l. 1", "Ibid., f. 82, op. 2, d. 1"], "RGASPI 82/2/1"),
        (["RGASPI, f. 17, op. 3, d. 5, l. 1", "Ibid., 7–8"], "RGASPI 17/3/5: 7-8"),
        (["RGASPI, f. 17, op. 3, d. 5, l. 1", "Ibid., f. 7"], "RGASPI 17/3/5: 7"),
        (["RGASPI, 17/3/5, 1", "Ibid., 17/3/6, 2"], "RGASPI 17/3/6: 2"),
        (["РГАСПИ. Ф. 17. Оп. 3. Д. 5. Л. 1", "Там же. Л. 3 об."], "RGASPI 17/3/5: 3v"),
        (
            ["РГАСПИ. Ф. 17. Оп. 3. Д. 5", "Там же. Оп. 5. Д. 4. Л. 3; Д. 6. Л. 4"],
            "RGASPI 17/5/4: 3 ; RGASPI 17/5/6: 4",
        ),
        (["ЦДАГО України. Ф. 1. Оп. 3. Спр. 5", "Там само. Арк. 7"], "TsDAHO Ukrainy 1/3/5: 7"),
        (["НАРБ. Ф. 1. Воп. 3. Спр. 5", "Тамсама. Арк. 7"], "NARB 1/3/5: 7"),
        (["BArch, R 207/2, Bl. 1", "Ebd., Bl. 7"], "BArch series R 207/piece 2: 7"),
        (["LYA, f. 1, ap. 3, b. 5, l. 2", "Ten pat, b. 6, l. 7"], "LYA 1/3/6: 7"),
        (["LVA, f. 1, apr. 3, l. 5, lp. 2", "Turpat, lp. 7"], "LVA 1/3/5: 7"),
        (["HIA, Orlov Papers, box 5, folder 2", "Ibid., folder 3"], "HIA collection Orlov Papers/box 5/folder 3"),
        (["HIA, Orlov Papers, box 5, folder 2", "Ibid., box 6"], "HIA collection Orlov Papers/box 6"),
        (["DRA, C101-00-02/0033, p. 5", "Ibid., D202-00-02/01"], "DRA shelfmark D202-00-02/01"),
        (["GARF, f. 1, op. 2, d. 3, l. 4; там же, оп. 5, д. 6"], "GARF 1/2/3: 4 ; GARF 1/5/6"),
        # Left out without a word that points back.
        (["ГАЭО. Ф. 6. Оп. 6. Д. 118. Л. 15", "ГАЭО. Д. 131. Л. 2"], "GAEO 6/6/131: 2"),
        (["ГАРФ. Ф. 8. Оп. 5. Д. 1", "РГАЭ. Ф. 2. Оп. 1. Д. 3", "Ф. 8. Оп. 5. Д. 2"], "GARF 8/5/2"),
        (["ГАРФ. Ф. 8. Оп. 5. Д. 1", "Л. 5"], "GARF 8/5/1: 5"),
        (
            ["Example Library, P. A. Orlov’s collection, box 3", "Smith, Book, 5", "Orlov’s collection, box 4"],
            "Example Library collection Orlov’s collection/box 4",
        ),
        (["f. 17, op. 3, d. 5; d. 6"], "- 17/3/5 ; - 17/3/6"),
        (["PAAA, R 83397, Bl. 25", "Ebd., R 83398, Bl. 3"], "PAAA shelfmark R 83398: 3"),
        (["TNA, FO 371/118, p. 2", "FO 371/119, p. 3"], "TNA series FO 371/piece 119: 3"),
        (["FO 371/119, p. 3"], "-"),
        # Levels alone continue what was cited by them before; of two such sources neither is chosen.
        (["Orlov Archive, vol. 6, ch. 8", "vol. 7, ch. 9, part 2"], "Orlov Archive volume 7/chapter 9/part 2"),
        (["Orlov Archive, vol. 6, ch. 8", "All is known. vol. 7, ch. 9."], "Orlov Archive volume 7/chapter 9"),
        (["Smith, Long Title, vol. 1, ch. 3", "vol. 2, ch. 5"], "Smith. Long Title 2: ch. 5"),
        (
            ["Orlov Archive, vol. 6, ch. 8; Smith, Long Title, vol. 1, ch. 3", "vol. 2, ch. 5"],
            "Orlov Archive volume 2/chapter 5 | Smith. Long Title 2: ch. 5",
        ),
        (["Smith, Long Title, vol. 1, p. 3", "vol. 2, ch. 5"], "-"),
        # Printed works.
        (["John Smith, Long Title (Paris, 1999), 55", "Ibid., 60"], "John Smith. Long Title (1999): 60"),
        (["John Smith, Long Title (Paris, 1999), 55", "Ibid."], "John Smith. Long Title (1999): 55"),
        (["John Smith, Long Title (Paris, 1999), 55", "Idem, p. 7"], "John Smith. Long Title (1999): 7"),
        (
            ["John Smith, Long Title (Paris, 1999), 55", "A. Jones, Short, 3", "Smith, op. cit., p. 9"],
            "Smith. Long Title (1999): 9",
        ),
        (
            ["John Smith, Long Title (Paris, 1999), 55", "A. Jones, Short, 3", "Smith, ibid., p. 9"],
            "Smith. Long Title (1999): 9",
        ),
        (["Smith, Long Title, 5", "Smith, Long Title, op. cit., p. 9"], "Smith. Long Title: 9"),
        (["Орлов П.П. Книга. М., 1990. С. 5", "Орлов П.П. Указ. соч. С. 9"], "Орлов П.П.. Книга (1990): 9"),
        (["Орлов П.П. Книга. М., 1990. С. 5", "Он же. Другая. М., 1991. С. 6"], "Орлов П.П.. Другая (1991): 6"),
        (["Byloe, No. 8, 1910, p. 3", "Ibid., Nos. 9–10, 1911, pp. 4–5"], "Byloe Nos. 9–10 (1911): 4–5"),
        (["Testimony of A., in Orlov, ed., Book, 5", "Testimony of B., in ibid., 6"], "Orlov. Book: 6"),
        (["RGAE 1/2/3, 4, in Orlov, ed., Book, 5", "Ibid."], "RGAE 1/2/3: 4 ; Orlov. Book: 5"),
        (["RGAE 1/2/3, 4, in Orlov, ed., Book, 5", "RGAE 1/2/4, 5, in ibid., 7"], "RGAE 1/2/4: 5 ; Orlov. Book: 7"),
        (["Голоса села. Книга памяти", "Другое. М., 1990", "Голоса села"], "Голоса села"),
        # Nothing to point to.
        (["Smith, op. cit., p. 9"], "-"),
        (["Orlov, ibid."], "-"),
        (["Interview with a worker, 1990", "Ibid."], "-"),
    ],
)
def test_the_last_note_is_completed(notes: list[str], read: str) -> None:
    assert notes_said(*notes)[-1] == read


def test_what_was_inherited_is_named() -> None:
    mention = read_texts("RGASPI, f. 17, op. 3, d. 5, l. 1", "Ibid., d. 6, l. 7")[1].mentions[0]
    assert mention.how == "ibid"
    assert mention.inherited == {"repository", "fond", "opis"}


def test_a_list_inside_a_note_is_inherited_not_ibid() -> None:
    first, second = read_texts("RGASPI, f. 17, op. 3, d. 5; d. 6")[0].mentions
    assert (first.how, second.how) == ("explicit", "inherited")


@pytest.mark.parametrize(
    ("notes", "reason"),
    [
        (["Ibid."], Reason.NOTHING_BEFORE),
        (["Thanks to all.", "Ibid."], Reason.BROKEN_CHAIN),
        (["Smith, Book, 5", "Ibid., l. 5"], Reason.OTHER_KIND),
        (["Smith, op. cit., p. 9"], Reason.NO_EARLIER_WORK),
        (["f. 17, op. 3, d. 5"], Reason.INCOMPLETE),
    ],
)
def test_a_failure_says_why(notes: list[str], reason: Reason) -> None:
    outcome = read_texts(*notes)[-1].mentions[-1].outcome
    assert outcome == Unresolved(reason)
    assert reason.sentence.endswith(".")


def test_every_reason_has_a_sentence() -> None:
    assert all(reason.sentence for reason in Reason)


def test_what_stands_after_ibid_is_called_by_what_is_repeated() -> None:
    sheet = read_texts(_SOURCES["A"], "Там же. Л. 14")[1]
    page = read_texts(_SOURCES["P"], "Там же. С. 14")[1]
    bare = read_texts("Smith, The Exile (London: Verso, 1990), 12", "Ibid., 14")[1]
    assert [[part.kind for part in note.mentions[0].parts] for note in (sheet, page, bare)] == [
        ["ibid", "leaves"],
        ["ibid", "pages"],
        ["ibid", "pages"],
    ]


@pytest.mark.parametrize(
    ("later", "title"),
    [
        ("Novak, Winter Isolators, 14.", "The Winter Isolators of the Urals"),
        ("Novak, The Winter Isolators, 14.", "The Winter Isolators of the Urals"),
        ("Novak, The Winter, 14.", "The Winter Isolators of the Urals"),
        ("Novak, Bread, 14.", "Bread and Salt"),
        # A word from within a title, another author.
        ("Novak, Isolators, 14.", "Isolators"),
        ("Petrov, Winter Isolators, 14.", "Winter Isolators"),
        ("Novak, Salt, 14.", "Salt"),
        ("Novak, Letters, 14.", "Letters to the North | Letters to the South"),
    ],
)
def test_a_short_title_means_the_work_named_in_full_before(later: str, title: str) -> None:
    full = [
        "K. Novak, The Winter Isolators of the Urals (Riga: Logos, 1999), 12.",
        "K. Novak, Bread and Salt (Riga: Logos, 2001), 3.",
        "K. Novak, Letters to the North (Riga: Logos, 2002), 3.",
        "K. Novak, Letters to the South (Riga: Logos, 2003), 3.",
    ]
    (mention,) = read_texts(*full, later)[-1].mentions
    match mention.outcome:
        case Resolved(meant):
            works: tuple[Reference, ...] = (meant,)
        case Ambiguous(several):
            works = several
        case Unresolved():
            works = ()
    assert " | ".join(work.title for work in works) == title
    assert {work.pages for work in works if isinstance(work, PublicationReference)} == {"14"}
