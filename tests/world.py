"""A small made-up world in which every page has something to show; `status` decides whether the public sees it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.models import Copy, DocumentPerson, FormerReference, Image, RepositoryName, Unit
from citations.models import Candidate, Contribution, Evidence, Printing, Publication, PublicationIdentifier
from core.records import Status
from people.models import Event, Identifier, Name, Organisation, OrganisationName, Person, Relation
from tests import factories as make

PUBLISHED = Status.PUBLISHED


def repository(status: str = PUBLISHED) -> Any:
    """RGASPI with a former name, as the archive was called until 1991."""
    found = make.repository(
        "RGASPI", status=status, name_ru="Архив РГАСПИ", place=make.place("Moscow", name_ru="Москва", status=status)
    )
    names = [
        ("РГАСПИ", "ru", "acronym", "1999/..", False),
        ("ЦПА ИМЛ", "ru", "acronym", "1956/1991", True),
        ("Central Party Archive", "en", "name", "", True),
    ]
    for text, language, kind, years, former in names:
        RepositoryName.objects.create(
            repository=found, text=text, language=language, kind=kind, years=years, former=former
        )
    return found


def life(number: int, status: str = PUBLISHED, **fields: Any) -> Person:
    """A person with names, events, an organisation, a picture's credit and a number elsewhere."""
    person = make.person(
        f"Ivanova, Anna {number}",
        **{
            "name_ru": f"Иванова, Анна {number}", "born": "около 1890", "died": "1938", "sex": "f", "status": status,
            "epithet_en": "editor", "life_en": "She edited.\nShe was exiled.", **fields,
        },
    )  # fmt: skip
    exile = make.place(
        f"Narym {number}", name_ru="Нарым", status=status, former_names=["Narymsk"], latitude=58.9, longitude=81.6
    )
    board = Organisation.objects.create(name_en=f"Board {number}", name_ru="Редакция", status=status)
    OrganisationName.objects.create(organisation=board, text="Редколлегия", language="ru")
    Name.objects.create(person=person, text=f"Anna Iwanowa {number}", language="de", script="Latn", kind="romanisation")
    Event.objects.create(person=person, kind="office", date="1925–27", organisation=board, words_en="Editor.")
    Event.objects.create(
        person=person, kind="exile", date="январь 1928", place=exile, words_ru="Выслана.", certainty="probable"
    )
    Identifier.objects.create(person=person, authority="VIAF", value=f"{number}00")
    Image.objects.create(
        person=person, credit=f"Archive of photographs {number}", caption_en="At the board", status=status
    )
    return person


def work(number: int, author: Person | None = None, status: str = PUBLISHED, **fields: Any) -> Publication:
    made = make.publication(
        **{
            "title": f"Очерк истории {number}",
            "translation": "A sketch",
            "language": "ru",
            "date": "1926",
            "pages": 120,
            "status": status,
            **fields,
        },
    )
    share = {"person": author} if author else {"name_printed": f"A. Petrov {number}"}
    Contribution.objects.create(publication=made, **share)
    PublicationIdentifier.objects.create(publication=made, authority="OCLC", value=str(number))
    return made


def letter(number: int, person: Person, unit: Unit, leaves: str = "83", status: str = PUBLISHED) -> Any:
    document = make.document(
        f"Letter no. {number}", title_ru=f"Письмо № {number}", kind="letter", date="2 June 1928", status=status,
        languages=["ru"], summary_en="On exile.",
    )  # fmt: skip
    DocumentPerson.objects.create(document=document, person=person, role="author")
    Copy.objects.create(document=document, unit=unit, leaves=leaves, state="carbon copy")
    return document


def cited(unit: Unit, work: Publication, number: int, leaves: str, status: str = PUBLISHED, **fields: Any) -> Any:
    """A note of the work that cites these sheets of the unit."""
    text = f"RGASPI, f. 17, op. 171, d. 87, l. {leaves}. And more words."
    note = make.footnote(text, publication=work, number=str(number), order=number, status=status)
    place = {"footnote": note, "start": 0, "end": text.index(". And"), "as_written": text[: text.index(". And")]}
    return make.citation(unit, **{**place, "leaves": leaves, "status": status, **fields})


def world(size: int = 3) -> dict[str, Any]:
    """A published world of `size` people, works, letters, notes and files, with a citation of each outcome."""
    home, file = repository(), make.unit("RGASPI/17/171/87", status=PUBLISHED, title_ru="Стенограммы", date="1927")
    first, other = life(1), life(2)
    made = {"repository": home, "unit": file, "person": first, "other": other, "work": work(1, first)}
    made["letter"] = letter(1, first, file, "81")
    Image.objects.create(
        document=made["letter"], file=f"images/ab/{'c' * 62}.jpg", width=1200, height=1600, leaf="81", credit="RGASPI",
        licence="public domain", status=PUBLISHED,
    )  # fmt: skip
    made["citation"] = cited(file, made["work"], 1, "81", remark="Emphasis in the original")
    FormerReference.objects.create(unit=file, archive="ЦПА ИМЛ", shelfmark="17/171/870", note="The list of 1994")
    grow(made, range(2, size + 1))
    note = make.footnote("Там же, л. 5.", publication=made["work"], number="90", order=90, status=PUBLISHED)
    made["ambiguous"] = make.citation(footnote=note, outcome="ambiguous", reason="", status=PUBLISHED)
    for path in ("RGASPI/17/171/102", "RGASPI/17/171/103"):
        Candidate.objects.create(citation=made["ambiguous"], unit=make.unit(path, status=PUBLISHED))
    note = make.footnote("Ibid.", publication=made["work"], number="91", order=91, status=PUBLISHED)
    made["unresolved"] = make.citation(footnote=note, reason="No archive of this name is known.", status=PUBLISHED)
    note = make.footnote("Очерк, p. 5.", publication=made["work"], number="92", order=92, status=PUBLISHED)
    made["of_work"] = make.citation(made["work"], footnote=note, pages="5", status=PUBLISHED)
    return made


