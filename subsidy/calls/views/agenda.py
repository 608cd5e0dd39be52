"""The shared agenda: calls of this agency and plans of others, as page, workbook and calendar."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import forms, queries
from subsidy.calls.views.blueprint import bp
from subsidy.core.clock import brussels_day
from subsidy.planning import exports
from subsidy.planning.domain.agenda import Overlap, Planned, overlaps
from subsidy.planning.domain.codes import Aim, TargetGroup, members
from subsidy.web import clock
from subsidy.web.access import public
from subsidy.web.files import download
from subsidy.web.forms import filters
from subsidy.web.paging import SIZE, Page, narrowing, page_number
from subsidy.web.session import db, release

ASKED = ("doel", "doelgroep", "voorbij")


@bp.get("/agenda")
@public
def agenda() -> ResponseReturnValue:
    form = filters(forms.AgendaFilter)
    every = _wanted(form)
    number = page_number(len(every))
    rows = every[(number - 1) * SIZE : number * SIZE]
    return render_template(
        "calls/agenda.html",
        form=form,
        narrowed=any(form.data.values()),
        page=Page([(row, _met(row, every)) for row in rows], number, len(every)),
        workbook_url=url_for(".agenda_workbook", **narrowing(*ASKED)),
        calendar_url=url_for(".agenda_calendar", **narrowing(*ASKED)),
    )


@bp.get("/agenda.xlsx")
@public
def agenda_workbook() -> ResponseReturnValue:
    rows = _wanted(filters(forms.AgendaFilter))
    release()
    return download(exports.agenda_workbook(rows, clock.now()), "agenda-oproepen.xlsx")


@bp.get("/agenda.ics")
@public
def agenda_calendar() -> ResponseReturnValue:
    """Give the same rows to an agenda program; whole days, in which one can apply."""
    rows = [(row, _address(row)) for row in _wanted(filters(forms.AgendaFilter))]
    release()
    return download(exports.agenda_calendar(rows, clock.now()), "agenda-oproepen.ics")


def _address(row: Planned) -> str:
    page = ".show" if row.own else "planning.entry"
    return url_for(page, public_id=row.public_id, _external=True)


def _wanted(form: forms.AgendaFilter) -> Sequence[Planned]:
    since = None if form.voorbij.data else brussels_day(clock.now())
    aims = frozenset(members(Aim, [form.doel.data or ""]))
    groups = frozenset(members(TargetGroup, [form.doelgroep.data or ""]))
    return [
        row
        for row in queries.agenda(db(), since)
        if aims <= row.plan.aims and groups <= row.plan.target_groups
    ]


def _met(row: Planned, every: Sequence[Planned]) -> tuple[Overlap, ...]:
    return overlaps(row.plan, (other.plan for other in every))
