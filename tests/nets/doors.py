"""Who is let in where, as `docs/access/*.csv` says, so that a net knocks where a door opens.

The matrix proves that table, answer by answer; the other nets need not find it out again with a
hundred thousand requests. An address without a row is asked for everybody.
"""

from functools import cache

from tests.nets.matrix import table
from tests.nets.matrix.asking import row_of
from tests.nets.routes import Visit

OK = 200


@cache
def _table() -> dict[table.Row, dict[str, int]]:
    return table.read()


def opens(visit: Visit, viewer: str) -> bool:
    """Tell whether a viewer can read this address; true as well when the table does not say."""
    row = _table().get(row_of(visit, "GET"))
    return row is None or row[viewer] == OK
