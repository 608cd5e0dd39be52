"""The list of applications that somebody may read, and the way into a new one."""

from collections.abc import Sequence
from tempfile import TemporaryFile

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import exports, queries, service
from subsidy.applications.forms import ListFilter
from subsidy.applications.views.frame import bp
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.text import N_, Text
from subsidy.policy import Action, Actor, Owner, allows
from subsidy.web.access import actor, permit
from subsidy.web.files import download_file
from subsidy.web.forms import filters, options
from subsidy.web.paging import SIZE, Page, narrowing, page_number, sort_by
from subsidy.web.session import db
from subsidy.web.templating import tell

FILTERS = ("tekst", "toestand", "oproep", "sorteer")


@bp.get("/aanvragen")
@permit(Action.LIST_APPLICATIONS)
def index() -> ResponseReturnValue:
    form = _filter_form(actor())
    wanted, order = _asked(form)
    totals = queries.totals(db(), actor(), wanted)
    number = page_number(totals.applications)
    rows = queries.listed(db(), actor(), wanted, order, limit=SIZE, offset=(number - 1) * SIZE)
    return render_template(
        "applications/index.html",
        filter_form=form,
        narrowed=wanted != queries.Filter(),
        totals=totals,
        sort=sort_by(*queries.COLUMNS),
        page=Page(rows, number, totals.applications),
        workbook_url=url_for(".workbook", **narrowing(*FILTERS)),
        startable=_startable(actor()),
        own=Owner(actor().organisation_id),
    )


def _startable(asking: Actor) -> Sequence[Call]:
    """Return the open calls to which this person can apply; nobody asks for the agency."""
    if not asking.mandates:
        return ()
    opened = calls.open_calls(db(), asking.now)
    return [call for call in opened if allows(asking, Action.START_APPLICATION, call)]


@bp.get("/aanvragen.xlsx")
@permit(Action.LIST_APPLICATIONS)
def workbook() -> ResponseReturnValue:
    wanted, order = _asked(_filter_form(actor()))
    number = queries.totals(db(), actor(), wanted).applications
    rows = queries.streamed(db(), actor(), wanted, order)
    file = TemporaryFile()  # noqa: SIM115 - closed when the answer has been sent
    exports.listing(file, rows, number, actor().now)
    return download_file(file, "aanvragen.xlsx")


@bp.post("/oproepen/<public_id>/aanvraag")
@permit(Action.START_APPLICATION, load=calls.call)
def start(call: Call) -> ResponseReturnValue:
    record = service.start(db(), actor(), call)
    tell(Text("Your application has number %(number)s.", number=record.number))
    return redirect(url_for(".show", public_id=record.public_id), code=303)


def _filter_form(asking: Actor) -> ListFilter:
    form = filters(ListFilter)
    choices = queries.calls_of_visible(db(), asking)
    form.oproep.choices = options(("", N_("All calls")), *choices)
    return form


def _asked(form: ListFilter) -> tuple[queries.Filter, queries.Order]:
    sort = sort_by(*queries.COLUMNS)
    wanted = queries.Filter(
        text=form.search, status=form.chosen_status, call_id=form.oproep.data or ""
    )
    return wanted, queries.Order(sort.key, sort.descending)
