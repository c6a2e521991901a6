"""docs/operations.md, “A public site”, line by line on a Debian with nothing else: PostgreSQL and nginx are its own.

What a chroot has not is stood in for: systemd, by a script that starts what our units say; Let's Encrypt, by a
certificate made here. `DEBIAN_BASE` may name a folder in which debootstrap has been before.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs" / "operations.md").read_text()
NAME = "opis.example.org"
DEBOOTSTRAP = shutil.which("debootstrap", path=f"{os.environ['PATH']}:/usr/sbin")
# What systemd would have done when these lines were through.
AFTERWARDS = {"apt-get install": "service postgresql start"}
SYSTEMCTL = r"""#!/bin/bash
# Starts what the units say, as the user they say.
set -eu
said() { sed -n "s/^$1=//p" "/etc/systemd/system/$2" | head -n 1; }
as_opis() {
    set -a; . "$(said EnvironmentFile opis.service)"; set +a
    cd "$(said WorkingDirectory opis.service)"
    exec setpriv --reuid=opis --regid=opis --clear-groups "$@"
}
stop_web() { [ ! -e /run/opis.pid ] || { kill "$(cat /run/opis.pid)"; tail --pid="$(cat /run/opis.pid)" -f /dev/null; rm /run/opis.pid; }; }
start_web() {
    install --directory --owner=opis /run/opis "/run/$(said RuntimeDirectory opis.service)"
    export BIND="unix:$(said ListenStream opis.socket)" PROMETHEUS_MULTIPROC_DIR=/run/opis-figures WEB_CONCURRENCY=2
    (as_opis $(said ExecStart opis.service)) </dev/null >>/var/log/opis 2>&1 &
    echo $! >/run/opis.pid
    for _ in $(seq 600); do [ -S /run/opis/web.sock ] && return; sleep 0.1; done
    tail /var/log/opis; exit 1
}
verb=$1; shift
for unit in "$@"; do
    case "$verb $unit" in
        "enable --now" | "enable opis.socket" | enable*.timer) ;;
        "enable opis.service" | "start opis.service") start_web ;;
        "stop opis.service") stop_web ;;
        "restart opis.service") stop_web; start_web ;;
        "reload nginx") nginx -s reload 2>/dev/null || nginx ;;
        "start opis-manage@"*) (as_opis $(said ExecStart opis-manage@.service | sed "s/%i/${unit#opis-manage@}/")) ;;
        *) echo "systemctl $verb $unit: not understood" >&2; exit 1 ;;
    esac
done
"""  # noqa: E501 - a program of another language
CERTBOT = rf"""#!/bin/sh
set -eu
mkdir -p /etc/letsencrypt/live/{NAME}
cd /etc/letsencrypt/live/{NAME}
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME} -addext subjectAltName=DNS:{NAME} \
    -keyout privkey.pem -out fullchain.pem
