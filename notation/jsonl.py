"""Documents with notes, one JSON a line, in; the same with `citations` out.

The rule: the schema is a contract with other people's scripts; fields that are empty are left out. Boundary: reading is
done by `ibid`; an ambiguous Ibid. shows the last candidate, as most of them mean the nearest reference.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from notation.footnotes import Note
from notation.ibid import read_notes
from notation.outcomes import Ambiguous, Reason, Unresolved
from notation.patterns import SOVIET, WITHIN_DELO
from notation.references import ArchivalReference, Mention, PublicationReference, Reference, Span

_WITHIN = SOVIET | WITHIN_DELO | {"razdel", "papka"}


def annotate(lines: Iterable[str]) -> Iterator[str]:
    """Each line of JSON with its notes' `citations` filled in; blank lines are left out.

    Raises ValueError, with the number of the line, for a line that is no document.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            notes = document["notes"]
            texts = [(str(note["n"]), str(note["text"])) for note in notes]
        except (ValueError, KeyError, TypeError) as problem:
            raise ValueError(f"line {number} is no document with notes: {problem}") from problem
        read = read_notes([Note(n, text, Span(0, len(text))) for n, text in texts])
        for note, found in zip(notes, read, strict=True):
            note["citations"] = [answer for mention in found.mentions if (answer := citation(mention))]
        yield json.dumps(document, ensure_ascii=False)


def citation(mention: Mention) -> dict[str, Any] | None:
    """The schema's citation; None for an Ibid. that points to nothing."""
    reference = mention.reference
    if isinstance(mention.outcome, Ambiguous):
        reference = mention.outcome.candidates[-1]
    if (
        isinstance(mention.outcome, Unresolved)
        and mention.how == "ibid"
        and not _says_something(reference, mention.outcome)
    ):
        return None
    answer = _archival(reference) if isinstance(reference, ArchivalReference) else _publication(reference)
    if mention.inherited:
        answer["inherited"] = sorted(mention.inherited)
    return answer


def _says_something(reference: Reference, outcome: Unresolved) -> bool:
    if isinstance(reference, ArchivalReference):
        return bool(reference.repository)
    return bool(reference.title) or (bool(reference.authors) and outcome.reason is Reason.NO_EARLIER_WORK)


def _archival(reference: ArchivalReference) -> dict[str, Any]:
    answer: dict[str, Any] = {"kind": "archival", "repository": reference.repository or None}
    if reference.repository_as_written and reference.repository_as_written != reference.repository:
        answer["repository_as_written"] = reference.repository_as_written
    if all(level.name in _WITHIN for level in reference.path):
        answer.update({name: reference.number(name) or None for name in ("fond", "opis", "delo")})
        extra = [[level.name, level.number] for level in reference.path if level.name not in SOVIET]
        if extra:
            answer["extra"] = extra
    else:
        answer["path"] = [[level.name, level.number] for level in reference.path]
    answer["leaves"] = list(reference.leaves.canonical_items())
    return answer


def _publication(reference: PublicationReference) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "kind": "publication",
        "title": reference.title or None,
        # The schema knows no editors: those of a whole book stand for its authors.
        "authors": list(reference.authors or (() if reference.container else reference.editors)),
    }
    for name in ("container", "year", "volume", "issue", "pages", "url"):
        value = getattr(reference, name)
        if value:
            answer[name] = value
    return answer
