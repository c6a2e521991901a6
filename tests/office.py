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


def flat_document(notes: Iterable[str], title: str = "Letters from the Isolators of the Urals") -> str:
    """One paragraph for each three notes, so that pages hold several and some go on overleaf."""
    marked = [
        f"{FILLER}Sentence {number}."
        f'<text:note text:id="ftn{number}" text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body><text:p>{escape(note)}</text:p></text:note-body></text:note> "
        for number, note in enumerate(notes, start=1)
    ]
    paragraphs = ["".join(marked[at : at + 3]) for at in range(0, len(marked), 3)]
    body = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"<text:h text:outline-level=\"1\">{escape(title)}</text:h>{body}</office:text></office:body></office:document>"
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
