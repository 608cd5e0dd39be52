"""The partner finder: who would make the consortium eligible, on a map and as a list."""

from collections.abc import Iterable, Mapping, Sequence

from flask import url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries
from subsidy.applications.domain.finder import Candidate, Effect, Search, find
from subsidy.applications.forms import FinderFilter
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, load, page, whole_file
from subsidy.calls import queries as calls
from subsidy.core.clock import brussels_day
from subsidy.core.labels import Labelled
from subsidy.core.text import N_
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import Wanted
from subsidy.organisations.domain.tiles import Tile, outlines, tile
from subsidy.organisations.models import Organisation
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filters
from subsidy.web.paging import SIZE, Page, page_number
from subsidy.web.session import db


class Place(Labelled):
    """What a tile on the map is: a member, or what a municipality would do."""

    MEMBER = "member", N_("in the consortium or invited"), "green"


STEPS: Mapping[Labelled, int] = {
    Effect.BREAKS: 0,
    Effect.SAME: 1,
    Effect.HELPS: 2,
    Effect.TOGETHER: 3,
    Effect.ELIGIBLE: 4,
    Place.MEMBER: 5,
}


@bp.get(f"{AT}/zoek-partners")
@permit(Action.INVITE_PARTNER, load=load)
def find_partners(record: Application) -> ResponseReturnValue:
    form = filters(FinderFilter)
    towns = organisations.municipalities(db(), Wanted(active_on=brussels_day(actor().now)))
    wishes = {one.organisation.nis or "": one for one in calls.wishes(db(), record.call)}
    terms = queries.regulation(record)
    file = whole_file(record)
    found = find(file, terms.requirements, terms.terms, calls.world(db(), towns), wishes.keys())
    rows = [one for one in found.candidates if form.shows(one.reasons)]
    number = page_number(len(rows))
    return page(
        "finder",
        record,
        back=url_for(".partners", public_id=record.public_id),
        filter_form=form,
        found=found,
        page=Page(rows[(number - 1) * SIZE : number * SIZE], number, len(rows)),
        ids={town.nis: town.public_id for town in towns},
        wishes=wishes,
        tiles=_tiles(found, towns),
        legend=[(STEPS[each], each) for each in _on_the_map(found)],
        outlines=outlines(towns),
    )


def _on_the_map(found: Search) -> Sequence[Labelled]:
    shown: set[Labelled] = {one.effect for one in found.candidates}
    return [Place.MEMBER, *(each for each in Effect if each in shown)]


def _tiles(found: Search, towns: Iterable[Organisation]) -> list[Tile]:
    by_nis: dict[str, Candidate] = {one.municipality.nis: one for one in found.candidates}
    return [_tile(town, by_nis.get(town.nis or "")) for town in towns if town.has_tile]


def _tile(town: Organisation, candidate: Candidate | None) -> Tile:
    value: Labelled = Place.MEMBER if candidate is None else candidate.effect
    url = url_for("organisations.show", nis=town.nis)
    return tile(town, STEPS[value], url, value)
