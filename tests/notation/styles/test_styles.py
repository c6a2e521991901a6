"""Every style on the same references: a reference, then a line for each style and language with what it prints.

`full`, then `short` after `||`, then the bibliography after another `||`, where they differ.
"""

import doctest
from dataclasses import replace

import pytest

import notation.styles
from notation.leaves import read_leaves
from notation.references import NO_LEAVES, ArchivalReference, Level, PublicationReference, Reference
from notation.styles import (
    bibliography,
    romanised,
    runs,
    style,
    styles,
    to_html,
    to_markdown,
    write,
    write_again,
    write_notes,
)


def soviet(repository: str, shelfmark: str, leaves: str = "", title: str = "") -> ArchivalReference:
    numbers = shelfmark.split("/")
    path = tuple(Level(name, number) for name, number in zip(("fond", "opis", "delo"), numbers, strict=False))
    return ArchivalReference(repository, path=path, leaves=read_leaves(leaves) if leaves else NO_LEAVES, title=title)


def other(repository: str, leaves: str, **levels: str) -> ArchivalReference:
    path = tuple(Level(name.replace("_", " "), number) for name, number in levels.items())
    return ArchivalReference(repository, path=path, leaves=read_leaves(leaves) if leaves else NO_LEAVES)


REFERENCES: dict[str, Reference] = {
    "versos": soviet("RGASPI", "17/171/87", "41–44 об., 46"),
    "letters": soviet("GARF", "Р-5446/1/87а", "83 об."),
    "former": soviet("RTsKhIDNI", "558/11/492", "6"),
    "letter": soviet("RGASPI", "325/1/481", "12", "Письмо Х. Г. Раковского Л. Д. Троцкому"),
    "ukrainian": soviet("TsDAHOU", "1/20/2321", "4–5"),
    "papka": other("AVPRF", "7", fond="06", opis="12", papka="3", delo="23"),
    "american": other("NARA", "3–4", record_group="59", entry="5", box="3", folder="2"),
    "british": other("TNA", "12", series="FO 371", piece="56780"),
    "file alone": soviet("RGANI", "89/3/11"),
    "unknown archive": soviet("GAXX", "1/2/3", "4"),
    "book": PublicationReference(
        "My Life: An Attempt", ("Leon Trotsky",), year="1930", place="New York", publisher="Scribner", pages="120"
    ),
    "russian book": PublicationReference(
        "Моя жизнь", ("Троцкий Л. Д.",), year="1991", place="М.", publisher="Панорама", pages="12–15"
    ),
    "article": PublicationReference(
        "The Turn", ("N. Markin",), container="Biulleten' oppozitsii", issue="No. 9", year="1930", pages="12–15"
    ),
    "chapter": PublicationReference(
        "Глава",
        ("И. И. Иванов", "Пётр Петров"),
        ("А. Б. Сидоров",),
        "Сборник статей",
        "2022",
        place="СПб.",
        publisher="Наука",
        pages="5",
    ),
    "volume": PublicationReference(
        "Collected Works",
        ("Leon Trotsky",),
        ("John Smith",),
        year="1930",
        volume="2",
        place="London",
        publisher="Verso",
        pages="12–15",
    ),
    "three": PublicationReference(
        "The Long Road",
        ("John Smith", "Anna Brown", "Peter Green"),
        year="1930",
        place="London",
        publisher="Verso",
        pages="12",
    ),
    "seven": PublicationReference(
        "The Long Road",
        ("A. Brown", "A. Carter", "A. Dodd", "A. Ellis", "A. Frost", "A. Green", "A. Hill"),
        year="1930",
        place="London",
        publisher="Verso",
        pages="12",
    ),
    "newspaper": PublicationReference(
        "A Speech", ("John Smith",), container="Pravda", issue="7 March", year="1934", pages="1"
    ),
    "russian newspaper": PublicationReference(
        "О задачах", ("Бухарин Н. И.",), container="Правда", issue="7 марта", year="1934", pages="3"
    ),
    "thesis": PublicationReference(
        "The Long Turn", ("John Smith",), publisher="Harvard University", year="1985", pages="12", kind="thesis"
    ),
    "web": PublicationReference(
        "A Page",
        ("John Smith",),
        container="The Site",
        year="2019",
        url="https://example.org/a",
        accessed="2026-11-23",
        kind="web",
    ),
    "edited": PublicationReference(
        "Documents", editors=("John Smith", "Anna Brown"), place="London", publisher="Verso", year="2022", pages="120"
    ),
}

