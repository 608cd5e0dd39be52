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


@dataclass(frozen=True, slots=True)
class Sort:
    """The order of a list, in the address: ``sorteer=naam``, or ``sorteer=-naam`` for Z to A."""

    key: str
    descending: bool

    def url_for(self, key: str) -> str:
        """Return the address of the list by ``key``, turned round if that is its order now."""
        turned = key == self.key and not self.descending
        arguments = {**request.args.to_dict(flat=False), **(request.view_args or {})}
        arguments.pop("pagina", None)
        arguments["sorteer"] = [f"-{key}" if turned else key]
        return url_for(request.endpoint or "", **arguments)


def sort_by(*keys: str) -> Sort:
    """Return the order asked for in the address; the first key unless it is one of ``keys``."""
    asked = request.args.get("sorteer", "")
    key = asked.removeprefix("-")
    return Sort(key, asked.startswith("-")) if key in keys else Sort(keys[0], descending=False)


def page_number() -> int:
    """Return the page asked for in the address; nonsense means the first."""
    asked = request.args.get("pagina", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1  # noqa: PLR2004 - far above any list
