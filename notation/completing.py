"""Half-read citations made whole: with what an earlier reference has above them, or with other pages of the same work.

The rule: what a draft says itself is never changed, only what it leaves out is taken, and named. Boundary: which
earlier reference is meant is decided by `ibid`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from notation.drafts import Draft
from notation.patterns import RANK
from notation.references import ArchivalReference, Level, PublicationReference, Reference

_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"the", "a", "an", "der", "die", "das", "le", "la", "les", "l", "un", "une", "il", "el"})


def complete_from(own: ArchivalReference, base: ArchivalReference) -> tuple[ArchivalReference, frozenset[str]]:
    """`own` with what it leaves out taken from `base`: levels above its first one, or all with a new sheet."""
    inherited: set[str] = set()
    repository, as_written = own.repository, own.repository_as_written
    if not repository:
        repository, as_written = base.repository, base.repository_as_written
        inherited.add("repository")
    path, leaves = own.path, own.leaves
    if not path:
        path = base.path
        inherited.update(level.name for level in path)
        if not leaves:
            leaves = base.leaves
            inherited.add("leaves")
    else:
        kept = _levels_above(base.path, path[0])
        path = (*kept, *path)
        inherited.update(level.name for level in kept)
    whole = ArchivalReference(repository, as_written, path, leaves, own.title, own.url)
    return whole, frozenset(inherited)


def _levels_above(path: tuple[Level, ...], first: Level) -> tuple[Level, ...]:
    for index, level in enumerate(path):
        if level.name == first.name:
            return path[:index]
    return tuple(level for level in path if RANK[level.name] < RANK[first.name] and level.name != "shelfmark")


def work_again(draft: Draft, work: PublicationReference) -> tuple[PublicationReference, frozenset[str]]:
    pages = draft.fields.get("pages") or draft.leaves.as_written
    given = {name: draft.fields[name] for name in ("year", "volume", "issue") if name in draft.fields}
    inherited = {name for name in ("title", "authors", "container", "year", "volume", "issue") if getattr(work, name)}
    if not pages and not draft.in_container:
        pages = work.pages
        inherited.add("pages")
    whole = replace(
        work,
        pages=pages,
        year=given.get("year", work.year),
        volume=given.get("volume", work.volume),
        issue=given.get("issue", work.issue),
    )
    return whole, frozenset(inherited - set(given))


def again_by_levels(draft: Draft, earlier: Reference) -> tuple[Reference, frozenset[str]]:
    if isinstance(earlier, ArchivalReference):
        return complete_from(own_holding(draft), earlier)
    numbers = {level.name: level.number for level in draft.levels}
    pages = f"ch. {numbers['chapter']}" if "chapter" in numbers else draft.leaves.as_written
    whole = replace(earlier, volume=numbers.get("volume", earlier.volume), pages=pages)
    return whole, frozenset(name for name in ("title", "authors", "year") if getattr(earlier, name))


def same_source(one: Reference, other: Reference) -> bool:
    if isinstance(one, ArchivalReference) and isinstance(other, ArchivalReference):
        return one.repository == other.repository
    return (
        isinstance(one, PublicationReference) and isinstance(other, PublicationReference) and one.title == other.title
    )


def is_short_for(short: PublicationReference, full: PublicationReference) -> bool:
    """`Winter Isolators` for `The Winter Isolators of the Urals`: words in a row; a single word only the first one."""
    given, whole = _title_words(short.title), _title_words(full.title)
    if not given or (len(given) == 1 and given != whole[:1]) or short.year not in ("", full.year):
        return False
    return any(whole[start : start + len(given)] == given for start in range(len(whole) - len(given) + 1))


def _title_words(title: str) -> list[str]:
    words: list[str] = _WORD.findall(title.casefold())
    return words[1:] if words and words[0] in _ARTICLES else words


def own_holding(draft: Draft) -> ArchivalReference:
    return ArchivalReference(
        draft.repository, draft.repository_as_written, tuple(draft.levels), draft.leaves, draft.title, draft.url
    )


def own_work(draft: Draft) -> PublicationReference:
    fields = draft.fields
    return PublicationReference(
        title=draft.title,
        authors=draft.authors,
        editors=draft.editors,
        container=fields.get("container", ""),
        year=fields.get("year", ""),
        volume=fields.get("volume", ""),
        issue=fields.get("issue", ""),
        pages=fields.get("pages", "") or draft.leaves.as_written,
        place=fields.get("place", ""),
        publisher=fields.get("publisher", ""),
        url=draft.url or fields.get("url", ""),
    )
