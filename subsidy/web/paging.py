"""Pages of a list: the number in the address, the addresses of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request, url_for

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. ``total`` counts the whole list."""

    items: Sequence[T]
    number: int
    total: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def url_for(self, number: int) -> str:
        arguments = {**request.args.to_dict(flat=False), **(request.view_args or {})}
        arguments["pagina"] = [str(number)]
        return url_for(request.endpoint or "", **arguments)


def page_number() -> int:
    """Return the page asked for in the address; nonsense means the first."""
    asked = request.args.get("pagina", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1  # noqa: PLR2004 - far above any list
