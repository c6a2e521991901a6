"""Every public address: whole, in both languages, quick however much there is, and deaf to drafts and nonsense."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.world import addresses, world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_whole(client: Client, language: str) -> None:
    for address in addresses(world()):
        answer = client.get(address, headers={"accept-language": language}, follow=False)
        page = answer.content.decode()
        assert answer.status_code == 200, (address, answer.status_code, page[:500])
        assert len(re.findall(r"<h1[ >]", page)) == 1, address
        assert f'<html lang="{language}">' in page, address
        assert "no such variable" not in page, (address, re.findall(r"‹no such variable: [^›]*›", page))
        ids = re.findall(r'\bid="([^"]*)"', page)
        assert len(ids) == len(set(ids)), (address, sorted(name for name in ids if ids.count(name) > 1))
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", page), address
