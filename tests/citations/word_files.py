"""Word files made by hand, as small as Word would read them: what stands in them is said, not drawn."""

from __future__ import annotations

import io
import zipfile

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def mark(note: int, kind: str = "footnote", own: str = "") -> str:
    follows = f' w:customMarkFollows="1"/><w:t>{own}</w:t>' if own else "/>"
    return f'<w:r><w:{kind}Reference w:id="{note}"{follows}</w:r>'


def paragraph(*inside: str, section: str = "") -> str:
    ends = f"<w:pPr><w:sectPr>{section}</w:sectPr></w:pPr>" if section else ""
    return f"<w:p>{ends}{''.join(inside)}</w:p>"


def notes(kind: str, texts: dict[int, str]) -> str:
    """The part that holds the notes; the first two are the rules above them, as Word has it."""
    rules = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for number, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    held = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{words}</w:p></w:{kind}>'
        for number, words in texts.items()
    )
    return f"<w:{kind}s {NAMESPACE}>{rules}{held}</w:{kind}s>"


def word_file(
    *body: str,
    footnotes: dict[int, str] | None = None,
    endnotes: dict[int, str] | None = None,
    settings: str = "",
    last_section: str = "",
) -> bytes:
    """`footnotes` and `endnotes` by their inner numbers, which are not those that a reader sees."""
    document = (
        f"<w:document {NAMESPACE}><w:body>{''.join(body)}<w:sectPr>{last_section}</w:sectPr></w:body></w:document>"
    )
    kinds = ("footnotes", "endnotes", "settings")
    relations = "".join(f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    parts = {
        "word/document.xml": document,
        "word/footnotes.xml": notes("footnote", footnotes or {}),
        "word/endnotes.xml": notes("endnote", endnotes or {}),
        "word/settings.xml": f"<w:settings {NAMESPACE}>{settings}</w:settings>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()