PRINTED = """
# versos
chicago en   | RGASPI, f. 17, op. 171, d. 87, ll. 41–44ob., 46.
chicago ru   | РГАСПИ, ф. 17, оп. 171, д. 87, л. 41–44 об., 46.
gost ru      | РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 41–44 об., 46.
gost en      | RGASPI. F. 17. Op. 171. D. 87. Ll. 41–44ob., 46.
german de    | RGASPI, f. 17, op. 171, d. 87, Bl. 41–44 Rs, 46.
french fr    | RGASPI, fonds 17, inv. 171, d. 87, ff. 41–44v, 46.
short en     | RGASPI 17/171/87, ll. 41–44ob., 46
short ru     | РГАСПИ 17/171/87, л. 41–44 об., 46
wikipedia en | {{cite archive |fonds=17 |series=op. 171 |file=d. 87 |pages=41–44ob., 46 |institution=RGASPI |location=Moscow}}
# letters
chicago en   | GARF, f. R-5446, op. 1, d. 87a, l. 83ob.
gost ru      | ГАРФ. Ф. Р-5446. Оп. 1. Д. 87а. Л. 83 об.
short ru     | ГАРФ Р-5446/1/87а, л. 83 об.
# former
chicago en   | RTsKhIDNI, f. 558, op. 11, d. 492, l. 6.
gost ru      | РЦХИДНИ. Ф. 558. Оп. 11. Д. 492. Л. 6.
# letter
chicago en   | Письмо Х. Г. Раковского Л. Д. Троцкому, RGASPI, f. 325, op. 1, d. 481, l. 12.
gost ru      | Письмо Х. Г. Раковского Л. Д. Троцкому // РГАСПИ. Ф. 325. Оп. 1. Д. 481. Л. 12.
short ru     | РГАСПИ 325/1/481, л. 12
# ukrainian
chicago en   | TsDAHOU, f. 1, op. 20, spr. 2321, ark. 4–5.
chicago uk   | ЦДАГО України, ф. 1, оп. 20, спр. 2321, арк. 4–5.
gost ru      | ЦГАОО Украины. Ф. 1. Оп. 20. Д. 2321. Л. 4–5.
# papka
chicago en   | AVPRF, f. 06, op. 12, p. 3, d. 23, l. 7.
gost ru      | АВПРФ. Ф. 06. Оп. 12. П. 3. Д. 23. Л. 7.
short en     | AVPRF, f. 06, op. 12, p. 3, d. 23, l. 7
# american
chicago en   | NARA, RG 59, entry 5, box 3, folder 2, pp. 3–4.
gost ru      | НАРА. RG 59. Entry 5. Box 3. Folder 2. С. 3–4.
# british
chicago en   | TNA, FO 371/56780, fol. 12.
gost ru      | TNA. FO 371/56780. Л. 12.
wikipedia en | {{cite archive |series=FO 371/56780 |page=12 |institution=TNA |location=Kew}}
# file alone
chicago en   | RGANI, f. 89, op. 3, d. 11.
gost ru      | РГАНИ. Ф. 89. Оп. 3. Д. 11.
# unknown archive
chicago en   | GAXX, f. 1, op. 2, d. 3, l. 4.
gost ru      | GAXX. Ф. 1. Оп. 2. Д. 3. Л. 4.
# book
chicago en   | Leon Trotsky, My Life: An Attempt (New York: Scribner, 1930), 120. || Trotsky, My Life, 120. || Trotsky, Leon. My Life: An Attempt. New York: Scribner, 1930.
gost ru      | Trotsky L. My Life: An Attempt. New York : Scribner, 1930. P. 120. || Trotsky L. My Life. P. 120.
mla en       | Leon Trotsky, My Life: An Attempt, Scribner, 1930, p. 120. || Trotsky, My Life, p. 120. || Trotsky, Leon. My Life: An Attempt. Scribner, 1930, p. 120.
apa en       | Trotsky, L. (1930). My Life: An Attempt (p. 120). Scribner. || Trotsky, 1930, p. 120.
german de    | Trotsky, Leon: My Life. An Attempt, New York 1930, S. 120. || Trotsky: My Life, S. 120.
french fr    | Leon Trotsky, My Life: An Attempt, New York, Scribner, 1930, p. 120. || Trotsky, My Life, op. cit., p. 120.
short en     | Trotsky, My Life (1930), 120
wikipedia en | {{cite book |last=Trotsky |first=Leon |title=My Life: An Attempt |location=New York |publisher=Scribner |year=1930 |page=120}}
# russian book
chicago en   | Л. Д. Троцкий, Моя жизнь (М.: Панорама, 1991), 12–15. || Троцкий, Моя жизнь, 12–15.
gost ru      | Троцкий Л. Д. Моя жизнь. М. : Панорама, 1991. С. 12–15. || Троцкий Л. Д. Моя жизнь. С. 12–15.
# article
chicago en   | N. Markin, “The Turn,” Biulleten' oppozitsii, no. 9 (1930): 12–15. || Markin, “The Turn,” 12–15. || Markin, N. “The Turn.” Biulleten' oppozitsii, no. 9 (1930): 12–15.
gost ru      | Markin N. The Turn // Biulleten' oppozitsii. 1930. No. 9. P. 12–15. || Markin N. The Turn. P. 12–15.
mla en       | N. Markin, “The Turn,” Biulleten' oppozitsii, no. 9, 1930, pp. 12–15. || Markin, “The Turn,” pp. 12–15.
apa en       | Markin, N. (1930). The Turn. Biulleten' oppozitsii, (9), 12–15. || Markin, 1930, pp. 12–15.
german de    | Markin, N.: The Turn, in: Biulleten' oppozitsii (1930), H. 9, S. 12–15. || Markin: The Turn, S. 12–15.
french fr    | N. Markin, « The Turn », Biulleten' oppozitsii, n° 9, 1930, p. 12–15. || Markin, « The Turn », art. cit., p. 12–15.
wikipedia en | {{cite journal |last=Markin |first=N. |title=The Turn |journal=Biulleten' oppozitsii |issue=9 |year=1930 |pages=12–15}}
# chapter
chicago en   | И. И. Иванов and Пётр Петров, “Глава,” in Сборник статей, ed. А. Б. Сидоров (СПб.: Наука, 2022), 5. || Иванов and Петров, “Глава,” 5.
gost ru      | Иванов И. И., Петров П. Глава // Сборник статей / ред. А. Б. Сидоров. СПб. : Наука, 2022. С. 5. || Иванов И. И., Петров П. Глава. С. 5.
apa en       | Иванов, И. И., & Петров, П. (2022). Глава. In А. Б. Сидоров (Ed.), Сборник статей (p. 5). Наука. || Иванов & Петров, 2022, p. 5.
# edited
chicago en   | John Smith and Anna Brown, eds., Documents (London: Verso, 2022), 120. || Smith and Brown, Documents, 120. || Smith, John, and Anna Brown, eds. Documents. London: Verso, 2022.
gost ru      | Documents / ed. by J. Smith, A. Brown. London : Verso, 2022. P. 120. || Documents. P. 120.
mla en       | John Smith and Anna Brown, editors, Documents, Verso, 2022, p. 120. || Smith and Brown, Documents, p. 120. || Smith, John, and Anna Brown, editors. Documents. Verso, 2022, p. 120.
apa en       | Smith, J., & Brown, A. (Eds.). (2022). Documents (p. 120). Verso. || Smith & Brown, 2022, p. 120.
german de    | Smith, John und Brown, Anna (Hg.): Documents, London 2022, S. 120. || Smith und Brown: Documents, S. 120.
french fr    | John Smith et Anna Brown (dir.), Documents, London, Verso, 2022, p. 120. || Smith et Brown, Documents, op. cit., p. 120.
# volume
chicago en   | Leon Trotsky, Collected Works, ed. John Smith, vol. 2 (London: Verso, 1930), 12–15. || Trotsky, Collected Works, vol. 2, 12–15. || Trotsky, Leon. Collected Works. Edited by John Smith. Vol. 2. London: Verso, 1930.
gost ru      | Trotsky L. Collected Works / ed. by J. Smith. London : Verso, 1930. Vol. 2. P. 12–15. || Trotsky L. Collected Works. Vol. 2. P. 12–15.
mla en       | Leon Trotsky, Collected Works, edited by John Smith, vol. 2, Verso, 1930, pp. 12–15. || Trotsky, Collected Works, vol. 2, pp. 12–15. || Trotsky, Leon. Collected Works. Edited by John Smith, vol. 2, Verso, 1930, pp. 12–15.
apa en       | Trotsky, L. (1930). Collected Works (J. Smith, Ed.; Vol. 2, pp. 12–15). Verso. || Trotsky, 1930, pp. 12–15.
german de    | Trotsky, Leon: Collected Works, hg. von John Smith, Bd. 2, London 1930, S. 12–15. || Trotsky: Collected Works, Bd. 2, S. 12–15.
french fr    | Leon Trotsky, Collected Works, John Smith (dir.), vol. 2, London, Verso, 1930, p. 12–15. || Trotsky, Collected Works, op. cit., vol. 2, p. 12–15.
wikipedia en | {{cite book |last=Trotsky |first=Leon |editor-last=Smith |editor-first=John |title=Collected Works |volume=2 |location=London |publisher=Verso |year=1930 |pages=12–15}}
short en     | Trotsky, Collected Works, vol. 2 (1930), 12–15
# three
chicago en   | John Smith et al., The Long Road (London: Verso, 1930), 12. || Smith et al., The Long Road, 12. || Smith, John, Anna Brown, and Peter Green. The Long Road. London: Verso, 1930.
gost ru      | Smith J., Brown A., Green P. The Long Road. London : Verso, 1930. P. 12. || Smith J., Brown A., Green P. The Long Road. P. 12.
mla en       | John Smith et al., The Long Road, Verso, 1930, p. 12. || Smith et al., The Long Road, p. 12. || Smith, John, et al. The Long Road. Verso, 1930, p. 12.
apa en       | Smith, J., Brown, A., & Green, P. (1930). The Long Road (p. 12). Verso. || Smith et al., 1930, p. 12.
# seven
chicago en   | A. Brown et al., The Long Road (London: Verso, 1930), 12. || Brown et al., The Long Road, 12. || Brown, A., A. Carter, A. Dodd, et al. The Long Road. London: Verso, 1930.
gost ru      | The Long Road / A. Brown [et al.]. London : Verso, 1930. P. 12. || The Long Road. P. 12.
# newspaper
chicago en   | John Smith, “A Speech,” Pravda, 7 March 1934, 1. || Smith, “A Speech,” 1. || Smith, John. “A Speech.” Pravda, 7 March 1934, 1.
gost ru      | Smith J. A Speech // Pravda. 1934. 7 March. P. 1. || Smith J. A Speech. P. 1.
apa en       | Smith, J. (1934, 7 March). A Speech. Pravda, 1. || Smith, 1934, p. 1.
german de    | Smith, John: A Speech, in: Pravda, 7 March 1934, S. 1. || Smith: A Speech, S. 1.
french fr    | John Smith, « A Speech », Pravda, 7 March 1934, p. 1. || Smith, « A Speech », art. cit., p. 1.
wikipedia en | {{cite news |last=Smith |first=John |title=A Speech |newspaper=Pravda |date=7 March 1934 |page=1}}
# russian newspaper
chicago en   | Н. И. Бухарин, “О задачах,” Правда, 7 марта 1934, 3. || Бухарин, “О задачах,” 3. || Бухарин, Н. И. “О задачах.” Правда, 7 марта 1934, 3.
gost ru      | Бухарин Н. И. О задачах // Правда. 1934. 7 марта. С. 3. || Бухарин Н. И. О задачах. С. 3.
# thesis
chicago en   | John Smith, “The Long Turn” (diss., Harvard University, 1985), 12. || Smith, “The Long Turn,” 12. || Smith, John. “The Long Turn.” Diss., Harvard University, 1985.
gost ru      | Smith J. The Long Turn : diss. Harvard University, 1985. P. 12. || Smith J. The Long Turn. P. 12.
mla en       | John Smith, The Long Turn, Harvard University, 1985, dissertation, p. 12. || Smith, The Long Turn, p. 12. || Smith, John. The Long Turn. Harvard University, 1985, dissertation, p. 12.
apa en       | Smith, J. (1985). The Long Turn (p. 12) [Dissertation, Harvard University]. || Smith, 1985, p. 12.
german de    | Smith, John: The Long Turn, Diss. Harvard University 1985, S. 12. || Smith: The Long Turn, S. 12.
french fr    | John Smith, The Long Turn, thèse, Harvard University, 1985, p. 12. || Smith, The Long Turn, op. cit., p. 12.
wikipedia en | {{cite thesis |last=Smith |first=John |title=The Long Turn |publisher=Harvard University |year=1985 |page=12}}
short en     | Smith, “The Long Turn” (1985), 12
# web
chicago en   | John Smith, “A Page,” The Site, 2019, accessed November 23, 2026, https://example.org/a. || Smith, “A Page.” || Smith, John. “A Page.” The Site, 2019. Accessed November 23, 2026. https://example.org/a.
gost ru      | Smith J. A Page // The Site. 2019. URL: https://example.org/a (accessed: 23.11.2026). || Smith J. A Page.
mla en       | John Smith, “A Page,” The Site, 2019, https://example.org/a, accessed 23 Nov. 2026. || Smith, “A Page.” || Smith, John. “A Page.” The Site, 2019, https://example.org/a. Accessed 23 Nov. 2026.
apa en       | Smith, J. (2019). A Page. The Site. Retrieved November 23, 2026, from https://example.org/a. || Smith, 2019.
german de    | Smith, John: A Page, in: The Site, 2019, https://example.org/a (abgerufen am 23.11.2026). || Smith: A Page.
french fr    | John Smith, « A Page », The Site, 2019, https://example.org/a (consulté le 23 novembre 2026). || Smith, « A Page », op. cit.
wikipedia en | {{cite web |last=Smith |first=John |title=A Page |website=The Site |year=2019 |url=https://example.org/a |access-date=2026-11-23}}
short en     | Smith, “A Page” (2019), https://example.org/a
"""  # noqa: E501  a table of printed notes is read by its rows


