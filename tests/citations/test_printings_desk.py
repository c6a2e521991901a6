"""Editors enter the documents that an edition prints on the edition's own page."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_an_edition_s_page_at_the_desk_asks_which_documents_it_prints(client: Client) -> None:
    client.force_login(make.editor())
    edition = make.publication("Arkhiv oppozitsii")
    page = client.get(f"/admin/citations/publication/{edition.pk}/change/").content.decode()
    assert 'name="printings-__prefix__-document"' in page
    assert 'name="printings-__prefix__-pages"' in page
