"""Finding aids in: what an EAD file says, what becomes of it, what is refused and why."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.imports.ead import NoFindingAid, read_finding_aid
from archive.imports.finding_aids import TABLES, import_finding_aid
from archive.imports.holders import Undecided
from archive.matching import find_unit
from archive.models import Component, Container, Repository, RepositoryName, Unit
from core.models import SentFile
from core.records import Status
from core.tables.undoing import undo
from notation.outcomes import Ambiguous, Reason, Resolved, Unresolved
from notation.references import ArchivalReference, Level
from tests import factories as make

SAMPLES = sorted((Path(__file__).parents[2] / ".." / "shared" / "sample" / "ead").resolve().glob("*.xml"))

EAD_2002 = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE ead PUBLIC "+//ISBN 1-931666-00-8//DTD ead.dtd (EAD) Version 2002)//EN" "ead.dtd">
<ead>
  <eadheader><eadid mainagencycode="US-XY">exiles</eadid><filedesc><titlestmt>
    <titleproper>Guide to the Exiles' Aid Papers</titleproper></titlestmt></filedesc></eadheader>
  <archdesc level="collection">
    <did>
      <repository><corpname>Hill Library</corpname></repository>
      <unittitle>Exiles' Aid Committee papers, <unitdate type="inclusive">1921-1938</unitdate></unittitle>
      <unitid>EX 7</unitid>
      <physdesc><extent>3 boxes</extent> <extent>in 1 carton</extent></physdesc>
      <origination label="creator"><corpname>Exiles' Aid Committee</corpname></origination>
    </did>
    <scopecontent><head>Scope</head><p>Letters from <title>Astrakhan</title>.</p><p>Lists of parcels.</p></scopecontent>
    <dsc>
      <c01 level="series" id="s1"><did><unitid>I</unitid><unittitle>Letters</unittitle></did>
        <c02 level="file" id="f1"><did>
          <unittitle>Письма из Барнаула</unittitle><unitdate normal="1928/1929">1928-1929</unitdate>
          <container type="box">1</container><container type="folder">3-5</container></did></c02>
        <c02 level="file" id="f2"><did><unittitle>Letters from Tara</unittitle>
          <container type="box" id="b1">1</container><container type="folder" parent="b1">6</container>
          <container type="box" id="b2">2</container><container type="folder" parent="b2">1</container></did>
          <dao href="https://archive.example/f2"/></c02>
        <c02 level="file" id="f3"><did><unittitle>More from Tara</unittitle>
          <container type="box">2</container><container type="folder">1</container></did></c02>
      </c01>
      <c01 level="otherlevel" otherlevel="album" id="s2"><did><unitid>I</unitid><unittitle>Photographs</unittitle>
        <unitdate type="bulk" normal="1929/1931">bulk</unitdate></did></c01>
    </dsc>
  </archdesc>
</ead>"""

EAD3 = """<?xml version="1.0" encoding="utf-8"?>
<ead xmlns="http://ead3.archivists.org/schema/">
  <control><recordid>parcels</recordid><filedesc><titlestmt><titleproper>Parcels</titleproper></titlestmt></filedesc>
  </control>
  <archdesc level="fonds">
    <did>
      <repository><corpname><part>Hill Library</part></corpname></repository>
      <unitid>EX 8</unitid><unittitle>Parcels sent</unittitle>
      <unitdatestructured><daterange><fromdate>1924</fromdate><todate>1927</todate></daterange></unitdatestructured>
      <physdescstructured physdescstructuredtype="spaceoccupied" coverage="whole">
        <quantity>2</quantity><unittype>volumes</unittype></physdescstructured>
    </did>
    <dsc><c level="item" id="i1"><did><unittitle>Ledger</unittitle>
      <container localtype="volume">1</container></did></c></dsc>
  </archdesc>
</ead>"""


def units() -> dict[str, str]:
    return dict(Unit.objects.order_by("sort_key").values_list("path", "level"))


def test_ead_2002_is_read_as_written() -> None:
    aid = read_finding_aid(EAD_2002.encode())
    top = aid.top
    assert (aid.archive, aid.isil, aid.title) == ("Hill Library", "US-XY", "Guide to the Exiles' Aid Papers")
    assert (top.unitid, top.title, top.date) == ("EX 7", "Exiles' Aid Committee papers", "1921-1938")
    assert top.extent == "3 boxes in 1 carton"
    assert top.description == (
        "Creator: Exiles' Aid Committee\n\nScope\n\nLetters from Astrakhan.\n\nLists of parcels."
    )
    assert [part.identifier for part in top.all()] == ["", "s1", "f1", "f2", "f3", "s2"]
    assert [part.containers for part in top.parts[0].parts] == [
        ("Box 1, Folder 3-5",),
        ("Box 1, Folder 6", "Box 2, Folder 1"),
        ("Box 2, Folder 1",),
    ]
    assert top.parts[1].date == "bulk 1929–1931"
    assert top.parts[1].level == "album"


def test_ead3_is_read_as_written() -> None:
    top = read_finding_aid(EAD3.encode()).top
    assert (top.level, top.unitid, top.title) == ("fonds", "EX 8", "Parcels sent")
    assert (top.date, top.extent) == ("1924–1927", "2 volumes")
    assert top.parts[0].containers == ("Volume 1",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This is not well-formed XML"),
        (b"<ead><archdesc></ead>", "This is not well-formed XML"),
        (b"<html><body>RGASPI</body></html>", "This is no EAD finding aid"),
        (b"<ead><eadheader/></ead>", "This is no EAD finding aid"),
        (b'<!DOCTYPE ead [<!ENTITY e SYSTEM "file:///etc/passwd">]><ead><archdesc>&e;</archdesc></ead>', "entities"),
        (
            b"<ead><archdesc>" + b"<c><did/>" * 60 + b"</c>" * 60 + b"</archdesc></ead>",
            "nested more than 40 deep",
        ),
    ],
)
def test_what_is_no_finding_aid_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NoFindingAid, match=sentence):
        read_finding_aid(content)


