"""`python -m notation`: references one a line, and documents with citations as JSON lines."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from notation.__main__ import main
from notation.jsonl import annotate


def _citations(*texts: str) -> list[list[dict[str, object]]]:
    notes = [{"n": str(number), "text": text} for number, text in enumerate(texts, 1)]
    (line,) = annotate([json.dumps({"doc": "d", "language": "en", "notes": notes})])
    return [note["citations"] for note in json.loads(line)["notes"]]


def test_an_archival_citation_in_the_schema() -> None:
    assert _citations("РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83–4 об.") == [
        [
            {
                "kind": "archival",
                "repository": "RGASPI",
                "repository_as_written": "РГАСПИ",
                "fond": "17",
                "opis": "171",
                "delo": "87",
                "leaves": ["83-84v"],
            }
        ]
    ]


def test_other_schemes_and_further_levels() -> None:
    (one,), (other,) = _citations("HIA, Orlov Papers, box 5", "ГАРФ. Ф. 110. Оп. 24. Д. 77 ч. 3")
    assert one["path"] == [["collection", "Orlov Papers"], ["box", "5"]]
    assert "fond" not in one
    assert (other["delo"], other["extra"]) == ("77", [["part", "3"]])


def test_a_publication_in_the_schema() -> None:
    assert _citations("A. Jones, “A Paper,” Slavic Review 44, no. 2 (1985): 213–37.") == [
        [
            {
                "kind": "publication",
                "title": "A Paper",
                "authors": ["A. Jones"],
                "container": "Slavic Review",
                "year": "1985",
                "volume": "44",
                "issue": "no. 2",
                "pages": "213–37",
            }
        ]
    ]


def test_inherited_fields_are_listed_and_a_broken_ibid_is_empty() -> None:
    broken, _, completed = _citations("Ibid.", "RGASPI, f. 17, op. 3, d. 5", "Ibid., l. 7")
    assert broken == []
    assert completed[0]["inherited"] == ["delo", "fond", "opis", "repository"]
    assert completed[0]["leaves"] == ["7"]


def test_an_ambiguous_ibid_shows_the_nearest() -> None:
    _, (ibid,) = _citations("RGASPI, f. 17, op. 3, d. 5; GARF, f. 1, op. 2, d. 3", "Ibid.")
    assert ibid["repository"] == "GARF"


@pytest.mark.parametrize("line", ["{", "[]", '{"doc": "d"}', '{"notes": [{"n": 1}]}', "3", '{"notes": 5}'])
def test_a_line_that_is_no_document_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 is no document"):
        list(annotate(['{"doc": "d", "notes": []}', line]))


def test_blank_lines_are_left_out_and_other_keys_kept() -> None:
    (line,) = annotate(["", '{"doc": "d", "title": "T", "notes": []}', " "])
    assert json.loads(line) == {"doc": "d", "title": "T", "notes": []}


_ARTICLE = "[1] RGASPI, f. 17, op. 171, d. 87, l. 83.\n[2] Ibid., l. 84.\n[4] Ibid.\n"


def test_references_are_printed_one_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "article.txt"
    file.write_text(_ARTICLE, "utf-8")
    assert main([str(file), "--style", "chicago"]) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "1\t0-36\tresolved\tRGASPI, f. 17, op. 171, d. 87, l. 83.",
        "2\t0-12\tresolved\tRGASPI, f. 17, op. 171, d. 87, l. 84.",
        "4\t0-5\tresolved\tRGASPI, f. 17, op. 171, d. 87, l. 84.",
    ]
    assert printed.err == "Note 3 is missing: 4 follows 2.\n"


def test_a_failure_is_printed_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[1] Ibid.\n"), "utf-8"))
    assert main(["-"]) == 0
    assert capsys.readouterr().out.startswith("1\t0-5\tunresolved\tIbid. (No reference stands before this one")


def test_a_bare_reference_needs_no_note_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("ГАРФ. Ф. 1. Оп. 2. Д. 3".encode()), "utf-8"))
    assert main(["--style", "gost"]) == 0
    assert capsys.readouterr().out == "\t0-23\tresolved\tГАРФ. Ф. 1. Оп. 2. Д. 3.\n"


def test_a_missing_file_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-file.txt"]) == 1
    assert "no-such-file.txt cannot be read" in capsys.readouterr().err


def test_the_command_starts_at_once() -> None:
    """0.3 s of processor time, which a busy machine does not stretch."""
    assert min(_start() for _ in range(3)) < 0.3


def _start() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "notation", "--jsonl"], input=b"", check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
