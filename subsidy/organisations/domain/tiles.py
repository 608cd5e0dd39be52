"""Municipalities on the map of tiles of one size: what a tile is, and the outlines of regions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from subsidy.core.labels import Labelled
from subsidy.core.text import Text

Place = tuple[int, int]


class OnMap(Protocol):
    """A municipality as far as the map needs it."""

    @property
    def name(self) -> str: ...
    @property
    def region(self) -> str | None: ...
    @property
    def tile_column(self) -> int | None: ...
    @property
    def tile_row(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality on the map. ``step``: its shade, from 0 to 5."""

    name: str
    column: int
    row: int
    step: int
    url: str
    value: Text | Labelled


def tile(town: OnMap, step: int, url: str, value: Text | Labelled) -> Tile:
    return Tile(town.name, town.tile_column or 0, town.tile_row or 0, step, url, value)


def outlines(towns: Iterable[OnMap]) -> list[tuple[str, Mapping[Place, None]]]:
    """Return the tiles of each region; a dict, because the drawing asks often for what is in it.

    Who has no tile or no region lies in no outline.
    """
    places: dict[str, dict[Place, None]] = {}
    for town in towns:
        if town.region is not None and town.tile_column is not None and town.tile_row is not None:
            places.setdefault(town.region, {})[town.tile_column, town.tile_row] = None
    return sorted(places.items(), key=lambda region: region[0])