@pytest.mark.django_db
def test_a_finding_aid_becomes_a_tree_of_drafts() -> None:
    imported = import_finding_aid(EAD_2002.encode(), "exiles.xml", apply=True)
    assert imported.read == 6
    assert units() == {
        "HL/EX7": "collection",
        "HL/EX7/[2]": "album",
        "HL/EX7/I": "series",
        "HL/EX7/I/[1]": "file",
        "HL/EX7/I/[2]": "file",
        "HL/EX7/I/[3]": "file",
    }
    letters = Unit.objects.get(path="HL/EX7/I/[1]")
    assert (letters.title_ru, letters.title_en, str(letters.date_earliest)) == ("Письма из Барнаула", "", "1928-01-01")
    assert letters.status == Status.DRAFT
    assert Unit.objects.get(path="HL/EX7/I/[2]").url == "https://archive.example/f2"
    assert list(Component.objects.order_by("id").values_list("identifier", "unitid")) == [
        *(("", "EX 7"), ("s1", "I"), ("f1", ""), ("f2", ""), ("f3", ""), ("s2", "I")),
    ]


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_a_second_run_changes_nothing() -> None:
    """T15: finding aids."""
    assert "dry run" in import_finding_aid(EAD_2002.encode(), "exiles.xml", apply=False).lines()[-1]
    assert (Unit.objects.count(), Repository.objects.count()) == (0, 0)
    import_finding_aid(EAD_2002.encode(), "exiles.xml", apply=True)
    again = import_finding_aid(EAD_2002.encode(), "exiles.xml", apply=True)
    assert again.report.new == 0
    assert (Unit.objects.count(), Container.objects.count()) == (6, 4)


@pytest.mark.django_db
def test_the_import_of_a_finding_aid_can_be_undone() -> None:
    batch = import_finding_aid(EAD_2002.encode(), "exiles.xml", apply=True).report.batch
    assert batch
    assert undo(TABLES, batch.pk).refusals == []
    assert (Unit.objects.count(), Component.objects.count(), Container.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_finding_aid_goes_to_the_archive_that_is_named() -> None:
    hill = make.repository(code="HILL", scheme="box")
    RepositoryName.objects.create(repository=hill, text="Hill Library", language="en")
    import_finding_aid(EAD3.encode(), "parcels.xml", apply=True)
    assert units() == {"HILL/EX8": "collection", "HILL/EX8/[1]": "item"}
    assert Repository.objects.get() == hill
    import_finding_aid(EAD3.encode(), "parcels.xml", apply=True, code="EXILES")
    assert Repository.objects.get(code="EXILES").name_en == "Hill Library"


@pytest.mark.django_db
def test_initials_that_another_archive_has_are_not_guessed_at() -> None:
    make.repository(code="HL", name_en="House of Lords Record Office")
    with pytest.raises(Undecided, match="HL is another archive"):
        import_finding_aid(EAD3.encode(), "parcels.xml", apply=True)


def at(*steps: tuple[str, str]) -> ArchivalReference:
    return ArchivalReference(repository="HL", path=tuple(Level(name, number) for name, number in steps))


@pytest.mark.django_db
def test_a_box_and_a_folder_find_what_lies_there() -> None:
    import_finding_aid(EAD_2002.encode(), "exiles.xml", apply=True)
    in_folder_4 = find_unit(at(("collection", "EX 7"), ("box", "1"), ("folder", "4")))
    assert isinstance(in_folder_4, Resolved)
    assert in_folder_4.value.path == "HL/EX7/I/[1]"
    in_two = find_unit(at(("collection", "EX 7"), ("box", "2"), ("folder", "1")))
    assert isinstance(in_two, Ambiguous)
    assert [unit.path for unit in in_two.candidates] == ["HL/EX7/I/[2]", "HL/EX7/I/[3]"]
    assert find_unit(at(("collection", "EX 7"), ("box", "1"), ("folder", "7"))) == Unresolved(Reason.NOT_HELD)
    assert find_unit(at(("collection", "EX 9"), ("box", "1"), ("folder", "4"))) == Unresolved(Reason.NOT_HELD)


@pytest.mark.django_db
def test_the_command_takes_good_files_and_names_bad_ones(tmp_path: Path) -> None:
    (tmp_path / "good.xml").write_text(EAD3, encoding="utf-8")
    (tmp_path / "bad.xml").write_text("<ead>", encoding="utf-8")
    said = StringIO()
    with pytest.raises(CommandError, match="1 of 2 files were not taken"):
        call_command("import_ead", tmp_path / "bad.xml", tmp_path / "good.xml", "--apply", stdout=said)
    assert "bad.xml: This is not well-formed XML" in said.getvalue()
    assert units() == {"HL/EX8": "collection", "HL/EX8/[1]": "item"}
    kept = SentFile.objects.get()
    assert (kept.name, kept.kind, bytes(kept.content)) == ("good.xml", "finding aid", EAD3.encode())


@pytest.mark.django_db
@pytest.mark.skipif(not SAMPLES, reason="the sample finding aids stand beside the checkout, in ../shared/sample/ead")
def test_every_sample_goes_in_twice_with_the_same_result() -> None:
    for _turn in range(2):
        for file in SAMPLES:
            assert import_finding_aid(file.read_bytes(), file.name, apply=True).report.good
        assert (Unit.objects.count(), Component.objects.count(), Repository.objects.count()) == (759, 759, 1)
        assert Container.objects.filter(text="Box 1, Folder 3-5").exists()
