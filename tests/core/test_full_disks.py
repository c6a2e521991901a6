"""Disks that are full: what was kept stays as it was, what was not is told, and with room again all goes on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from archive.models import Image
from config import embedded
from config.embedded.binaries import programs
from config.embedded.layout import Layout, scratch_layout_of
from core import doctor
from core.doctor import Verdict
from tests import factories as make
from tests.archive.test_pictures import drawn
from tests.core.replicating import Node, address, connected
from tests.core.test_kills import PROJECT, tables
from tests.desk import Page

Measured = Callable[[str, str, str], None]
FULL = "The disk is full: nothing of this was kept."
# Of all that stood before the import, as it would be compared after it.
KEPT = "SELECT count(*), md5(string_agg(p::text, ' ' ORDER BY id)) FROM people_person p"


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A disk of this size at the folder; what is yielded makes it larger."""
    if os.geteuid() != 0 or mount(f"size={size}", folder).returncode:
        pytest.skip("a small disk can only be made by root, outside of a closed container")
    try:
        yield lambda larger: mount(f"remount,size={larger}", folder).check_returncode()
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


def mount(options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# -- stored files -----------------------------------------------------------------------------------------------------


def files_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_no_half_picture_is_kept(client: Client, settings: Settings, tmp_path: Path) -> None:
    """T6: the disk is full at the first file, at the second, and no more."""
    settings.MEDIA_ROOT = tmp_path
    letter = make.document()
    client.force_login(make.editor())
    sent: dict[str, Any] = {"document": letter.pk, "credit": "RGASPI", "licence": "CC BY"}
    for written in (0, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", until_full(written))
            answer = Page(client, Image).send(file=upload(), **sent)
        assert (answer.status_code, FULL in answer.content.decode()) == (507, True)
        assert Image.objects.count() == 0
        assert len(files_below(tmp_path)) == written  # a preview, whole, which the next try needs not make
    Page(client, Image).send(file=upload(), **sent)
    assert Image.objects.get().width == 40
    assert len(files_below(tmp_path)) == 2


def until_full(most: int) -> Callable[[int], None]:
    left = [most]

    def fsync(_file: int) -> None:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1

    return fsync


def upload(size: tuple[int, int] = (40, 20)) -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.jpg", drawn(size=size), "image/jpeg")


@pytest.mark.slow
@pytest.mark.django_db
def test_pictures_sent_until_the_disk_is_full(
    client: Client, settings: Settings, tmp_path: Path, measured: Measured
) -> None:
    """T6: every row has its two whole files, every file its row, once there is room again too."""
    letter = make.document()
    client.force_login(make.editor())
    with small_disk(tmp_path, "1m") as enlarge:
        settings.MEDIA_ROOT = tmp_path
        refused = 0
        for number in range(200):
            page = Page(client, Image)
            answer = page.send(file=upload((900 + number, 600)), document=letter.pk, leaf=str(number + 1), credit="x")
            refused += answer.status_code == 507
            if refused == 20:
                enlarge("64m")
                assert doctor.disk_space().verdict is Verdict.GOOD
            elif refused and answer.status_code == 507:
                assert doctor.disk_space().verdict is Verdict.WARNING
        rows = set(Image.objects.values_list("file", flat=True))
        files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.jpg")}
        without_file = {name for name in rows if not {name, name.replace(".jpg", ".preview.jpg")} <= files}
        left = [path for path in tmp_path.rglob(".*") if path.is_file()]
        assert (without_file, left) == (set(), [])
        assert refused == 20
        assert len(rows) == 180
        with closing(client.get(Image.objects.latest("id").full)) as shown:
            assert shown.status_code == 200
    measured(
        "T6",
        "0 rows without file, 0 temporary files left",
        f"200 pictures sent, {refused} refused on a full disk with a sentence, {len(rows)} kept whole, 0 halves",
    )


# -- the database -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.servers
def test_an_import_until_the_disk_is_full(tmp_path: Path, settings: Settings, measured: Measured) -> None:
    """T5: what was there is untouched, the reason is told, and with room the import goes through."""
    beside = scratch_layout_of(PROJECT)
    folder = beside.folder.with_name(f"{beside.folder.name}-full-{os.getpid()}")
    folder.mkdir(mode=0o700)
    server = embedded.Server(Layout(folder, folder / "socket", beside.owner), say=lambda said: None)
    node = Node("full", server)
    settings.EMBEDDED_FOLDER, settings.MEDIA_ROOT = folder, tmp_path
    corpus = tables(tmp_path / "corpus", ROWS, "RGASPI")
    with small_disk(folder, "2g") as enlarge:
        try:
            server.start()
            node.setting("max_wal_size", "48MB")
            manage(node, "migrate", "--verbosity=0")
            manage(node, "shell", "--verbosity=0", "-c", "from tests import factories as make; make.person('Kept, A.')")
            before = held(node)
            node.ask("CHECKPOINT")
            used = os.statvfs(folder)
            enlarge(f"{(used.f_blocks - used.f_bfree) * used.f_frsize // 1024 + 20_000}k")

            refused = manage(node, "load", str(corpus), "--apply", good=False)
            assert "The disk is full" in refused or "server" in refused, refused
            if server.running():
                assert held(node) == before
            enlarge("2g")
            server.start()
            assert held(node) == before
            assert doctor.disk_space().verdict is Verdict.GOOD
            said = manage(node, "load", str(corpus), "--apply")
            with connected(address(node)) as cursor:
                cursor.execute("SELECT count(*) FROM citations_citation")
                assert cursor.fetchone() == (ROWS,), said
            assert held(node) == before
            check(node, "pg_amcheck", "--heapallindexed", "--database=opis", "--install-missing")
            server.stop()
            bad = check(node, "pg_checksums", "--check", f"--pgdata={server.layout.data}")
            assert "Bad checksums:  0" in bad
        finally:
            server.stop()
    blocks = bad.partition("Blocks scanned:")[2].split()[0]
    told = "said that the disk is full" if "The disk is full" in refused else "stopped with the server"
    measured(
        "T5",
        "nothing lost, 0 bad checksums, told in a sentence",
        f"an import of {ROWS:,} citations {told}; with room again all {ROWS:,}; 0 bad of {blocks} blocks",
    )


ROWS = 20_000


def held(node: Node) -> Any:
    with connected(address(node)) as cursor:
        cursor.execute(KEPT)
        return cursor.fetchone()


def manage(node: Node, *words: str, good: bool = True) -> str:
    environment = {**os.environ, "DATABASE_URL": address(node), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == good, done.stderr
    return done.stdout + done.stderr


def check(node: Node, program: str, *words: str) -> str:
    where = {"PGHOST": str(node.layout.socket), "PGUSER": "postgres"}
    environment = {**os.environ, **where, "PGPASSFILE": str(node.layout.superuser_passfile)}
    command = [str(programs(copied=True) / program), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
