"""Crawlers: one that keeps to what it is told, from the first page on; and a rude one beside people who read."""

from __future__ import annotations

import itertools
import random
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from itertools import count
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.test import Client

from archive.models import Document, Repository, Unit
from citations.models import Citation, Publication
from people.models import Person
from tests.config.test_harvesting import is_closed
from tests.served import Answer, Site, address_of_the_test_database, ask, percentile, served
from tests.world import grow, world

SITE = "http://testserver"
RECORDS: tuple[Any, ...] = (Person, Repository, Unit, Document, Publication, Citation)
Measured = Callable[[str, str, str], None]


def led_to(here: str, page: str) -> set[str]:
    """The addresses on this site that a page leads to, but for those that it says not to follow."""
    found = set()
    for tag in re.findall(r"<a\s[^>]*>", page):
        href = re.search(r'href="([^"]*)"', tag)
        if href is None or re.search(r'rel="[^"]*nofollow', tag):
            continue
        target = urlsplit(urljoin(SITE + here, unescape(href.group(1))))
        if f"{target.scheme}://{target.netloc}" == SITE:
            found.add(target.path + (f"?{target.query}" if target.query else ""))
    return found


@pytest.mark.django_db
def test_an_obedient_crawler_reads_each_record_once_and_no_combination(
    client: Client, measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T38: what a crawler fetches that keeps to robots.txt and to `nofollow`."""
    monkeypatch.setattr("tests.factories._numbers", count(1))  # a work has as many pages as its last note's number says
    grow(world(3), range(4, 9))
    robots = client.get("/robots.txt").content.decode()
    waiting, seen, wrong = deque(["/"]), {"/"}, []
    while waiting:
        here = waiting.popleft()
        answer: Any = client.get(here)
        if answer.status_code != 200:
            to = {answer["Location"]} if answer.status_code in (301, 302) else set()
            wrong += [] if to or here.startswith("/images/") else [(here, answer.status_code)]  # no file is stored
        else:
            page = answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""
            to = led_to(here, page)
            if page and len(re.findall(r'<link rel="canonical" href="[^"]+">', page)) != 1:
                wrong.append((here, 0))
        new = {address for address in to if not is_closed(robots, address)} - seen
        seen |= new
        waiting.extend(sorted(new))
    records = sum(model.objects.published().count() for model in RECORDS)
    assert wrong == []
    assert [address for address in seen if "?" in address and not re.search(r"\?page=\d+$", address)] == []
    kinds = Counter(re.sub(r"\d+", "N", address) for address in seen)
    assert records < len(seen) <= records + 100, kinds.most_common(12)
    measured("T38", "≤ records + 100 addresses, none of a filter", f"{len(seen)} addresses of {records} records, none")


# What people who read ask for, one page after the other, each from an address of their own.
READ = ["/", "/people/", "/citations/", "/citations/?kind=file", "/documents/?page=2", "/archive/RGASPI/17/171/87/"]
PEOPLE, THINKING = 5, 1.0
RATE, SECONDS = 20, 60
CHOICES = {
    "kind": ("file", "letter", "book", "protocol"),
    "outcome": ("resolved", "ambiguous", "unresolved"),
    "verification": ("checked", "not checked"),
    "language": ("ru", "en", "de", "fr"),
    "repository": ("RGASPI", "GARF"),
    "year_min": tuple(str(year) for year in range(1920, 1990)),
    "year_max": tuple(str(year) for year in range(1990, 2020)),
}


def combination(chance: random.Random) -> str:
    names = chance.sample(sorted(CHOICES), chance.randint(2, 5))
    return f"/citations/?{urlencode({name: chance.choice(CHOICES[name]) for name in names})}"


def from_somewhere(chance: random.Random) -> dict[str, str]:
    """Another network each time."""
    return {"X-Forwarded-For": f"{chance.randint(11, 99)}.{chance.randint(0, 255)}.{chance.randint(0, 255)}.7"}


@contextmanager
def reading(site: Site) -> Iterator[list[Answer]]:
    answers: list[Answer] = []
    end = threading.Event()

    def person(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - repeatable, no secret
        for path in itertools.cycle(READ):
            if end.wait(THINKING * chance.uniform(0.5, 1.5)):
                return
            answers.append(ask(site, path, headers={"X-Forwarded-For": f"198.51.{number}.1"}))

    threads = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        end.set()
        for thread in threads:
            thread.join()


@pytest.mark.slow
@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_rude_crawler_is_sent_away_and_people_read_on(measured: Measured) -> None:
    """T38: twenty combinations of filters a second from ever new addresses, beside five people."""
    grow(world(3), range(4, 60))
    chance = random.Random(38)  # noqa: S311 - repeatable, no secret
    with served(address_of_the_test_database(), READER_PER_MINUTE="1200") as site:
        with reading(site) as idle:
            time.sleep(20)
        with reading(site) as beside, ThreadPoolExecutor(40) as pool:
            asked = []
            for _n in range(RATE * SECONDS):
                path, headers = combination(chance), from_somewhere(chance)
                asked.append(pool.submit(ask, site, path, headers=headers))
                time.sleep(1 / RATE)
            statuses = Counter(answer.result().status for answer in asked)
    alone, crowded = percentile(idle, 0.95), percentile(beside, 0.95)
    away = (statuses[429] + statuses[400]) / statuses.total()
    assert set(statuses) <= {200, 400, 429}
    assert {answer.status for answer in (*idle, *beside)} == {200}
    measured(
        "T38",
        "people wait at most twice as long; at least 90 % of the crawler's questions are sent away",
        f"p95 {1000 * alone:.0f} → {1000 * crowded:.0f} ms ({crowded / alone:.1f} times), {away:.0%} of"
        f" {statuses.total()} sent away",
    )
    assert away >= 0.9
    assert crowded <= max(2 * alone, 0.1)  # nobody calls a tenth of a second waiting