def printed() -> list[tuple[str, str, str, list[str]]]:
    rows, name = [], ""
    for line in PRINTED.strip().splitlines():
        if line.startswith("# "):
            name = line[2:]
            continue
        how, _, texts = line.partition("| ")
        style_name, language = how.split()
        rows.append((name, style_name, language, [text.strip() for text in texts.split("||")]))
    return rows


@pytest.mark.parametrize(("name", "style_name", "language", "expected"), printed())
def test_a_reference_is_printed_in_a_style(name: str, style_name: str, language: str, expected: list[str]) -> None:
    forms = [write(REFERENCES[name], style_name, form, language) for form in ("full", "short", "entry")]
    assert forms[: len(expected)] == expected


def test_a_style_has_a_language_of_its_own() -> None:
    assert write(REFERENCES["file alone"], "gost") == "РГАНИ. Ф. 89. Оп. 3. Д. 11."
    assert write(REFERENCES["file alone"], "chicago") == "RGANI, f. 89, op. 3, d. 11."


@pytest.mark.parametrize(
    ("style_name", "expected"),
    [
        ("chicago", "f. 17, op. 171, d. 87, l. 83."),
        ("gost", "Ф. 17. Оп. 171. Д. 87. Л. 83."),
        ("short", "17/171/87, l. 83"),
        ("wikipedia", "{{cite archive |fonds=17 |series=op. 171 |file=d. 87 |page=83}}"),
    ],
)
def test_an_archive_that_is_not_named_leaves_no_gap(style_name: str, expected: str) -> None:
    assert write(soviet("", "17/171/87", "83"), style_name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("russian book", "L. D. Trotskii, Moia zhizn' (Moscow: Panorama, 1991), 12–15."),
        (
            "chapter",
            "I. I. Ivanov and Petr Petrov, “Glava,” in Sbornik statei, ed. A. B. Sidorov "
            "(Saint Petersburg: Nauka, 2022), 5.",
        ),
        ("letter", "Pis'mo Kh. G. Rakovskogo L. D. Trotskomu, RGASPI, f. 325, op. 1, d. 481, l. 12."),
        ("book", "Leon Trotsky, My Life: An Attempt (New York: Scribner, 1930), 120."),
    ],
)
def test_a_reference_is_printed_in_latin_letters_throughout(name: str, expected: str) -> None:
    assert write(romanised(REFERENCES[name]), "chicago") == expected


