"""Many numbers in a condition: `filter(unit_id__among=numbers)` is one value in the statement, however many they are.

`__in` has a placeholder for each: of two thousand numbers Django takes longer to write than PostgreSQL to look up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import IntegerField, Lookup


@IntegerField.register_lookup
class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[int]) -> None:
        super().__init__(lhs, f"{{{','.join(map(str, map(int, rhs)))}}}")

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", (*params, self.rhs)
