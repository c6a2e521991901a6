"""The lists of this app for programs."""

from core.api import ListApi
from people.views import PersonList


class PersonApi(ListApi):
    pages, one = PersonList, "person"