def test_two_cities_of_an_imprint_are_both_named() -> None:
    for place in ("М.; Л.", "М.-Л.", "М. – Л."):
        assert write(romanised(PublicationReference("Т", place=place, year="1927")), "chicago") == (
            "T (Moscow and Leningrad, 1927)."
        )


def test_the_example_of_the_recipe_holds() -> None:
    assert doctest.testmod(notation.styles) == (0, 1)


def test_what_the_source_wrote_is_kept_where_its_script_fits() -> None:
    reference = ArchivalReference("GA RF", "ГА РФ", (Level("fond", "1"),))
    assert write(reference, "gost") == "ГА РФ. Ф. 1."
    assert write(reference, "chicago") == "GA RF, f. 1."


NOTES = [
    # references, style, the notes printed
    (
        "17/171/87 l. 83 ; 17/171/87 l. 144 ; 17/171/87 l. 144 ; 17/171/109 l. 41 ; 17/2/1 l. 5 ; 558/1/1 l. 1",
        "chicago",
        "RGASPI, f. 17, op. 171, d. 87, l. 83. / Ibid., l. 144. / Ibid. / Ibid., d. 109, l. 41. / "
        "Ibid., op. 2, d. 1, l. 5. / RGASPI, f. 558, op. 1, d. 1, l. 1.",
    ),
    (
        "17/171/87 l. 83 ; 17/171/87 l. 144 об. ; 17/171/87 l. 144 об. ; 17/171/109 l. 41 ; 558/1/1 l. 1",
        "gost",
        "РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83. / Там же. Л. 144 об. / Там же. / Там же. Д. 109. Л. 41. / "
        "РГАСПИ. Ф. 558. Оп. 1. Д. 1. Л. 1.",
    ),
    ("17/171/87 l. 83 ; 17/171/87 l. 84", "german", "RGASPI, f. 17, op. 171, d. 87, Bl. 83. / Ebd., Bl. 84."),
    # a file as a whole after one of its sheets: `Ibid.` would mean the sheet
    (
        "17/171/87 l. 83 ; 17/171/87",
        "chicago",
        "RGASPI, f. 17, op. 171, d. 87, l. 83. / RGASPI, f. 17, op. 171, d. 87.",
    ),
]


