"""No name of a column, an order or a condition comes from an address: what is not written down here means nothing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.test_architecture import PYTHON, ROOT
from tests.test_methods import ROUTES
from tests.world import world

LISTS = [f"/{path}" for path, pattern in ROUTES if hasattr(getattr(pattern.callback, "view_class", None), "sorts")]
LISTS += ["/api/people/", "/api/citations/", "/api/documents/"]
ORDERS = [
    "-password", "user__password", "id", "?", "pk", "-pk", "name_en", "name_en;--", "1", "(select 1)", "history__id",
    "batch", "name__x", "a.b", "name%s", 'name"', "Name", "newest,pk",
]  # fmt: skip
NAMES = [
    "name_en__startswith", "pk__in", "status", "batch__user__password__startswith", "id", "order_by", "fields",
    "columns", "ordering", "_connector", "_negated", "q__regex", "sort[]", 'x"; drop table core_batch; --',
    "__class__", "using",
]  # fmt: skip
# Ways in which text of a request becomes a name in SQL.
LEADING_IN = re.compile(
    r"\.extra\(|RawSQL\(|\*\*(?:self\.)?request\.|(?:order_by|values|values_list|annotate)\(\*?request"
)


@pytest.mark.django_db
def test_orders_and_names_that_are_not_written_down_are_refused(client: Client) -> None:
    """T27: on every list, as a page and for programs."""
    world()
    assert len(LISTS) > 14
    asked = [{"sort": order} for order in ORDERS] + [{name: "1"} for name in NAMES]
    addresses = [f"{here}?{urlencode({**one, 'format': 'json'})}" for here in LISTS for one in asked]
    answers = {address: client.get(address).status_code for address in addresses}
    print(f"\n{len(LISTS)} lists × {len(asked)} names")
    assert [address for address, status in answers.items() if status != 400] == []


def test_no_text_of_a_request_is_a_name_in_sql() -> None:
    """T27: by the source; ruff's S608 holds statements put together of pieces to constants."""
    ours = [path for path in PYTHON if not path.startswith(("tests/", "bench/"))]
    assert [path for path in ours if LEADING_IN.search(Path(ROOT, path).read_text())] == []
    assert len(ours) > 200
