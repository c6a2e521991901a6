"""Texts and dates in the reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.templatetags.opis import dated


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        ("ru", "June 1927", '<span title="June 1927">июнь 1927 г.</span>'),
        ("ru", "около 1928", "около 1928"),
        ("en", "около 1928", '<span title="около 1928">circa 1928</span>'),
        ("en", "5 November 1927", "5 November 1927"),
        ("en", "1922–32", "1922–32"),
        ("en", "в ту пору", '<span lang="ru">в ту пору</span>'),
        ("en", "2 июня <b>", '<span lang="ru">2 июня &lt;b&gt;</span>'),
        ("ru", "", ""),
    ],
)
def test_dates_are_told_in_the_readers_language(language: str, written: str, shown: str) -> None:
    with translation.override(language):
        assert dated(written) == shown
