"""The lists of this app for programs, and what a name may be."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import LANGUAGE, ListApi, ListOnlyApi
from core.filters import LONGEST_QUESTION
from core.pages import words_of
from core.parameters import BadParameter, refuse_unknown
from core.problems import described
from notation.names import name_forms, name_keys, parse_name, query_keys, variants
from people.happening_lists import HappeningList
from people.models import Person
from people.views import PersonList

MOST_BEARERS = 20
TROTSKY = {
    "id": 7,
    "name_en": "Trotsky, Lev Davidovich",
    "name_ru": "Троцкий, Лев Давидович",
    "years": "1879–1940",
    "url": "/people/7/trotsky/",
}


class PersonApi(ListApi):
    pages, one = PersonList, "person"
    example = {**{name: TROTSKY[name] for name in ("id", "name_en", "name_ru", "url")}, "sex": "m", "born": "1879"}


class EventApi(ListOnlyApi):
    pages, one = HappeningList, "event"
    about = "What happened to people, births and deaths among it."
    example = {"kind": "exile", "person": "Trotsky, Lev Davidovich", "date": "January 1928", "date_edtf": "1928-01"}


class Bearer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name_en = serializers.CharField()
    name_ru = serializers.CharField(allow_blank=True)
    years = serializers.CharField(allow_blank=True)
    url = serializers.CharField()


class NameParts(serializers.Serializer[Any]):
    surname = serializers.CharField(allow_blank=True)
    given = serializers.CharField(allow_blank=True)
    patronymic = serializers.CharField(allow_blank=True)


class NameRead(serializers.Serializer[Any]):
    name = serializers.CharField()
    parts = NameParts()
    spellings = serializers.ListField(child=serializers.CharField(), help_text="As styles and lists write it")
    forms = serializers.ListField(child=serializers.CharField(), help_text="In bare letters, as it is compared")
    keys = serializers.ListField(child=serializers.CharField(), help_text="Alike in every script and romanisation")
    surname_keys = serializers.ListField(child=serializers.CharField(), help_text="Of words that may be the surname")
    people = Bearer(many=True, help_text="Who may be meant, the likeliest first")


EXAMPLE = {
    "name": "Троцкий, Лев",
    "parts": {"surname": "Троцкий", "given": "Лев", "patronymic": ""},
    "spellings": ["Троцкий, Лев", "Лев Троцкий"],
    "forms": ["trotskii, lev"],
    "keys": ["troski, lev"],
    "surname_keys": ["troski", "lev"],
    "people": [TROTSKY],
}


class NameApi(APIView):
    @extend_schema(
        operation_id="name_read",
        description="The parts, spellings and keys of a name, and who may bear it, in whatever script it is written.",
        parameters=[
            OpenApiParameter(
                "name",
                {"type": "string", "minLength": 1, "maxLength": LONGEST_QUESTION},
                required=True,
                examples=[OpenApiExample("name", "Троцкий, Лев")],
            ),
            LANGUAGE,
        ],
        responses={
            (200, "application/json"): OpenApiResponse(NameRead, "", [OpenApiExample("name", EXAMPLE)]),
            **described(),
        },
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request.query_params, ("name",))
        name = words_of(request.query_params, "name", LONGEST_QUESTION)
        if not name:
            raise BadParameter("name: " + _("say which name."))
        parts = parse_name(name)
        return Response(
            {
                "name": name,
                "parts": {"surname": parts.surname, "given": parts.given, "patronymic": parts.patronymic},
                "spellings": variants(name),
                "forms": name_forms(name),
                "keys": name_keys(name),
                "surname_keys": query_keys(name).words,
                "people": [_bearer(person) for person in Person.objects.suggested(name, MOST_BEARERS)],
            }
        )


def _bearer(person: Person) -> dict[str, object]:
    return {
        "id": person.pk,
        "name_en": person.name_en,
        "name_ru": person.name_ru,
        "years": str(person.years or ""),
        "url": person.get_absolute_url(),
    }