"""


def commands(section: str) -> list[str]:
    """The indented lines of `### section`, in order."""
    text = PAGE.partition(f"\n### {section}\n")[2]
    return re.findall(r"^    (\S.*)$", re.split(r"\n##", text)[0], re.MULTILINE)


@pytest.mark.release
@pytest.mark.servers
@pytest.mark.skipif(not DEBOOTSTRAP or os.geteuid() != 0, reason="as root, with debootstrap (apt install debootstrap)")
def test_what_the_page_says_about_a_public_site_can_be_done(measured: Callable[[str, str, str], None]) -> None:
    """T43: install, upgrade, restore, and the commands of the night."""
    install, upgrade, restore = (commands(section) for section in ("Install", "Upgrade", "Restore"))
    assert min(map(len, (install, upgrade, restore))) >= 4
    with debian() as root:
        took = {"install": run(root, install)}
        said = (root / "var/log/opis").read_text()[-3_000:]
        assert get("/health/ready/", root) == (200, b'{"status": "ok"}'), said
        assert get("/", root)[0] == 200
        assert get("/metrics", root)[0] == 404
        for unit in ("backup", "fixity", "clean_up", "doctor", "send_alerts"):
            run(root, [f"systemctl start opis-manage@{unit}"])
        run(root, ["cd /srv/opis", "deploy/manage demo"])
        people = get("/people/?format=json", root)[1]
        took["upgrade"] = run(root, upgrade)
        run(root, ["""runuser -u postgres -- psql opis --command="UPDATE people_person SET name_en = 'lost'" """])
        assert get("/people/?format=json", root)[1] != people
        took["restore"] = run(root, restore)
        assert get("/people/?format=json", root)[1] == people
        dropped = killed_worker(root)
        log = (root / "var/log/opis").read_text() + (root / "var/log/nginx/opis.log").read_text()
    assert dropped == 0
    assert "format=json" not in log
    told = ", ".join(f"{what} {seconds:.0f} s" for what, seconds in took.items())
    lines = len(install + upgrade + restore)
    measured("T43", "every line works", f"Debian 12: {lines} lines; {told}; a worker killed behind nginx: 0 dropped")


@contextmanager
def debian() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="opis-debian-") as folder:
        root = Path(folder) / "root"
        base = os.environ.get("DEBIAN_BASE")
        if base:
            subprocess.run(["cp", "--archive", base, root], check=True)
        else:
            assert DEBOOTSTRAP
            made = [DEBOOTSTRAP, "--variant=minbase", "--include=ca-certificates", "bookworm", str(root)]
            subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        prepare(root)
        subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
        try:
            yield root
        finally:
            end_what_runs_in(root)
            subprocess.run(["umount", root / "proc"], check=True)


def prepare(root: Path) -> None:
    """The way to the network as it is here, the stand-ins, and the project where the page takes it from."""
    outside = ["etc/resolv.conf", "etc/pip.conf", "etc/ssl/certs/ca-certificates.crt"]
    outside += [str(file.relative_to("/")) for file in Path("/etc/apt/apt.conf.d").glob("99*")]
    for file in outside:
        if Path("/", file).exists():
            shutil.copy(Path("/", file), root / file)
    for name, text in (("systemctl", SYSTEMCTL), ("certbot", CERTBOT)):
        (root / "usr/local/bin" / name).write_text(text)
        (root / "usr/local/bin" / name).chmod(0o755)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(root / "usr/src/opis")], check=True)


def run(root: Path, lines: list[str]) -> float:
    """Seconds. As a person would: one shell, which ends at the first line that fails."""
    after = [line for line in lines for line in (line, *(end for begun, end in AFTERWARDS.items() if begun in line))]
    script = "\n".join(["set -eu", "export DEBIAN_FRONTEND=noninteractive", *after])
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    began = time.monotonic()
    # Into a file: what is left running in there would hold a pipe open.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            ["chroot", str(root), "bash", "-x", "-c", script],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment, timeout=1800,
        )  # fmt: skip
        said.seek(0)
        assert done.returncode == 0, said.read()[-6_000:]
    return time.monotonic() - began


def get(path: str, root: Path) -> tuple[int, bytes]:
    """Over TLS, by way of nginx, with the certificate that was made in there."""
    trusted = ssl.create_default_context(cafile=str(root / f"etc/letsencrypt/live/{NAME}/fullchain.pem"))
    with socket.create_connection(("127.0.0.1", 443), timeout=30) as plain:
        connection = http.client.HTTPSConnection(NAME, timeout=30)
        with trusted.wrap_socket(plain, server_hostname=NAME) as connection.sock:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()


def killed_worker(root: Path) -> int:
    """Of two hundred pages how many were not had, while a worker is killed with -9."""
    master = int((root / "run/opis.pid").read_text())
    statuses = []
    for number in range(200):
        if number == 50:
            workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
            os.kill(int(workers[0]), signal.SIGKILL)
        statuses.append(get("/health/ready/", root)[0])
    return len([status for status in statuses if status != 200])


def end_what_runs_in(root: Path) -> None:
    """Each process whose root is ours, and no other."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "root").readlink() == root:
                    os.kill(int(process.name), number)
            except (OSError, ProcessLookupError):
                continue
        time.sleep(3)
