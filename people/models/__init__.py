from people.models.events import Event, Relation
from people.models.organisations import Organisation, OrganisationName
from people.models.persons import Identifier, Name, Person
from people.models.places import Place
from people.models.proposals import AuthorityFile, AuthorityRecord, Proposal
from people.models.searching import FoundPerson, PersonPart, Surname

__all__ = [
    "AuthorityFile",
    "AuthorityRecord",
    "Event",
    "FoundPerson",
    "Identifier",
    "Name",
    "Organisation",
    "OrganisationName",
    "Person",
    "PersonPart",
    "Place",
    "Proposal",
    "Relation",
    "Surname",
]
