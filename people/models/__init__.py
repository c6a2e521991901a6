from people.models.events import Event, Relation
from people.models.organisations import Organisation, OrganisationName
from people.models.persons import Identifier, Name, Person
from people.models.places import Place
from people.models.searching import FoundPerson, Surname

__all__ = [
    "Event",
    "FoundPerson",
    "Identifier",
    "Name",
    "Organisation",
    "OrganisationName",
    "Person",
    "Place",
    "Relation",
    "Surname",
]
