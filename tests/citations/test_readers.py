"""Files of office programs, web pages, PDF and TEI: the numbers that a reader sees, the words, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from citations.imports.files import read_file
from citations.imports.readers.docx import read_docx
from citations.imports.readers.found import FileNotes, Refused
from citations.imports.readers.html import read_html
from citations.imports.readers.kinds import Kind, kind_of
from citations.imports.readers.limited import read_limited
from citations.imports.readers.numerals import displayed
from citations.imports.readers.pdf import joined, read_pdf
from citations.imports.readers.tei import read_tei
from core import limited
from core.text_files import Unreadable
from tests.citations.word_files import mark, notes, paragraph, text, word_file
from tests.office import NO_SOFFICE, SOFFICE, converted, flat_document, references

GOLDEN = Path(__file__).parents[1] / "golden"


def numbered(found: FileNotes) -> list[tuple[str, str]]:
    return [(note.number, note.text) for note in found.notes]


# -- Word -------------------------------------------------------------------------------------------------------------


def test_word_counts_restarts_marks_of_ones_own_endnotes_and_what_was_deleted() -> None:
    """Inner numbers 20 to 25; the second section begins anew, a `*` is not counted, a deleted mark is gone."""
    new_section = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
    content = word_file(
        paragraph(text("A history of the isolators")),
        paragraph(text("One"), mark(20), text(" two"), mark(21), f"<w:del>{mark(22)}</w:del>", section=new_section),
        paragraph(text("Three"), mark(23), mark(24, own="*"), mark(1, "endnote"), mark(25)),
        footnotes={n: text(f"Note of {n}") for n in (21, 20, 22, 23, 25)} | {24: text("* Note of 24")},
        endnotes={1: text("At the end")},
        last_section=new_section,
    )
    found = read_docx(content)
    assert numbered(found) == [
        ("1", "Note of 20"),
        ("2", "Note of 21"),
        ("1", "Note of 23"),
        ("*", "Note of 24"),
        ("2", "Note of 25"),
        ("i", "At the end"),
    ]
    assert (found.title, found.problems) == ("A history of the isolators", ())


PAGE = '<w:r><w:br w:type="page"/></w:r>'
EACH_PAGE = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'


@pytest.mark.parametrize(
    ("body", "settings", "numbers", "problem"),
    [
        ([mark(1), PAGE, mark(2), mark(3)], EACH_PAGE, ["1", "1", "2"], ""),
        ([mark(1), mark(2), mark(3)], EACH_PAGE, ["1", "2", "3"], "the file does not tell where pages begin"),
        ([mark(1), mark(2)], '<w:footnotePr><w:numFmt w:val="chicago"/></w:footnotePr>', ["*", "†"], ""),
        ([mark(1), mark(2)], '<w:footnotePr><w:numStart w:val="5"/></w:footnotePr>', ["5", "6"], ""),
        (
            [mark(1)],
            '<w:footnotePr><w:numFmt w:val="hindiVowels"/></w:footnotePr>',
            ["1"],
            "a form that we do not know",
        ),
        ([mark(1), mark(9)], "", ["1"], "A mark in the text has no note."),
        ([f"<w:ins>{mark(1)}</w:ins>", f"<w:moveFrom>{mark(2)}</w:moveFrom>", mark(3)], "", ["1", "2"], ""),
    ],
    ids=["by page", "by unknown page", "symbols", "from five", "unknown form", "lost note", "tracked"],
)
def test_numbers_are_those_that_word_displays(body: list[str], settings: str, numbers: list[str], problem: str) -> None:
    held = {n: text(f"Note {n} of three") for n in (1, 2, 3)}
    found = read_docx(word_file(paragraph(*body), footnotes=held, settings=settings))
    assert [note.number for note in found.notes] == numbers
    assert problem in " ".join(found.problems)
    assert bool(problem) == bool(found.problems)


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        (text("RGASPI, f. ") + "<w:r><w:softHyphen/></w:r>" + text("17"), "RGASPI, f. 17"),
        (text("RGAS\u00adPI, f.\u00a017"), "RGASPI, f. 17"),
        ("<w:r><w:t>1925</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>", "1925²"),
        ("<w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>а</w:t></w:r>", "12а"),
        (text("l. ") + "<w:del><w:r><w:delText>82</w:delText></w:r></w:del><w:ins>" + text("83") + "</w:ins>", "l. 83"),
        ("<w:hyperlink>" + text("https://example.org/a") + "</w:hyperlink>", "https://example.org/a"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + text("see there")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "see there",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            + text("inner")
            + 2 * '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + text("after"),
            "after",
        ),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "a b-c"),
        ('<w:r><w:sym w:font="Symbol" w:char="F02A"/></w:r>' + text("note"), "*note"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>" + text("seen"), "seen"),
        (text("one") + "</w:p><w:p>" + text("two"), "one\ntwo"),
        (
            "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + text("one ") + "</w:p><w:p>" + text("two"),
            "one two",
        ),
    ],
)  # fmt: skip
def test_words_are_those_that_word_displays(inside: str, read: str) -> None:
    content = word_file(paragraph(mark(1)), footnotes={1: inside})
    assert numbered(read_docx(content)) == [("1", read)]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (4, "decimal", "4"), (4, "lowerRoman", "iv"), (1949, "upperRoman", "MCMXLIX"), (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"), (3, "russianLower", "в"), (5, "chicago", "**"), (3, "decimalEnclosedCircle", "③"),
        (7, "decimalZero", "07"), (7, "ordinalText", "7"), (0, "chicago", "0"),
    ],
)  # fmt: skip
def test_forms_of_numbers(number: int, form: str, shown: str) -> None:
    assert displayed(number, form) == shown


# -- web pages --------------------------------------------------------------------------------------------------------

PAGES = {
    "Word": (
        '<p>A fact<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>; <a href="#_ftn2" name="_ftnref2">[2]</a></p>'
        '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> RGASPI, f. 17, op. 1, d. 2.</p>'
        '<p>Emphasis added.</p></div><div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> Ibid., l. 5.</p></div>',
        [("1", "RGASPI, f. 17, op. 1, d. 2.\nEmphasis added."), ("2", "Ibid., l. 5.")],
    ),
    "Wikipedia": (
        '<p>A fact<sup id="cite_ref-a_1-0"><a href="#cite_note-a-1">[1]</a></sup>, again'
        '<sup id="cite_ref-a_1-1"><a href="#cite_note-a-1">[1]</a></sup>'
        '<sup id="cite_ref-2"><a href="#cite_note-2">[2]</a></sup></p><ol><li id="cite_note-a-1">'
        '<span class="mw-cite-backlink">^ <a href="#cite_ref-a_1-0">a</a></span>'
        ' <span>РГАСПИ. Ф. 17.</span></li><li id="cite_note-2">'
        '<span class="mw-cite-backlink"><a href="#cite_ref-2">↑</a></span> Там же. Л. 5.</li></ol>',
        [("1", "РГАСПИ. Ф. 17."), ("2", "Там же. Л. 5.")],
    ),
    "DPUB-ARIA": (
        '<p>A fact<a role="doc-noteref" id="r1" href="#x1">1</a>.</p><section role="doc-endnotes"><ol>'
        '<li id="x1" role="doc-endnote"><p>GARF, f. 9.<a role="doc-backlink" href="#r1">↩</a></p></li></ol></section>',
        [("1", "GARF, f. 9.")],
    ),
    "LibreOffice": (
        '<p>A fact<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>'
        '<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym"'
        ' href="#sdfootnote1anc">1</a>GARF, f. 9,\n op. 1.</p></div>',
        [("1", "GARF, f. 9, op. 1.")],
    ),
    "Markdown": (
        '<p>A fact<sup id="fnref:1"><a href="#fn:1">1</a></sup> <sup id="fnref:2"><a href="#fn:2">2</a></sup></p><ol>'
        '<li id="fn:1"><p>RGAE, f. 7486.&#160;<a href="#fnref:1">&#8617;</a></p></li>'
        '<li id="fn:2"><p>Ibid. <a href="#fnref:2">&#8617;</a></p></li></ol>',
        [("1", "RGAE, f. 7486."), ("2", "Ibid.")],
    ),
    "names of one's own, known by the link back": (
        '<p>A fact<a id="q7" href="#w7">*</a>; <a href="#top">12</a>; <a href="#part2">2</a></p>'
        '<h2 id="part2">Part</h2>'
        '<p id="w7"><a href="#q7">*</a> RGASPI, f. 17.</p>',
        [("*", "RGASPI, f. 17.")],
    ),
    "struck out, hidden, raised": (
        '<p>A<a href="#fn1" id="fnref1">1</a></p><p id="fn1">1. l. <del>82</del>83, 1925<sup>2</sup>'
        '<span style="display: none">secret</span><script>x</script></p>',
        [("1", "l. 83, 1925²")],
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_notes_of_web_pages(page: str) -> None:
    body, wanted = PAGES[page]
    assert numbered(read_html(f"<!doctype html><html><body>{body}</body></html>")) == wanted


def test_a_web_page_without_links_is_read_as_text() -> None:
    page = "<html><title>On the isolators once more</title><p>Text.<p>Notes<p>1. RGASPI, f. 17.<p>2. Ibid.</html>"
    sent = read_file(page.encode(), "a.html")
    assert [(note.number, note.text) for note in sent.notes] == [("1", "RGASPI, f. 17."), ("2", "Ibid.")]
    assert sent.title == "On the isolators once more"


@pytest.mark.parametrize(
    ("charset", "declared"), [("cp1251", "windows-1251"), ("koi8-r", "koi8-r"), ("utf-8", "utf-8")]
)
def test_a_web_page_is_decoded_as_it_declares(charset: str, declared: str) -> None:
    page = (
        f'<meta charset="{declared}"><html><p>А<a href="#fn1" id="r">1</a><p id="fn1"><a href="#r">1</a> РГАСПИ. Ф. 17.'
    )
    assert read_file(page.encode(charset), "a.html").notes[0].text == "РГАСПИ. Ф. 17."


# -- TEI --------------------------------------------------------------------------------------------------------------


def test_notes_of_tei_have_their_numbers_and_pages() -> None:
    edition = """<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
    <title>Letters of an exile</title></titleStmt><notesStmt><note n="9">Not this</note></notesStmt></fileDesc>
    </teiHeader><text><body><p><pb n="41"/>Text<note place="foot" n="1">RGASPI, f.
    <choice><sic>71</sic><corr>17</corr></choice>, <hi rend="superscript">2</hi></note> <note n="5">a gloss</note>
    <pb n="42"/><note place="end" n="ii"><p>Там же.</p></note></p></body></text></TEI>"""
    found = read_tei(edition.encode())
    assert [(note.number, note.text, note.page) for note in found.notes] == [
        ("1", "RGASPI, f. 71, ²", "41"),
        ("ii", "Там же.", "42"),
    ]
    assert found.title == "Letters of an exile"


# -- PDF --------------------------------------------------------------------------------------------------------------


def test_lines_become_a_text_again() -> None:
    from collections import Counter

    known = Counter({"Verkhne-ural": 2, "committee": 3})
    lines = ["The com-", "mittee in Verkhne-", "ural, ll. 41–", "44, https://example.org/a/", "b.html and l. 5-", "6"]
    assert joined(lines, known) == "The committee in Verkhne-ural, ll. 41–44, https://example.org/a/b.html and l. 5-6"


def test_a_book_page_has_its_notes_at_the_foot() -> None:
    """Raised numbers, small type, a running head, page numbers, and a note that goes on overleaf."""
    found = read_pdf((GOLDEN / "notes.pdf").read_bytes())
    assert [note.number for note in found.notes] == [str(number) for number in range(1, 16)]
    assert [note.page for note in found.notes] == ["1"] * 9 + ["2"] * 6
    assert found.title == "Letters from the Isolators of the Urals"
    assert all("Letters from" not in note.text for note in found.notes)
    assert found.notes[11].text.endswith("about the secretariat and its files.")


def test_a_scan_is_refused() -> None:
    import pypdfium2

    scan = pypdfium2.PdfDocument.new()
    scan.new_page(200, 200)
    held = io.BytesIO()
    scan.save(held)
    with pytest.raises(Refused, match=r"pictures of pages and no text \(a scan\)"):
        read_pdf(held.getvalue())


# -- the same text in every kind of file ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["notes.docx", "notes.htm", "notes.pdf"])
def test_the_same_article_gives_the_same_notes_in_every_form(name: str) -> None:
    as_word = read_file((GOLDEN / "notes.docx").read_bytes(), "notes.docx")
    sent = read_file((GOLDEN / name).read_bytes(), name)
    assert [(note.number, note.text) for note in sent.notes] == [(note.number, note.text) for note in as_word.notes]
    assert (len(sent.notes), sent.title) == (15, "Letters from the Isolators of the Urals")


@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
@pytest.mark.parametrize("styled", [False, True], ids=["plain", "as a book"])
@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_three_hundred_notes_that_libreoffice_wrote(kind: str, styled: bool, tmp_path: Path) -> None:
    written = references(300)
    content = converted(tmp_path, flat_document(written, styled=styled), kind)
    sent = read_file(content, f"article.{kind}")
    assert [(note.number, note.text) for note in sent.notes] == [
        (str(number), note) for number, note in enumerate(written, start=1)
    ]


# -- what is refused --------------------------------------------------------------------------------------------------


def packed(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return held.getvalue()


ENTITY = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BOMBS = {
    "unpacks to 400 MB": lambda: packed({"word/document.xml": b"<a>" + b"x" * 60_000_000}),
    "packed a thousandfold": lambda: packed({"word/document.xml": b"<a>" + b" " * 20_000_000}),
    "ten thousand members": lambda: packed({"word/document.xml": b"", **{f"m{n}": b"" for n in range(10_000)}}),
    "a DTD in Word": lambda: packed({"word/document.xml": ENTITY + b"<d>&e;</d>"}),
    "a DTD in UTF-16": lambda: packed({"word/document.xml": (ENTITY + b"<d>&e;</d>").decode().encode("utf-16")}),
    "broken XML": lambda: packed({"word/document.xml": b"<d><p>"}),
    "no body": lambda: packed({"word/document.xml": b"<d/>"}),
    "cut off": lambda: word_file(paragraph(mark(1)), footnotes={1: text("x")})[:-60],
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_hostile_word_file_is_refused_in_a_sentence(bomb: str) -> None:
    """T21: bombs of text, paragraphs and members."""
    with pytest.raises(Unreadable) as error:
        read_file(BOMBS[bomb](), "a.docx")
    assert str(error.value).startswith(("The file is refused", "The file is damaged", "The file is no Word document"))


def test_a_tei_file_with_a_document_type_is_refused_and_nothing_of_the_machine_is_read() -> None:
    """T22: no entity is followed."""
    edition = b'<?xml version="1.0"?>' + ENTITY + b'<TEI><text><note place="foot" n="1">&e;</note></text></TEI>'
    with pytest.raises(Unreadable, match="declares a document type of its own"):
        read_file(edition, "a.xml")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "a.doc", "This is a file of Word 97"),
        (b"{\\rtf1 x}", "a.rtf", "This is a rich text file"),
        (b"<?xml version='1.0'?><ead/>", "a.xml", "This XML is not TEI."),
        (b"%PDF-1.4 x", "a.docx", "The name of the file and what it holds do not agree."),
        (b"%PDF-1.4 nonsense", "a.pdf", "The PDF is damaged or protected by a password"),
    ],
)
def test_what_we_know_and_do_not_read_is_told(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_file(content, name)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize("harm", ["memory", "time", "a crash"])
def test_a_child_that_dies_is_a_sentence(harm: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """T21: the reader is exchanged for one that eats memory, never ends, or crashes."""
    deeds = {
        "memory": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))\nb'x' * (1 << 30)",
        "time": "import time\ntime.sleep(60)",
        "a crash": "import os\nos.abort()",
    }
    home = tmp_path / "citations" / "imports" / "readers"
    home.mkdir(parents=True)
    (home / "__main__.py").write_text(deeds[harm])
    monkeypatch.setattr(limited, "HOME", tmp_path)
    monkeypatch.setattr(limited, "SECONDS", 2)
    with pytest.raises(Refused, match="The file is refused"):
        read_limited(b"x", Kind.DOCX)


def test_the_kind_is_told_by_what_the_file_holds() -> None:
    files: dict[str, Any] = {name: (GOLDEN / name).read_bytes() for name in ("notes.docx", "notes.htm", "notes.pdf")}
    assert [kind_of(content, "") for content in files.values()] == [Kind.DOCX, Kind.HTML, Kind.PDF]
    assert kind_of(b"1. RGASPI <p>", "a.txt") is Kind.TEXT
    assert kind_of(notes("footnote", {}).encode(), "a.txt") is Kind.TEXT
