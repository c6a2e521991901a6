"""A question becomes a condition on the rows that the search sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.models import Document, Repository, Unit
from citations.models import Found, Publication
from citations.searching.codes import FILE, KINDS, code
from core.listing import reader_language
from core.search import InField, InYears, NotUnderstood, Phrase, Question, Term, Word, name_stems

# Parts of the condition on the words, each with its parameters; the words' own operators join them.
Words = tuple[str, tuple[str, ...]]
LANGUAGES = ("en", "ru")


class HoldsWords(models.Func):
    """True of rows whose words match; the one expression that the index stands on."""

    output_field = models.BooleanField()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[str]]:  # type: ignore[override]  # of no use here
        table = compiler.quote_name_unless_alias(compiler.query.get_initial_alias())
        return f"citation_words({table}.citation_id) @@ ({self.words[0]})", list(self.words[1])

    @property
    def identity(self) -> tuple[Any, ...]:
        return (type(self), self.words)


def condition(question: Question) -> models.Q:
    """Raises NotUnderstood where a field holds what is not known here."""
    wanted: list[Words] = []
    unwanted: list[tuple[Words, Words]] = []
    others = models.Q()
    for group in question.groups:
        words = [found for found in map(_words, group) if found]
        if len(words) < len(group):
            others &= _any_of(group)
        elif all(term.negated for term in group):
            held = [found for found in map(_words, map(_affirmed, group)) if found]
            unwanted.append((_joined(" || ", words), _joined(" && ", held)))
        else:
            wanted.append(_joined(" || ", words))
    if wanted:
        return models.Q(HoldsWords(_joined(" && ", [*wanted, *(without for without, _held in unwanted)]))) & others
    # An index finds what holds a word, not what does not: without anything to look for, those are taken away.
    for _without, holding in unwanted:
        others &= ~models.Q(pk__in=Found.objects.filter(HoldsWords(holding)).values("pk"))
    return others


def left_out(question: Question) -> models.Q | None:
    """What the question takes away from everything, where it does nothing else: `-протокол`."""
    held = []
    for group in question.groups:
        words = [found for found in map(_words, map(_affirmed, group)) if found]
        if len(words) < len(group) or not all(term.negated for term in group):
            return None
        held.append(_joined(" && ", words))
    return models.Q(HoldsWords(_joined(" || ", held))) if held else None


def _affirmed(term: Term) -> Term:
    return replace(term, negated=False)


def _any_of(group: tuple[Term, ...]) -> models.Q:
    found = models.Q()
    for term in group:
        words = _words(term)
        if words:
            found |= models.Q(HoldsWords(words))
        else:
            elsewhere = _elsewhere(term)
            found |= ~elsewhere if term.negated else elsewhere
    return found


def _joined(operator: str, words: list[Words]) -> Words:
    return operator.join(f"({sql})" for sql, _params in words), tuple(p for _sql, params in words for p in params)


def of_word(text: str) -> Words:
    return "plainto_tsquery('russian', searched_text(%s))", (text,)


def of_name(text: str) -> Words:
    """The names that fold to the word: Раковскому, Rakovsky."""
    return "%s::tsquery", (_lexemes("", text),)


def _words(term: Term) -> Words | None:
    """The term as a tsquery; None where it asks for something else than words."""
    match term:
        case Word(text):
            # A word, or a name that folds to it.
            words: Words = ("searched_word(%s, %s::tsquery)", (text, *of_name(text)[1]))
        case Phrase(text):
            words = ("phraseto_tsquery('russian', searched_text(%s))", (text,))
        case InField("author" | "to" as role, text):
            words = ("%s::tsquery", (_lexemes(role, text),))
        case _:
            return None
    return (f"!!({words[0]})", words[1]) if term.negated else words


def _lexemes(role: str, text: str) -> str:
    """`'author=rakovsk' & 'author=khristian'`; stems are letters and digits only. Of nothing, what nothing has."""
    return " & ".join(f"'{role}={stem}'" for stem in name_stems(text)) or "'='"


def _elsewhere(term: Term) -> models.Q:
    match term:
        case InField("archive", text):
            return models.Q(repository_id__in=[archive.pk for archive in Repository.objects.named_like(text)])
        case InField("fond", text):
            return models.Q(fond_id__in=Unit.objects.top().numbered(text).values("pk"))
        case InField("type", text):
            return models.Q(kind=_kind(text))
        case InYears(first, last):
            return _dated(first, last)
        case _:
            return models.Q()


def _kind(text: str) -> int:
    number = kind_names().get(text.lower())
    if number is None:
        raise NotUnderstood(_("type: is one of %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    return number


def kind_names() -> dict[str, int]:
    """Every name of a kind, in both languages, and its code."""
    names = {kind: code(KINDS, kind) for kind in KINDS}
    for language in LANGUAGES:
        for kind, label in _kind_labels(language).items():
            names.setdefault(label.lower(), code(KINDS, kind))
    return names


def kind_labels() -> Mapping[str, str]:
    """Each kind in the reader's language."""
    return _kind_labels(reader_language())


@cache
def _kind_labels(language: str) -> Mapping[str, str]:
    with override(language):
        labels = {**dict(Document.Kind.choices), **dict(Publication.Kind.choices), FILE: _("file")}
        return {kind: str(labels[kind]) for kind in KINDS}


def _dated(first: int | None, last: int | None) -> models.Q:
    """The document, or the file where no document is named, may be of these years; what has no date is not."""
    meets = models.Q(dated_to__gte=first) if first else models.Q()
    return meets & models.Q(dated_from__lte=last) if last else meets
