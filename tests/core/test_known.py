"""What is held under keys is asked for once."""

from __future__ import annotations

from collections.abc import Iterable

from core.known import Known


def test_each_key_is_asked_for_once_together_with_the_others() -> None:
    asked: list[set[str]] = []

    def ask(keys: set[str]) -> Iterable[tuple[str, str]]:
        asked.append(keys)
        return [("a", "Anna"), ("a", "Alexei"), ("b", "Boris")]

    known = Known(ask)
    assert known.at(["b", "a", "b"]) == ["Boris", "Anna", "Alexei"]
    assert known.at(["a"]) == ["Anna", "Alexei"]
    assert known.at(["z", "b"]) == ["Boris"]
    assert asked == [{"a", "b"}, {"z"}]
    known.forget("a")
    known.at(["a", "b"])
    assert asked[2:] == [{"a"}]
    known.forget()
    known.at(["a", "b"])
    assert asked[3:] == [{"a", "b"}]


def test_what_was_made_is_known_under_its_key() -> None:
    known = Known[str](lambda keys: [])
    assert known.at(["a"]) == []
    known.add("a", "Anna")
    assert known.at(["a"]) == ["Anna"]
