"""From a trial to the map that shows it: one tile per municipality."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from subsidy.calls.domain.trial import Chance, Reach
from subsidy.organisations.domain.tiles import Place, Tile, outlines, tile
from subsidy.organisations.models import Organisation

STEPS: Mapping[Chance, int] = {Chance.NOBODY: 1, Chance.TOGETHER: 3, Chance.ALONE: 5}


@dataclass(frozen=True, slots=True)
class Map:
    """Everything that the map of chances needs."""

    tiles: Sequence[Tile]
    legend: Sequence[tuple[int, Chance]]
    outlines: Sequence[tuple[str, Mapping[Place, None]]]


def map_of(found: Reach, municipalities: Iterable[Organisation]) -> Map:
    shown = [one for one in municipalities if one.nis in found.chances]
    tiles = [_tile(one, found.chances[one.nis or ""]) for one in shown]
    return Map(tiles, [(STEPS[chance], chance) for chance in Chance], outlines(shown))


def _tile(one: Organisation, chance: Chance) -> Tile:
    url = url_for("organisations.show", nis=one.nis)
    return tile(one, STEPS[chance], url, chance)
