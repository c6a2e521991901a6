"""Texts and dates in the reader's language."""

from __future__ import annotations

import pytest
from django.template import Context, Template
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


def test_a_steady_part_is_written_once_for_each_language_and_sees_nothing_of_the_page() -> None:
    part = Template(
        "{% load i18n steady %}{{ page }} {% steady %}{{ LANGUAGE_CODE }} {% translate 'Search' %}"
        "{% if page %}{{ page }}{% endif %}{% endsteady %}"
    )
    seen = []
    for page, language in enumerate(("en", "ru", "en", "ru"), 1):
        with translation.override(language):
            seen.append(part.render(Context({"page": page})))
    assert seen == ["1 en Search", "2 ru Найти", "3 en Search", "4 ru Найти"]
