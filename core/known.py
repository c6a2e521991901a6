"""What is held under keys, asked for once in a run: all the keys that are not known yet in one query.

Boundary: a run is short, a slice of notes or one page. What somebody else makes meanwhile is not seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Known(Generic[T]):
    """`ask` answers for several keys at once, each record with its key."""

    ask: Callable[[set[Any]], Iterable[tuple[Any, T]]]
    _held: dict[Any, list[T]] = field(default_factory=dict)

    def at(self, keys: Iterable[Any]) -> list[T]:
        """The records under these keys, in the order of the keys."""
        keys = list(dict.fromkeys(keys))
        if new := {key for key in keys if key not in self._held}:
            answers: defaultdict[Any, list[T]] = defaultdict(list)
            for key, record in self.ask(new):
                answers[key].append(record)
            self._held.update((key, answers[key]) for key in new)
        return [record for key in keys for record in self._held[key]]

    def add(self, key: Any, record: T) -> None:
        """A record that was made under a key at which there was none."""
        self._held[key] = [record]

    def forget(self, *keys: Any) -> None:
        """Ask again for these keys; for all, if none is named."""
        for key in keys or list(self._held):
            self._held.pop(key, None)
