"""The made-up corpora that everything is measured on: the same size gives the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "bench" / "generate.py"


def corpus(size: int, var: Path) -> Path:
    """The folder of the corpus of so many citations; generated once."""
    folder = var / f"corpus-{size}"
    if not (folder / "stats.json").exists():
        print(f"generating {size:,} citations …", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(GENERATOR), "--n", str(size), "--out", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own generator
    return folder
