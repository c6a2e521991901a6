"""A publication's notes beside what they cite, and a file's sheets beside who cites them: hundreds of citations.

As templates they took a third of their page's time. What a citation cites, and where it stands, is written by `rows`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Unit
from archive.shelfmarks import as_typed, scheme_of, sheets_in_words, shelfmark
from citations.makers import makers
from citations.models import Candidate, Citation, Footnote, Publication
from citations.notes import Piece, pieces
from citations.sheets import Sheet
from citations.templatetags.rows import Reader, in_address, place, reader_of, target
from core.markup import escaped, joined
from core.templatetags.opis import marked, words, written

register = template.Library()
# Of what one place in a work proves, so much is read at a glance.
AT_ONCE = 5


@register.simple_tag
def note_lines(notes: Iterable[Footnote], work: Publication) -> SafeString:
    reader, tongue = reader_of(None), f' lang="{escaped(work.language)}"' if work.language else ""
    return joined(
        f'<li id="n{note.order}"><span class="note-number">{escaped(note.number)}</span>\n'
        f'<p class="note-text"{tongue}>{_pieces(note)}{_draft(note)}</p>\n{_targets(note, reader)}</li>\n'
        for note in notes
    )


def _pieces(note: Footnote) -> str:
    return "".join(map(_piece, pieces(note.text, note.citations.all())))


def _piece(piece: Piece) -> str:
    if piece.citation is None:
        return escaped(piece.text)
    return f'<a class="cited" href="{escaped(piece.citation.get_absolute_url())}">{escaped(piece.text)}</a>'


def _targets(note: Footnote, reader: Reader) -> str:
    cited = "".join(f"<li>{_cites(citation, reader)}</li>" for citation in note.citations.all())
    if cited:
        return f'<ul class="targets">{cited}</ul>'
    nothing = _("Nothing cited was recognised.")
    return f'<p class="targets">{escaped(nothing)}</p>'


def _cites(citation: Citation, reader: Reader) -> str:
    found = (
        f"→ {target(citation, reader)}" if citation.outcome == Citation.Outcome.RESOLVED else _open(citation, reader)
    )
    return f"{found}{_draft(citation)}{_remark(citation)}"


def _open(citation: Citation, reader: Reader) -> str:
    """Why it is not known what it cites, and what it may be."""
    reason = escaped(_(citation.reason)) if citation.reason else ""
    perhaps = escaped(_("perhaps"))
    candidates = "".join(
        f"<div>{perhaps} {_candidate(candidate, citation, reader)}</div>" for candidate in citation.candidates.all()
    )
    return f'<span class="outcome">{escaped(citation.get_outcome_display())}</span> {reason}{candidates}'


def _candidate(candidate: Candidate, citation: Citation, reader: Reader) -> str:
    if candidate.unit:
        label = escaped(shelfmark(candidate.unit, reader.language, citation.leaves))
        return f'<a class="shelfmark" href="{escaped(candidate.unit.get_absolute_url())}">{label}</a>'
    if work := candidate.cited_publication:
        title = escaped(marked(work.title, work.language))
        return f'{escaped(makers(work))} <a href="{escaped(work.get_absolute_url())}"><cite>{title}</cite></a>'
    return _document(candidate)


def _document(citing: Citation | Candidate) -> str:
    document = citing.document
    if not document:
        return ""
    return f'<a href="{escaped(document.get_absolute_url())}">{escaped(words(document, "title"))}</a>'


@register.simple_tag
def sheet_lines(sheets: Iterable[Sheet], unit: Unit) -> SafeString:
    reader, asked = reader_of(None), ' class="marked"'
    return joined(
        f'<tr{asked if sheet.marked else ""}><th scope="row">{_sheet(sheet, unit, reader)}</th>\n'
        f"<td><ul>{''.join(f'<li>{_citing(citation, reader)}</li>' for citation in sheet.citations)}</ul></td></tr>\n"
        for sheet in sheets
    )


def _sheet(sheet: Sheet, unit: Unit, reader: Reader) -> str:
    for_this, whole = _("(asked for)"), _("the whole")
    asked = f' <span class="unseen">{escaped(for_this)}</span>' if sheet.marked else ""
    if not sheet.leaves:
        return f'<span class="unknown">{escaped(whole)}</span>{asked}'
    label = escaped(sheets_in_words(sheet.leaves, scheme_of(unit.repository), reader.language))
    return f'<a href="{escaped(unit.get_absolute_url())}?l={in_address(sheet.leaves)}">{label}</a>{asked}'


def _citing(citation: Citation, reader: Reader) -> str:
    """Who cites it, with what is odd about the citation, and what it proves."""
    document = f" · {_document(citation)}" if citation.document else ""
    as_it_was = escaped(_("as typed:"))
    typed = _role(f"{as_it_was} {escaped(written(citation.leaves))}") if as_typed(citation.leaves) else ""
    repeated = _role(escaped(citation.get_how_display())) if citation.how == Citation.How.IBID else ""
    unchecked = citation.verification == Citation.Verification.NOT_CHECKED
    doubt = "" if unchecked else f' <span class="doubt">{escaped(citation.get_verification_display())}</span>'
    details = escaped(_("citation"))
    more = f'{details}<span class="unseen"> {citation.pk}</span>'
    return (
        f"{place(citation, reader)}{_draft(citation)}{document}{typed}{_remark(citation)}{repeated}{doubt}"
        f' <a class="more" href="{escaped(citation.get_absolute_url())}">{more}</a>{_proves(citation)}'
    )


def _proves(citation: Citation) -> str:
    proves = escaped(_("proves:"))
    proven = "".join(f"<li>{proves} {statement}</li>" for statement in _statements(citation))
    return f'<ul class="statements">{proven}</ul>' if proven else ""


@register.simple_tag
def proven_lines(citation: Citation) -> SafeString:
    """What it proves as a list; of very much the first, and the rest when it is opened."""
    lines = [f"<li>{statement}</li>" for statement in _statements(citation)]
    if len(lines) <= AT_ONCE + 1:
        return joined(["<ul>", *lines, "</ul>"])
    count = len(lines) - AT_ONCE
    more = escaped(ngettext("and %(n)s more", "and %(n)s more", count) % {"n": count})
    opened = [f'<details class="evidence"><summary>{more}</summary><ul>', *lines[AT_ONCE:], "</ul></details>"]
    return joined(["<ul>", *lines[:AT_ONCE], "</ul>", *opened])


def _statements(citation: Citation) -> Iterable[str]:
    """What it proves, written; a credit that stands under five pictures is one statement to a reader."""
    template = "citations/partials/statement.html"
    return dict.fromkeys(render_to_string(template, {"proof": proof}).strip() for proof in citation.evidence.all())


def _role(said: str) -> str:
    """`said` is escaped."""
    return f' <span class="role">{said}</span>'


def _remark(citation: Citation) -> str:
    return f' <span class="remark">{escaped(written(citation.remark))}</span>' if citation.remark else ""


def _draft(record: Citation | Footnote) -> str:
    draft = _("draft")
    return f' <span class="draft">{escaped(draft)}</span>' if record.is_draft else ""
