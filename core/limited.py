"""What strangers send is parsed in a child process, with limits on memory and time; its answer comes back as JSON.

Limits as reliability.md 3.5 found them: whatever a file does to its reader, the site goes on and says so.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[1]
MEMORY = 1 << 30
SECONDS_OF_WORK = 20
SECONDS = 30
LARGEST_ANSWER = 256_000_000


class Died(Exception):
    """The child took too much, or fell over the file."""


def ask_child(module: str, content: bytes, *arguments: str) -> Any:
    """What `python -m module` says of the content on its standard input. Raises Died."""
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(content)
        question.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - a module of ours, no shell
                [sys.executable, "-m", module, *arguments],
                stdin=question,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=HOME,
                env={"PYTHONDONTWRITEBYTECODE": "1"},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Died from error
        if done.returncode:
            raise Died
        answer.seek(0)
        return json.load(answer)


def answer_parent(read: Callable[[bytes], Any]) -> None:
    """In the child: set the limits, read standard input, say the answer. `read` imports what it needs by itself."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_WORK, SECONDS_OF_WORK))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ANSWER, LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