def reference_of(text: str) -> ArchivalReference:
    shelfmark, _, leaves = text.strip().partition(" l. ")
    return soviet("RGASPI", shelfmark, leaves)


@pytest.mark.parametrize(("references", "style_name", "expected"), NOTES)
def test_a_note_repeats_the_one_before_in_few_words(references: str, style_name: str, expected: str) -> None:
    notes = [reference_of(text) for text in references.split(";")]
    assert " / ".join(write_notes(notes, style_name)) == expected


BOOK, SAME_BOOK, ARTICLE = (
    REFERENCES["book"],
    PublicationReference(
        "My Life: An Attempt", ("Leon Trotsky",), year="1930", place="New York", publisher="Scribner", pages="122"
    ),
    REFERENCES["article"],
)


def test_a_book_is_repeated_by_ibid_and_later_by_a_short_title() -> None:
    assert write_notes([BOOK, SAME_BOOK, ARTICLE, SAME_BOOK], "chicago")[1:] == (
        "Ibid., 122.",
        "N. Markin, “The Turn,” Biulleten' oppozitsii, no. 9 (1930): 12–15.",
        "Trotsky, My Life, 122.",
    )


def test_apa_repeats_a_book_by_author_and_year() -> None:
    assert write_notes([BOOK, SAME_BOOK], "apa")[1] == "Trotsky, 1930, p. 122."


