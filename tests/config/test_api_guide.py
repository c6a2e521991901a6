"""The examples of docs/api.md run as they stand, against a live server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.world import world

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
CURL = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
PYTHON = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def run(command: list[str], site: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "OPIS": site, "NO_PROXY": "*"}, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_guide_run(live_server: Any) -> None:
    world()
    assert (len(CURL), len(PYTHON)) == (9, 3)
    for line in CURL if shutil.which("curl") else ():
        answer = json.loads(run(["bash", "-c", line.replace("curl ", "curl --silent --fail ", 1)], live_server.url))
        counted = next(value for name, value in answer.items() if name in ("results", "notes", "people", "suggestions"))
        assert counted, line
    by_cursor, by_year, resolved = (run([sys.executable, "-c", program], live_server.url) for program in PYTHON)
    assert by_cursor == "7 publications\n"
    assert by_year == "1926 Ivanova, Anna 1 3\n"
    assert resolved == "1 explicit resolved ['83']\n2 ibid resolved ['84']\n"
