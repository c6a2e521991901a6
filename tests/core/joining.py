"""Two records made one, as an editor answers what is asked."""

from __future__ import annotations

from typing import Any

from core.merging.applying import merge
from core.merging.planning import plan_of
from core.models import Merge


def joined(kept: Any, gone: Any, **answers: str) -> Merge:
    """Merge with these answers, each to the question whose name ends so; the others as they follow."""
    given = {}
    for question in plan_of(kept, gone).questions():
        for name, answer in answers.items():
            if question.name.endswith(name.replace("__", ".")):
                given[question.name] = answer
    return merge(kept, gone, given, "the same hand")


def asked(kept: Any, gone: Any) -> list[str]:
    return [question.words for question in plan_of(kept, gone).undecided({})]