def test_ibid_follows_no_note_of_two_sources_and_none_without() -> None:
    one, other_one = reference_of("17/171/87 l. 83"), reference_of("558/1/1 l. 1")
    full = "RGASPI, f. 558, op. 1, d. 1, l. 1."
    assert write_notes([[one, other_one], other_one], "chicago")[1] == full
    assert write_notes([other_one, [], other_one], "chicago")[1:] == ("", full)


def test_inside_a_note_the_second_source_may_repeat_the_first() -> None:
    one, other_sheet = reference_of("17/171/87 l. 83"), reference_of("17/171/87 l. 84")
    assert write_notes([[one, other_sheet]], "chicago") == ("RGASPI, f. 17, op. 171, d. 87, l. 83; Ibid., l. 84.",)


def test_a_document_of_another_title_is_never_ibid() -> None:
    letter = soviet("RGASPI", "325/1/481", "12", "Letter")
    assert write_again(reference_of("325/1/481 l. 13"), letter, "chicago").startswith("RGASPI, f. 325")


def test_a_bibliography_has_each_source_once_archives_first_and_numbers_in_order() -> None:
    references = [
        BOOK,
        SAME_BOOK,
        *map(reference_of, ("17/171/109 l. 1", "17/171/87 l. 83", "17/171/87 l. 84")),
        ARTICLE,
    ]
    assert bibliography(references, "chicago") == (
        "RGASPI, f. 17, op. 171, d. 87.",
        "RGASPI, f. 17, op. 171, d. 109.",
        "Markin, N. “The Turn.” Biulleten' oppozitsii, no. 9 (1930): 12–15.",
        "Trotsky, Leon. My Life: An Attempt. New York: Scribner, 1930.",
    )


