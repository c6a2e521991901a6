"""`python -m bench.hostile http://127.0.0.1:8000`: searches that were made to hurt, beside readers who just read.

No request may hold the database: each hostile one has to end within three seconds and a little with a page, a sentence
(400) or "too long" (503), and the readers' pages may not take more than twice as long as without it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

READERS, ATTACKERS = 5, 2
THINKING = 0.5
SECONDS = 15.0
LONGEST = 3.5
WELCOME = {200, 400, 404, 414, 503}
WORDS = ("письмо", "протокол", "of", "и", "history", "Иванов", "ЦК", "отчет", "the", "съезд")
LISTS = ("people", "documents", "publications", "units", "citations")
SORTS = ("newest", "year", "-year", "shelfmark", "title", "name", "born", "date", "number")
CALM = (
    "/",
    "/people/",
    "/citations/",
    "/citations/?q=хлеб+заготовка",
    "/documents/?page=7",
    "/publications/?sort=year",
)


@dataclass(frozen=True, slots=True)
class Answer:
    address: str
    status: int
    seconds: float


def hostile(chance: random.Random) -> str:
    """One of a thousand ways to ask for too much."""
    word, where = chance.choice(WORDS), chance.choice(LISTS)
    asked: dict[str, object] = chance.choice(
        [
            {"q": word * 2000},
            {"q": " OR ".join(f"{word}{n}" for n in range(500))},
            {"q": " OR ".join(chance.choice(WORDS) for _ in range(39))},
            {"q": f"-{word}"},
            {"q": f"-{word} -{chance.choice(WORDS)} -хлеб"},
            {"q": f'"{word} {chance.choice(WORDS)}"'},
            {"q": chance.choice(["%", "%%%", "_", "*", "\0", "'", '"', "\\", "(((", "a:" * 400, "'; --", "🙂" * 300])},
            {"q": "date:1..2100"},
            {"q": f"date:1917..1991 -{word} author:{word}"},
            {"page": 10**20},
            {"page": 10**6},
            {"page": chance.randint(1000, 20_000), "per_page": 100},
            {"sort": chance.choice(SORTS), "page": chance.randint(1, 20_000)},
            {"q": word, "sort": "shelfmark", "page": 999},
            {"year_min": 1, "year_max": 2100, "language": ["ru", "en", "de"], "outcome": "resolved", "kind": "file"},
            {"repository": ["RGASPI", "GARF", "RGANI"], "verification": "not checked", "sort": "year", "q": word},
            {"under": "RGASPI", "sort": "shelfmark", "page": 3000},
        ]
    )
    return f"/{where if 'q' not in asked or chance.random() < 0.3 else 'citations'}/?{urlencode(asked, doseq=True)}"


def fetch(site: str, path: str) -> Answer:
    address = site + urllib.parse.quote(path, safe="/?&=%+-.")
    started = time.perf_counter()
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the site that was named
            answer.read()
            status = int(answer.status)
    except urllib.error.HTTPError as error:
        error.read()
        status = error.code
    except urllib.error.URLError:
        status = 0
    return Answer(path, status, time.perf_counter() - started)


def readers(site: str, stop: threading.Event) -> list[Answer]:
    def one(seed: int) -> list[Answer]:
        chance, seen = random.Random(seed), []  # noqa: S311 - repeatable, no secret
        while not stop.wait(THINKING * chance.random() * 2):
            seen.append(fetch(site, chance.choice(CALM)))
        return seen

    with ThreadPoolExecutor(READERS) as pool:
        return [answer for seen in pool.map(one, range(READERS)) for answer in seen]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("site")
    parser.add_argument("--requests", type=int, default=200)
    asked = parser.parse_args()
    site = asked.site.rstrip("/")
    stop = threading.Event()
    threading.Timer(SECONDS, stop.set).start()
    idle = readers(site, stop)
    stop.clear()
    with ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(ATTACKERS) as pool:
        reading = beside.submit(readers, site, stop)
        chance = random.Random(37)  # noqa: S311 - repeatable, no secret
        answers = list(pool.map(lambda path: fetch(site, path), [hostile(chance) for _ in range(asked.requests)]))
        stop.set()
        busy = reading.result()
    _report(answers, idle, busy)


def _report(answers: Sequence[Answer], idle: Sequence[Answer], busy: Sequence[Answer]) -> None:
    print(f"{len(answers)} hostile requests: {dict(Counter(answer.status for answer in answers))}")
    print(f"the longest took {max(answer.seconds for answer in answers):.1f} s ({LONGEST} allowed)")
    bad = [answer for answer in answers if answer.status not in WELCOME or answer.seconds > LONGEST]
    for answer in sorted(bad, key=lambda answer: -answer.seconds)[:10]:
        print(f"  {answer.status} after {answer.seconds:.1f} s: {answer.address[:120]}")
    before, during = _p95(idle), _p95(busy)
    print(f"readers' pages, 95 of 100 within: {1000 * before:.0f} ms alone, {1000 * during:.0f} ms beside", end="")
    print(f", {during / before:.1f} times (2 allowed); failed: {sum(answer.status != 200 for answer in busy)}")


def _p95(answers: Sequence[Answer]) -> float:
    return statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]


if __name__ == "__main__":
    main()
