"""A page of a list: keys first, then the records of these keys alone."""

from __future__ import annotations

from typing import Any

import pytest

from archive.models import Document, DocumentPerson
from core.paging import KeyPaginator
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_narrows_a_list_is_not_asked_again_for_the_records(django_assert_num_queries: Any) -> None:
    person, other = factories.person("Rakovskii, Khristian"), factories.person("Eltsin, Boris")
    for title, who in (("C", person), ("A", person), ("B", other), ("D", person)):
        DocumentPerson.objects.create(document=factories.document(title), person=who, role="author")
    rows = Document.objects.of_person(person).order_by("title_en")
    paginator = KeyPaginator(rows, 2)
    with django_assert_num_queries(3) as asked:
        assert [document.title_en for document in paginator.page(1)] == ["A", "C"]
    assert ["archive_documentperson" in each["sql"] for each in asked.captured_queries] == [True, True, False]
    assert [document.title_en for document in paginator.page(2)] == ["D"]
    assert paginator.count == 3
