"""Numbers of authority files at the desk and in the database: one form of each, and nothing that is none."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from notation.authorities import AUTHORITIES
from people.models import Identifier
from people.models.persons import SHAPES
from tests import factories as make
from tests.desk import Page, errors_of, words

pytestmark = pytest.mark.django_db


def test_every_authority_has_its_rule_twice() -> None:
    assert {*Identifier.Authority.values} == AUTHORITIES.keys() == SHAPES.keys()


def test_an_address_that_is_pasted_at_the_desk_becomes_its_number(client: Client) -> None:
    client.force_login(make.editor("identifiers"))
    person, other = make.person("Rakovskii, Khristian"), make.person("Smilga, Ivar")
    page = Page(client, person)
    row = {"identifiers-TOTAL_FORMS": "1", "identifiers-0-authority": "GND"}
    refused = page.send(**row, **{"identifiers-0-value": "https://d-nb.info/gnd/118540239"})
    assert errors_of(refused) == {
        "identifiers-0-value": ["This number of GND cannot be right: its last sign does not fit the others."]
    }
    page.send(**row, **{"identifiers-0-value": "https://d-nb.info/gnd/118540238"})
    assert [str(found) for found in person.identifiers.all()] == ["GND 118540238"]
    again = Page(client, other).send(**row, **{"identifiers-0-value": "GND 118540238"})
    assert "already exists" in words(again)
    shown = client.get(f"{person.get_absolute_url()}?lang=en").content.decode()
    assert '<a rel="external" href="https://d-nb.info/gnd/118540238">GND 118540238</a>' in shown


@pytest.mark.parametrize(
    ("authority", "value"), [("VIAF", "Q42"), ("Wikidata", "42"), ("ISNI", "1"), ("ORCID", "0"), ("LCNAF", "79")]
)
def test_the_database_takes_no_number_of_another_kind(authority: str, value: str) -> None:
    person = make.person("Smilga, Ivar")
    with pytest.raises(IntegrityError, match="identifier_well_formed"), transaction.atomic():
        Identifier.objects.create(person=person, authority=authority, value=value)
    with pytest.raises(ValidationError):
        Identifier(person=person, authority=authority, value=value).full_clean()
