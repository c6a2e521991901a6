"""What programs are told of a person: schema.org, Records in Contexts, EAC-CPF."""

from __future__ import annotations

from core.exchange import Exchange, RecordForm
from people.exchange.eac import authority_record
from people.exchange.linked import person_linked
from people.exchange.ric import person_graph

OF_PERSON = Exchange(
    {
        "jsonld": RecordForm("JSON-LD", "application/ld+json", "jsonld", person_linked),
        "ttl": RecordForm("RiC-O", "text/turtle", "ttl", person_graph),
        "eac": RecordForm("EAC-CPF", "application/xml", "eac.xml", authority_record),
    },
    type=lambda _person: "Person",
)
