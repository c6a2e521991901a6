"""What Opis is made of: pinned with digests, on terms that bind nobody who runs it, and no secret among its files."""

from __future__ import annotations

import re
import subprocess
import sys
from email.message import Message
from pathlib import Path

import pytest

from bench.licences import HEAD, PAGE, Package, licence, locked, row

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_its_digests(name: str) -> None:
    """T41: what is installed is what was locked, byte for byte."""
    text = (ROOT / name).read_text()
    entries = re.split(r"^(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    entries = [entry for entry in entries if entry.strip()]
    loose = [entry for entry in entries if not re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+]+ ", entry)]
    bare = [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)]
    assert (loose, bare) == ([], [])
    assert len(entries) > 40


def test_what_is_asked_for_stands_in_the_lock() -> None:
    asked = re.findall(r"^([\w.-]+)==([\w.]+)$", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    held = {(package.name.lower(), package.version) for package in locked()}
    assert [package for package in asked if (package[0].lower(), package[1]) not in held] == []


def test_a_file_that_is_not_the_locked_one_is_refused(tmp_path: Path) -> None:
    """T41: the digest decides, wherever the file comes from."""
    (tmp_path / "opis_nothing-1.0-py3-none-any.whl").write_bytes(b"not what was locked")
    (tmp_path / "lock.txt").write_text(f"opis-nothing==1.0 --hash=sha256:{'0' * 64}\n")
    words = ["install", "--require-hashes", "--no-index", "--find-links", ".", "--target", "there", "-r", "lock.txt"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert not (tmp_path / "there").exists()


# -- licences ---------------------------------------------------------------------------------------------------------


def test_the_page_of_licences_is_of_what_is_locked() -> None:
    """Run `make licences` after `make lock`."""
    text = PAGE.read_text()
    assert text.startswith(HEAD)
    lines = text.removeprefix(HEAD).splitlines()
    assert [line.split(" | ")[:2] for line in lines] == [[f"| {p.name}", p.version] for p in locked()]
    installed = [line for line in map(row, locked()) if line is not None]
    assert [line for line in installed if line not in lines] == []


# Nothing that would bind whoever runs or changes Opis; the LGPL only where a library is loaded unchanged.
FREE = r"(MIT|MIT-CMU|BSD-[23]-Clause|Apache-2\.0|ISC|PSF-2\.0|Unlicense)"
LOADED_UNCHANGED = {"psycopg2-binary"}


def test_no_licence_binds_whoever_runs_it() -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text().removeprefix(HEAD).splitlines()]
    other = {name: terms for name, _version, terms in rows if not re.fullmatch(rf"{FREE}( (OR|AND) {FREE})*", terms)}
    assert set(other) == LOADED_UNCHANGED
    assert all(terms.startswith("LGPL") for terms in other.values())


def test_a_package_without_a_licence_is_not_taken_for_free() -> None:
    assert row(Package("no-such-package-of-opis", "1")) is None
    said = Message()
    assert licence(said) == ""  # type: ignore[arg-type]  # what a package says is read by the same three names
    said["Classifier"] = "License :: OSI Approved :: GNU Affero General Public License v3"
    assert not re.fullmatch(FREE, licence(said))  # type: ignore[arg-type]  # as above


# -- secrets ----------------------------------------------------------------------------------------------------------

SECRETS = {
    "a private key": r"-----BEGIN (RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----",
    "a key of a cloud": r"\b(AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a forge": r"\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,}|glpat-[\w-]{20})",
    "a token of a registry": r"\bpypi-[A-Za-z0-9_-]{40,}",
    "a token of a chat": r"\bxox[abpr]-[A-Za-z0-9-]{10,}",
    "a key of Django": r"SECRET_KEY\s*=\s*[\"'][^\"'\s]{30,}[\"']",
}
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".html", ".js", ".css", ".csv", ".json", ".cfg", ".ini", ".yml", ".sh"}


def found_in(text: str) -> list[str]:
    return [name for name, sign in SECRETS.items() if re.search(sign, text)]


def test_no_file_holds_a_secret() -> None:
    folders = [
        path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".") and path.name != "var"
    ]
    files = [*ROOT.iterdir(), *(path for folder in folders for path in folder.rglob("*"))]
    texts = [path for path in files if path.suffix in TEXT and path.is_file() and "vendor" not in path.parts]
    held = {str(path.relative_to(ROOT)): found_in(path.read_text(errors="replace")) for path in texts}
    assert {name: secrets for name, secrets in held.items() if secrets} == {}
    assert len(texts) > 300


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("-----BEGIN " + "PRIVATE KEY-----", "a private key"),
        ("AKIA" + "ABCDEFGHIJKLMNOP", "a key of a cloud"),
        ("ghp_" + "a" * 36, "a token of a forge"),
        ("SECRET_KEY" + ' = "' + "k" * 50 + '"', "a key of Django"),
    ],
)
def test_a_secret_would_be_seen(text: str, name: str) -> None:
    assert found_in(f"before {text} after") == [name]
