"""Requests and how long they took: by turns, so that whatever else the machine does falls on both alike."""

from __future__ import annotations

import http.client
import random
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

WARM_UP = 2
CLIENTS = 8
SECONDS = 20.0


def by_turns(addresses: dict[str, Sequence[str]], rounds: int) -> dict[str, list[float]]:
    """For each side the median of each of its addresses, in milliseconds. The sides' lists are of one length."""
    times: dict[str, list[list[float]]] = {side: [[] for _ in listed] for side, listed in addresses.items()}
    for round_ in range(WARM_UP + rounds):
        for place in range(len(next(iter(addresses.values())))):
            for side, listed in addresses.items():
                taken = fetch(listed[place])
                if round_ >= WARM_UP:
                    times[side][place].append(taken)
    return {side: [1000 * statistics.median(each) for each in listed] for side, listed in times.items()}


def throughput(addresses: Sequence[str]) -> float:
    """Requests a second of eight clients, each of which asks for the addresses in an order of its own."""
    until = time.monotonic() + SECONDS

    def client(seed: int) -> int:
        order = random.Random(seed)  # noqa: S311 - repeatable, no secret
        asked = 0
        while time.monotonic() < until:
            fetch(order.choice(addresses))
            asked += 1
        return asked

    started = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        asked = sum(pool.map(client, range(CLIENTS)))
    return asked / (time.monotonic() - started)


def fetch(address: str) -> float:
    """Seconds until the whole page is here; anything but a page is the end of the run."""
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.netloc, timeout=120)
    started = time.perf_counter()
    connection.request("GET", f"{url.path}?{url.query}", headers={"Accept": "text/html"})
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - started
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{answer.status} from {address}")
    return taken
