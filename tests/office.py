"""An article as an office program holds it: flat OpenDocument text, which LibreOffice makes other files of."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from html import escape
from pathlib import Path

SOFFICE = shutil.which("soffice")
NO_SOFFICE = "needs LibreOffice (Debian: apt install libreoffice-writer)"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("table", "table"),
    )
)
FILTERS = {"html": "html:HTML (StarWriter)", "docx": "docx", "pdf": "pdf"}
FILLER = "The files of the secretariat were moved in 1928, and what was left of them went to another building. " * 2


def references(count: int) -> list[str]:
    """Notes as a historian writes them, each different from the others; every fourth repeats the one before."""
    forms = [
        "RGASPI, f. 17, op. 171, d. {n}, ll. {n}–{next}.",
        "Ibid., l. {n} ob.",
        "ГАРФ. Ф. Р-5446. Оп. 12. Д. {n}. Л. {n}об., {next}.",
        "A. Petrova, A Winter in Suzdal (Riga: Logos, 1931), {n}; RGAE, f. 7486, op. 37, d. {n}, l. 5.",
        "RGASPI, fond 558, opis 11, delo {n}, list 3. Emphasis in the original.",
    ]
    return [forms[n % len(forms)].format(n=n, next=n + 2) for n in range(1, count + 1)]


STYLES = """<office:styles>
<style:style style:name="Standard" style:family="paragraph"><style:text-properties fo:font-size="11pt"/></style:style>
<style:style style:name="Heading_20_1" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="16pt"/></style:style>
<style:style style:name="Footnote" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="Footnote_20_anchor" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote" text:citation-style-name="Footnote_20_anchor"
 text:citation-body-style-name="Footnote_20_anchor" text:default-style-name="Footnote" style:num-format="1"
 text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>
</office:styles>
<office:automatic-styles><style:page-layout style:name="pm1">
<style:page-layout-properties fo:page-width="15cm" fo:page-height="21cm" fo:margin="1.8cm"/>
<style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1">
<style:header><text:p text:style-name="Standard">Letters from the Isolators</text:p></style:header>
<style:footer><text:p text:style-name="Standard"><text:page-number>1</text:page-number></text:p></style:footer>
</style:master-page></office:master-styles>"""


def flat_document(
    notes: Iterable[str], title: str = "Letters from the Isolators of the Urals", styled: bool = False
) -> str:
    """Paragraphs of three notes, so that pages hold several. `styled` as a book: raised marks, small notes, a head."""
    marked = [
        f"{FILLER}Sentence {number}."
        f'<text:note text:id="ftn{number}" text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
        f'<text:note-body><text:p text:style-name="Footnote">{escape(note)}</text:p></text:note-body></text:note> '
        for number, note in enumerate(notes, start=1)
    ]
    paragraphs = ["".join(marked[at : at + 3]) for at in range(0, len(marked), 3)]
    body = "".join(f'<text:p text:style-name="Standard">{paragraph}</text:p>' for paragraph in paragraphs)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3"'
        f' office:mimetype="application/vnd.oasis.opendocument.text">{STYLES if styled else ""}'
        '<office:body><office:text><text:h text:style-name="Heading_20_1" text:outline-level="1">'
        f"{escape(title)}</text:h>{body}</office:text></office:body></office:document>"
    )


def converted(folder: Path, document: str, kind: str) -> bytes:
    """The document as LibreOffice saves it; a profile of its own, so that no open window is in the way."""
    assert SOFFICE is not None
    source = folder / "article.fodt"
    source.write_text(document)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", FILTERS[kind], "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"article.{kind}").read_bytes()
