"""From a trial to the map that shows it: one tile per municipality."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from subsidy.calls.domain.trial import Chance, Reach
from subsidy.organisations.models import Organisation

Place = tuple[int, int]
STEPS: Mapping[Chance, int] = {Chance.NOBODY: 1, Chance.TOGETHER: 3, Chance.ALONE: 5}


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality on the map."""

    name: str
    column: int
    row: int
    step: int
    url: str
    value: Chance


@dataclass(frozen=True, slots=True)
class Map:
    """Everything that the map of chances needs."""

    tiles: Sequence[Tile]
    legend: Sequence[tuple[int, Chance]]
    outlines: Sequence[tuple[str, Mapping[Place, None]]]


def map_of(found: Reach, municipalities: Iterable[Organisation]) -> Map:
    shown = [one for one in municipalities if one.nis in found.chances]
    tiles = [_tile(one, found.chances[one.nis or ""]) for one in shown]
    return Map(tiles, [(STEPS[chance], chance) for chance in Chance], _outlines(shown))


def _tile(one: Organisation, chance: Chance) -> Tile:
    return Tile(
        name=one.name,
        column=one.tile_column or 0,
        row=one.tile_row or 0,
        step=STEPS[chance],
        url=url_for("organisations.show", nis=one.nis),
        value=chance,
    )


def _outlines(municipalities: Iterable[Organisation]) -> list[tuple[str, Mapping[Place, None]]]:
    """Return the tiles of each region; a dict, because the drawing asks often for what is in it."""
    places: dict[str, dict[Place, None]] = {}
    for one in municipalities:
        place = (one.tile_column or 0, one.tile_row or 0)
        places.setdefault(one.region or "", {})[place] = None
    return sorted(places.items())
