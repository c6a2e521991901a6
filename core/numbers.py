"""Many numbers in a condition: `filter(unit_id__among=numbers)`, where they are known, or found by another question.

`__in` has a placeholder for each: of two thousand numbers Django takes longer to write than PostgreSQL to look up. And
of a question within, PostgreSQL reckons how many rows it finds, and where it reckons badly reads a whole table or walks
along a whole index; so the numbers are found first, and their rows looked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import IntegerField, Lookup
from django.db.models.sql import Query


@IntegerField.register_lookup
class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[int] | Query) -> None:
        super().__init__(lhs, rhs if isinstance(rhs, Query) else f"{{{','.join(map(str, map(int, rhs)))}}}")

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        if not isinstance(self.rhs, Query):
            return f"{column} = ANY(%s::bigint[])", (*params, self.rhs)
        within, values = self.rhs.get_compiler(connection=connection).as_sql()
        return f"{column} = ANY(ARRAY({within}))", (*params, *values)
