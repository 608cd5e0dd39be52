"""Public pages about municipalities: list, map, workbook, and one municipality."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from flask import Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.core.clock import brussels_day
from subsidy.core.text import Text, plural
from subsidy.organisations import exports, queries
from subsidy.organisations.domain import (
    IndicatorKey,
    Merger,
    OrganisationKind,
    Wanted,
    kbo_shown,
    mergers_of,
)
from subsidy.organisations.domain.tiles import Tile, outlines, tile
from subsidy.organisations.forms import MunicipalityFilter
from subsidy.organisations.models import Organisation
from subsidy.organisations.views.blueprint import bp
from subsidy.policy import Owner
from subsidy.web import clock
from subsidy.web.access import public
from subsidy.web.forms import filters
from subsidy.web.paging import SIZE, Page, narrowing, page_number, sort_by
from subsidy.web.session import db

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# The map has five colours; the municipalities of 30,000 inhabitants and more share the last.
STEPS = (
    (1, 0, Text("fewer than 10,000 inhabitants")),
    (2, 10_000, Text("10,000 to 14,999 inhabitants")),
    (3, 15_000, Text("15,000 to 19,999 inhabitants")),
    (4, 20_000, Text("20,000 to 29,999 inhabitants")),
    (5, 30_000, Text("30,000 inhabitants or more")),
)
OUTSIDE = 0
AMOUNTS = (
    (Text("Maximum for e-inclusion 2022"), IndicatorKey.E_INCLUSION_2022),
    (Text("Maximum for the climate pact 2021"), IndicatorKey.CLIMATE_PACT_2021),
)
FILTERS = ("tekst", "regio", "grootte")


@bp.get("/gemeenten")
@public
def index() -> ResponseReturnValue:
    form = filters(MunicipalityFilter)
    wanted = form.to_input()
    totals = queries.totals(db(), wanted)
    number = page_number(totals.municipalities)
    sort = sort_by(*queries.COLUMNS)
    order = queries.Order(sort.key, sort.descending)
    rows = queries.municipalities(db(), wanted, order, limit=SIZE, offset=(number - 1) * SIZE)
    return render_template(
        "organisations/index.html",
        filter_form=form,
        wanted=wanted,
        totals=totals,
        sort=sort,
        page=Page(rows, number, totals.municipalities),
        **_addresses(),
    )


@bp.get("/gemeenten/kaart")
@public
def tile_map() -> ResponseReturnValue:
    form = filters(MunicipalityFilter)
    wanted = form.to_input()
    everybody = queries.municipalities(db(), Wanted())
    chosen = {one.id for one in queries.municipalities(db(), wanted)}
    return render_template(
        "organisations/tile_map.html",
        filter_form=form,
        wanted=wanted,
        count=len(chosen),
        tiles=[_tile(one, chosen=one.id in chosen) for one in everybody if one.has_tile],
        legend=_legend(wanted),
        outlines=outlines(everybody),
        **_addresses(),
    )


@bp.get("/gemeenten.xlsx")
@public
def workbook() -> ResponseReturnValue:
    wanted = filters(MunicipalityFilter).to_input()
    made = exports.municipalities(db(), wanted, clock.now())
    return Response(
        made,
        mimetype=WORKBOOK,
        headers={"Content-Disposition": 'attachment; filename="gemeenten.xlsx"'},
    )


@bp.get("/gemeenten/<nis>")
@public
def show(nis: str) -> ResponseReturnValue:
    found = queries.by_nis(db(), nis)
    if found is None or found.kind is not OrganisationKind.MUNICIPALITY:
        abort(404)
    day = brussels_day(clock.now())
    mergers = mergers_of(nis, queries.successions(db()))
    figures = queries.indicator_values(db(), IndicatorKey).get(found.id, {})
    return render_template(
        "organisations/show.html",
        municipality=found,
        owner=Owner(found.id),
        enterprise_number=None if found.kbo is None else kbo_shown(found.kbo),
        inhabitants_per_km2=_density(found),
        amounts=[(label, exports.euros(figures.get(key))) for label, key in AMOUNTS],
        neighbours=queries.neighbours_of(db(), found),
        mergers=mergers,
        merged=_ending(found, mergers, day),
    )


def _addresses() -> dict[str, str]:
    """Return where the list, the map and the workbook of these filters are."""
    asked = narrowing(*FILTERS)
    return {
        "list_url": url_for(".index", **asked),
        "map_url": url_for(".tile_map", **asked),
        "workbook_url": url_for(".workbook", **asked),
    }


def _tile(one: Organisation, *, chosen: bool) -> Tile:
    people = one.population or 0
    step = max(step for step, lowest, _ in STEPS if lowest <= people)
    value = plural("%(n)s inhabitant", "%(n)s inhabitants", people)
    return tile(one, step if chosen else OUTSIDE, url_for(".show", nis=one.nis), value)


def _legend(wanted: Wanted) -> list[tuple[int, Text]]:
    steps = [(step, label) for step, _, label in STEPS]
    return steps if wanted.everything else [*steps, (OUTSIDE, Text("outside your choice"))]


def _density(one: Organisation) -> int | None:
    if not one.population or not one.area_hectares:
        return None
    return round(Fraction(one.population * 100, one.area_hectares))


def _ending(one: Organisation, mergers: Sequence[Merger], day: date) -> Merger | None:
    """Return the merger that has ended this code by that day."""
    past = (merger for merger in mergers if merger.effective_on <= day)
    return next((merger for merger in past if not one.active_on(merger.effective_on)), None)
