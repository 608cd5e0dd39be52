"""The map of what a selection reaches, as the page of the ranking shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from subsidy.core.clock import brussels_day
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import Wanted
from subsidy.organisations.domain.tiles import Place, Tile, outlines, tile
from subsidy.scoring import queries
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.domain.reach import Reach, Reached
from subsidy.scoring.models import SelectionRun
from subsidy.web.session import db

STEPS: Mapping[Reach, int] = {Reach.NOWHERE: 0, Reach.OUT: 1, Reach.ONCE: 3, Reach.MORE: 5}


@dataclass(frozen=True, slots=True)
class ReachMap:
    """A tile per municipality of the day of the selection, and how many of them are reached."""

    tiles: Sequence[Tile]
    legend: Sequence[tuple[int, Reach]]
    outlines: Sequence[tuple[str, Mapping[Place, None]]]
    reached: int
    of: int


def reach_map(run: SelectionRun, rows: Sequence[Row]) -> ReachMap:
    taking_part = queries.municipalities_of(db(), run.call_id)
    counted = {row.application for row in rows}
    within = {file: codes for file, codes in taking_part.items() if file in counted}
    found = Reached.of(within, [row.application for row in rows if row.is_funded])
    day = brussels_day(run.made_at)
    towns = organisations.municipalities(db(), Wanted(active_on=day))
    tiles = []
    for town in towns:
        if town.has_tile:
            kind = found.kind(town.nis)
            url = url_for("organisations.show", nis=town.nis)
            tiles.append(tile(town, STEPS[kind], url, kind))
    return ReachMap(
        tiles,
        [(STEPS[each], each) for each in Reach],
        outlines(towns),
        sum(town.nis in found.funded for town in towns),
        len(towns),
    )
