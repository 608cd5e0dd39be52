"""Pages of a list: the number in the address, the addresses of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

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
        return _address({**_asked(), "pagina": [str(number)]})


@dataclass(frozen=True, slots=True)
class Sort:
    """The order of a list, in the address: ``sorteer=naam``, or ``sorteer=-naam`` for Z to A."""

    key: str
    descending: bool

    def url_for(self, key: str) -> str:
        """Return the address of the list by ``key``, turned round if that is its order now."""
        turned = key == self.key and not self.descending
        asked = {name: values for name, values in _asked().items() if name != "pagina"}
        return _address({**asked, "sorteer": [f"-{key}" if turned else key]})


def _asked() -> dict[str, list[str]]:
    return request.args.to_dict(flat=False)


def _address(asked: Mapping[str, Sequence[str]]) -> str:
    """Return this page with other questions; a visitor may ask names that ``url_for`` keeps."""
    page = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{page}?{urlencode(asked, doseq=True)}"


def sort_by(*keys: str) -> Sort:
    """Return the order asked for in the address; the first key unless it is one of ``keys``."""
    asked = request.args.get("sorteer", "")
    key = asked.removeprefix("-")
    return Sort(key, asked.startswith("-")) if key in keys else Sort(keys[0], descending=False)


def page_number(total: int | None = None) -> int:
    """Return the page asked for in the address: nonsense means the first, too far the last."""
    asked = request.args.get("pagina", "1")
    plain = asked.isascii() and asked.isdigit() and len(asked) < 7  # noqa: PLR2004 - far above any list
    number = max(1, int(asked)) if plain else 1
    return number if total is None else min(number, max(1, -(-total // SIZE)))


def narrowing(*names: str) -> dict[str, Any]:
    """Return what the address asks under these names: for the workbook of what is on the screen."""
    return {name: text for name, text in request.args.items() if name in names and text}