def grow(made: dict[str, Any], numbers: Iterable[int], status: str = PUBLISHED) -> None:
    """More of everything, hung on what the world has already: on its first person, work, letter and file."""
    first, file = made["person"], made["unit"]
    for number in numbers:
        person = life(1000 + number, status)
        Relation.objects.create(person=first, kind="co-author", other=person)
        Relation.objects.create(person=person, kind="secretary", other=first)
        written = work(1000 + number, first, status, part_of=made["work"])
        document = letter(1000 + number, first, file, str(80 + number), status)
        DocumentPerson.objects.create(document=document, person=made["other"], role="mentioned")
        citation = cited(file, made["work"], 100 + number, str(80 + number), status)
        for statement in [*first.events.all(), *first.names.all(), *first.relations.filter(other=made["other"])]:
            Evidence.objects.create(citation=citation, **{statement._meta.model_name: statement})
        Evidence.objects.create(citation=citation, document=made["letter"], about="date")
        Evidence.objects.create(citation=citation, copy=made["letter"].copies.get(unit=file))
        Evidence.objects.create(citation=citation, former_reference=file.former_references.get())
        Printing.objects.create(document=document, publication=made["work"], pages=f"{number}–{number + 1}")
        Printing.objects.create(document=made["letter"], publication=written, language="en", form="extract")
        make.citation(made["work"], status=status, as_written=f"Очерк {number}")
        make.citation(made["letter"], status=status, as_written=f"Letter {number}")
        below = make.unit(f"RGASPI/17/171/{100 + number}", status=status, title_en=f"File {number}")
        Copy.objects.create(document=made["letter"], unit=below, leaves="7")
        make.repository(f"GARF{number}", status=status)
        Image.objects.create(person=first, credit=f"Photographer {number}", status=status)
        Contribution.objects.create(publication=written, person=made["other"], role="editor")


def addresses(made: dict[str, Any]) -> list[str]:
    """Every kind of public page that this world has."""
    records = [record.get_absolute_url() for record in made.values()]
    lists = ["/people/", "/archive/", "/units/", "/documents/", "/publications/", "/citations/"]
    narrowed = [
        "/people/?q=Iwanowa", "/people/?letter=I&event=exile", "/people/?part=by",
        "/archive/RGASPI/17/", "/archive/RGASPI/17/171/87/?l=82",
        "/archive/RGASPI/17/171/87/?from=ЦПА+ИМЛ/17/171/870", "/units/?under=RGASPI/17",
        f"/documents/?person={made['person'].pk}", f"/publications/?person={made['person'].pk}&sort=year",
        "/citations/?under=RGASPI/17&sort=shelfmark", f"/citations/?person={made['person'].pk}&language=ru",
        f"/citations/?author={made['person'].pk}&year_min=1920&repository=RGASPI", "/citations/?outcome=ambiguous",
        "/search/", "/search/?q=Ivanova", "/search/?q=Очерк&text=1", "/search/?q=RGASPI+17/171/99999", "/search/?q=zzz",
        "/", "/help/", "/help/api/", "/about/", "/data/", "/styleguide/",
        "/resolve/", "/resolve/?ref=RGASPI,+f.+17,+op.+171,+d.+87,+l.+83;+Ibid.,+l.+5",
        "/publications/?files=RGASPI/17/171/87&files=RGASPI/17/171/102", "/citations/?under=RGASPI/17/171/87&l=82",
    ]  # fmt: skip
    person, author, work = made["person"].pk, made["other"].pk, made["work"].pk
    counted = [
        "people/?under=RGASPI", f"works/?author={person}&sort=title", f"files/?publication={work}&q=RGASPI",
        "together/?unit=RGASPI/17/171/87", f"sharing/?publication={work}", f"colleagues/?author={person}",
        f"common/?author={person}&author={author}",
    ]  # fmt: skip
    pictures = [
        "/map/",
        f"/map/?person={person}&kind=exile&year_max=1930",
        "/events/",
        "/events/?placed=no&kind=office",
    ]
    kept = ["/notebook/", "/notebook/?r=/archive/RGASPI/17/171/87/?l%3D83&r=/people/0/&style=gost", "/feeds/"]
    return ["/", *records, *lists, *narrowed, *(f"/citations/{list_}" for list_ in counted), *pictures, *kept]


def forms(made: dict[str, Any]) -> list[str]:
    """Public pages with a form to send: each has a word of its own, so that they are never the same twice."""
    of = made["person"].get_absolute_url()
    return ["/check/", "/follow/?of=/citations/?under%3DRGASPI", f"/report/?of={of}", f"/report/?of={of}&sent=1"]
