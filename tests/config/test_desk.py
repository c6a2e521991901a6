"""The order of the desk: what is opened every day first, parts of records last, nothing that one may not see."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db


def groups(client: Client) -> dict[str, list[str]]:
    apps = client.get("/admin/").context["app_list"]
    return {str(app["name"]): [str(kind["name"]) for kind in app["models"]] for app in apps}


def test_what_is_opened_every_day_comes_first(client: Client) -> None:
    client.force_login(make.editor())
    told = groups(client)
    parts = told.pop("Parts of records")
    assert told == {
        "People": ["Persons", "Organisations", "Places"],
        "Archive": ["Archives", "Archival units", "Documents"],
        "Citations": ["Publications", "Footnotes", "Citations", "Readers' reports"],
        "Running the desk": [
            "Imports",
            "Merges",
            "Decisions “not the same”",
            "Users",
            "Groups",
            "Limits to archives",
            "Tokens for programs",
            "E-mail alerts",
        ],
    }
    assert parts == sorted(parts, key=str.casefold)
    assert {"Events", "Evidence", "Former references", "Printings of documents"} <= set(parts)


def test_who_may_only_see_people_is_shown_no_other_group(client: Client) -> None:
    anna = User.objects.create_user("anna", is_staff=True)
    anna.user_permissions.add(*Permission.objects.filter(codename__in=("view_person", "view_name")))
    client.force_login(anna)
    assert groups(client) == {"People": ["Persons"], "Parts of records": ["Names"]}
