"""What was typed at the desk is what is stored and what programs are given, code point for code point.

The rule: white space around a text goes, a line break is one sign however it was sent, and nothing else is changed:
no Unicode normalisation, since `й` as two signs is how the source was typed. What no text can hold is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.models import Document
from core.records import Status
from tests import factories as make
from tests.desk import Page, errors_of

pytestmark = pytest.mark.django_db
FIELDS = ("title_en", "title_ru", "summary_en", "summary_ru", "transcription")
SHOWN = ("title_en", "title_ru")
AWKWARD = [
    "е\u0308 ё и\u0306 й", "e\u0301 é ﬁ ½ Ⅷ ℡", "\u200b\u200d\u2060\ufeff", "\u202eRTL\u202c \u05e9\u05dc\u05d5\u05dd",
    "𝔘 🙂 👩‍👩‍👧 \U0010fffd", "a\u00a0b\u2009c\u3000d", "l’été — «ёлки» „Lili“", "=1+1", "<b>&amp;</b>",
    "\\n %s {0} {{x}} $1", "line\nline", "\x07\x1b[0m", "'; drop table x; --", "tab\there", "\ue000\ufdd0\uffff",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60),
    st.lists(st.sampled_from(AWKWARD), min_size=1, max_size=3).map(" ".join),
)


def save_and_read_back(client: Client, count: int) -> int:
    """How many texts were saved and found to be the same."""
    client.force_login(make.editor())
    document = make.document("Before", title_ru="До", status=Status.PUBLISHED)
    page, anonymous, compared = Page(client, document), Client(), 0

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts=st.fixed_dictionaries(dict.fromkeys(FIELDS, TEXTS)))
    def one(texts: dict[str, str]) -> None:
        nonlocal compared
        texts = {"title_en": f"x{texts['title_en']}"} | {name: texts[name] for name in FIELDS[1:]}
        page.data["opened"] = str(Document.objects.values_list("version", flat=True).get(pk=document.pk))
        answer = page.send(**{name: text.replace("\n", "\r\n") for name, text in texts.items()})
        assert errors_of(answer) == {}
        stored = Document.objects.values(*FIELDS).get(pk=document.pk)
        assert stored == {name: text.strip() for name, text in texts.items()}
        told = anonymous.get(f"/api/documents/{document.pk}/").json()
        assert {name: told[name] for name in SHOWN} == {name: stored[name] for name in SHOWN}
        compared += len(FIELDS)

    one()
    return compared


def test_what_was_typed_is_stored_code_point_for_code_point(client: Client) -> None:
    """T14: by the form and back by the API, a few records each time."""
    assert save_and_read_back(client, 6) == 30


@pytest.mark.slow
def test_five_thousand_texts_are_stored_code_point_for_code_point(
    client: Client, measured: Callable[[str, str, str], None]
) -> None:
    """T14: 5,000 texts of a thousand records."""
    texts = save_and_read_back(client, 1000)
    assert texts >= 5000
    measured("T14", "0 differences in 5,000 texts", f"0 in {texts}")


def test_a_look_at_a_text_of_several_lines_does_not_change_it(client: Client) -> None:
    """T14: browsers send a line break as two signs."""
    client.force_login(make.editor())
    document = make.document("Before", title_ru="До", transcription="one\ntwo\n\nthree")
    answer = Page(client, document).send(transcription="one\r\ntwo\r\n\r\nthree")
    assert errors_of(answer) == {}
    document.refresh_from_db()
    assert document.transcription == "one\ntwo\n\nthree"


@pytest.mark.parametrize("name", FIELDS)
def test_what_no_text_can_hold_is_refused_and_nothing_is_lost(client: Client, name: str) -> None:
    """T14: NUL, which PostgreSQL cannot store."""
    client.force_login(make.editor())
    document = make.document("Before", title_ru="До")
    answer = Page(client, document).send(**{name: "a\0b"})
    assert errors_of(answer) == {name: ["Null characters are not allowed."]}
    assert Document.objects.get(pk=document.pk).title_en == "Before"


def test_a_file_of_the_record_says_the_same(client: Client) -> None:
    """T14: as JSON-LD, which is written and not read back by a framework."""
    text = " ".join(AWKWARD)
    document = make.document("x", transcription=text, status=Status.PUBLISHED)
    document.refresh_from_db()
    assert document.transcription == text
    given_back: Any = client.get(document.get_absolute_url(), {"format": "jsonld"})
    assert json.loads(given_back.getvalue())["@type"]