def test_a_thesis_and_a_volume_stand_once_in_a_bibliography_whatever_pages_are_cited() -> None:
    works = [work for name in ("thesis", "volume") if isinstance(work := REFERENCES[name], PublicationReference)]
    cited = [replace(work, pages=pages) for work in works for pages in ("5", "9")]
    assert bibliography(cited, "chicago") == (
        "Smith, John. “The Long Turn.” Diss., Harvard University, 1985.",
        "Trotsky, Leon. Collected Works. Edited by John Smith. Vol. 2. London: Verso, 1930.",
    )


@pytest.mark.parametrize(
    ("style_name", "expected"),
    [
        ("chicago", "Trotsky, Collected Works, vol. 2, 20."),
        ("mla", "Trotsky, Collected Works, vol. 2, p. 20."),
        ("gost", "Trotsky L. Collected Works. Vol. 2. P. 20."),
        ("german", "Trotsky: Collected Works, Bd. 2, S. 20."),
        ("french", "Trotsky, Collected Works, op. cit., vol. 2, p. 20."),
    ],
)
def test_a_later_note_names_the_volume_of_several(style_name: str, expected: str) -> None:
    volume = REFERENCES["volume"]
    assert isinstance(volume, PublicationReference)
    assert write_notes([volume, ARTICLE, replace(volume, pages="20")], style_name)[2] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Why?", "N. Markin, “Why?” Byloe, no. 9 (1930): 12."),
        ("The Turn", "N. Markin, “The Turn,” Byloe, no. 9 (1930): 12."),
    ],
)
def test_a_question_mark_takes_no_comma_beside_it(title: str, expected: str) -> None:
    work = PublicationReference(title, ("N. Markin",), container="Byloe", issue="9", year="1930", pages="12")
    assert write(work, "chicago") == expected


def test_runs_become_html_and_markdown_in_one_place() -> None:
    work = PublicationReference("War & <Peace>", ("L. T.",), year="1930", pages="1")
    assert to_html(runs(work, "chicago")) == "L. T., <i>War &amp; &lt;Peace&gt;</i> (1930), 1."
    assert to_markdown(runs(work, "chicago")) == r"L. T., *War & \<Peace\>* (1930), 1."


def test_a_value_cannot_end_a_wikipedia_template() -> None:
    assert write(PublicationReference("A | B }}"), "wikipedia") == "{{cite book |title=A {{!}} B &#125;&#125;}}"


def test_an_unknown_style_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        write(BOOK, "vancouver")


@pytest.mark.parametrize("name", [how.name for how in styles()])
def test_an_empty_reference_is_no_error(name: str) -> None:
    assert write(ArchivalReference(""), name) in ("", "{{cite archive}}")
    assert "None" not in write(PublicationReference(), name)
    assert style(name).title


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("chicago", "Slavic Review 44, no. 2 (1985): 207."),
        ("mla", "Slavic Review, vol. 44, no. 2, 1985, p. 207."),
        ("apa", "Slavic Review, 44(2), 207 (1985)."),
        ("german", "Slavic Review 44 (1985), H. 2, S. 207."),
        ("french", "Slavic Review, vol. 44, n° 2, 1985, p. 207."),
    ],
)
def test_an_issue_without_an_article_has_the_journal_for_its_title(style: str, written: str) -> None:
    issue = PublicationReference("", container="Slavic Review", volume="44", issue="2", year="1985", pages="207")
    assert write(issue, style) == written
