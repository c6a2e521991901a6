"""`/metrics` for Prometheus: what the processes have counted, and what waits, how large and how old things are now.

The rule: it is for those alone who run the site: a token (`METRICS_TOKEN`) or their addresses (`METRICS_ADDRESSES`);
for everybody else there is nothing at this address. It answers without a database too, and says that it is away.
Boundary: requests are counted by `core.metrics`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from citations.review import waiting
from core import fixity, metrics
from core.backups import record
from core.middleware import client_address
from core.replicas import primary
from core.replicas.watching import standings

# Who asks every quarter of a minute must not wait longer than that, nor hold the database.
LONGEST_MS = 2000
SCHEME = "Bearer "


def figures(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        raise Http404
    now = CollectorRegistry()
    now.register(_Now())
    text = generate_latest(metrics.of_all_processes()) + generate_latest(now)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_read(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and sent.startswith(SCHEME):
        return constant_time_compare(sent.removeprefix(SCHEME).strip(), settings.METRICS_TOKEN)
    try:
        address = ip_address(client_address(request))
    except ValueError:  # a socket of the machine has none
        return False
    return any(address in ip_network(network) for network in settings.METRICS_ADDRESSES)


class _Now(Collector):
    """Found when asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _of_the_database()
        for name, run in (("backup", record.read(settings.BACKUP_RECORD)), ("fixity", fixity.last_run())):
            age = (datetime.now(UTC) - run.good_at).total_seconds() if run.good_at else float("inf")
            yield GaugeMetricFamily(f"opis_{name}_age_seconds", f"Since the last good manage.py {name}", age)
            yield GaugeMetricFamily(f"opis_{name}_failed", f"1 if the last manage.py {name} failed", bool(run.failed))
        used = GaugeMetricFamily("opis_disk_used_ratio", "How full the disk is", labels=["place"])
        for place in {"media": settings.MEDIA_ROOT, "database": settings.EMBEDDED_FOLDER}.items():
            if place[1] and Path(place[1]).exists():
                usage = shutil.disk_usage(place[1])
                used.add_metric([place[0]], usage.used / (usage.used + usage.free))
        yield used
        yield _of_the_replicas()


def _of_the_replicas() -> GaugeMetricFamily:
    """As the process that was asked found them; one that cannot be read is infinitely behind."""
    behind = GaugeMetricFamily("opis_replica_behind_seconds", "How far replicas are behind", labels=["replica"])
    for one in standings():
        behind.add_metric([one.name], one.lag)
    return behind


def _of_the_database() -> Iterator[GaugeMetricFamily]:
    try:
        found = list(_asked())
    except (DatabaseError, InterfaceError):
        found = []
    yield GaugeMetricFamily("opis_database_up", "1 if the database answers", bool(found))
    yield from found


def _asked() -> Iterator[GaugeMetricFamily]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout TO {LONGEST_MS}")
        cursor.execute("SELECT pg_database_size(current_database())")
        yield GaugeMetricFamily("opis_database_bytes", "Size of the database", cursor.fetchone()[0])
        cursor.execute(
            "SELECT coalesce(state, 'none'), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() GROUP BY 1"
        )
        connections = GaugeMetricFamily("opis_database_connections", "Connections by state", labels=["state"])
        for state, count in cursor.fetchall():
            connections.add_metric([state], count)
        yield connections
        waiting_saves = primary.confirming().waiting
        yield GaugeMetricFamily("opis_saves_waiting", "Saves that wait for a replica that is gone", waiting_saves)
        kept = GaugeMetricFamily("opis_log_kept_megabytes", "Log kept for a replica", labels=["replica", "read"])
        for slot in primary.slots()[0]:
            kept.add_metric([slot.name, "yes" if slot.read else "no"], slot.megabytes)
        yield kept
        queues = GaugeMetricFamily("opis_waiting", "What waits at the desk", labels=["queue"])
        for name, count in waiting().items():
            queues.add_metric([name], count)
        yield queues
