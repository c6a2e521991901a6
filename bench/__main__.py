"""`python -m bench [SIZE …]`: corpora, both sites, every query by turns; a table with ratios.

Machines are noisy, so only ratios between figures of one run count. Both sides give 50 rows, the total and three
facets with counts over all hits; nothing is cached but what the databases keep in memory.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import corpus, datasette, measuring, ours
from bench.queries import queries

VAR = Path(__file__).resolve().parents[1] / "var" / "bench"
# At most so many times Datasette's median, at a million citations (../shared/bench/README.md).
ALLOWED = {"a": 0.25, "b": 1.2, "c": 0.6, "d": 0.7, "e": 0.7, "f": 0.6, "g": 0.25, "h": 0.2}
GROWTH = 3.0
LARGE = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000, LARGE])
    parser.add_argument("--rounds", type=int, default=15, help="how often each query is asked; default: 15")
    asked = parser.parse_args()
    medians: dict[int, dict[str, float]] = {}
    for size in asked.sizes:
        medians[size] = _one_size(size, asked.rounds)
    if len(medians) > 1:
        _growth(medians)


def _one_size(size: int, rounds: int) -> dict[str, float]:
    folder = corpus.corpus(size, VAR)
    loaded = ours.load(folder, f"opis_bench_{size}")
    if loaded:
        print(f"load: {size / loaded.seconds:,.0f} citations/s ({loaded.seconds:.0f} s), {loaded.megabytes:.0f} MB")
    questions = list(queries(folder))
    with ours.serving(f"opis_bench_{size}") as us, datasette.serving(folder, VAR) as them:
        measured = measuring.by_turns(
            {
                "ours": [us.address + query.ours for query in questions],
                "theirs": [them.address + query.theirs for query in questions],
            },
            rounds,
        )
        rates = {
            "ours": measuring.throughput([us.address + query.ours for query in questions]),
            "theirs": measuring.throughput([them.address + query.theirs for query in questions]),
        }
        memory = us.megabytes_of_a_worker()
    print(f"\n{size:,} citations        ours   Datasette  ratio  allowed")
    medians = {}
    for query, ms, theirs in zip(questions, measured["ours"], measured["theirs"], strict=True):
        medians[query.name] = ms
        figures = f"{ms:6.1f} ms {theirs:6.1f} ms  {ms / theirs:5.2f}  {ALLOWED[query.name]:5.2f}"
        print(f"{query.name} {query.label:20} {figures}")
    print(f"8 clients, a to h: {rates['ours']:.1f} and {rates['theirs']:.1f} requests/s", end="")
    print(f", {rates['ours'] / rates['theirs']:.1f} times (4 wanted); a worker holds {memory:.0f} MB")
    return medians


def _growth(medians: dict[int, dict[str, float]]) -> None:
    small, large = min(medians), max(medians)
    worst = max(medians[large], key=lambda name: medians[large][name] / medians[small][name])
    ratio = medians[large][worst] / medians[small][worst]
    print(f"growth from {small:,} to {large:,}: {ratio:.1f} times at most ({worst}); {GROWTH:.0f} allowed")


if __name__ == "__main__":
    main()
