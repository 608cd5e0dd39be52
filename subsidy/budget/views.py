"""Pages of the programme: where every euro is, and how it came there."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.budget import exports, queries
from subsidy.budget.domain import Case
from subsidy.budget.forms import LedgerFilter
from subsidy.budget.models import LedgerAccount, Line, Transfer
from subsidy.core.money import Money
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import permit
from subsidy.web.files import download
from subsidy.web.forms import filters
from subsidy.web.paging import SIZE, Page, page_number
from subsidy.web.session import db

bp = Blueprint("budget", __name__, url_prefix="/programma")

STAGES = ("available", "reserved", "committed", "paid")
PAGES = {"call": "calls.show", "round": "allocation.round"}


@bp.get("")
@permit(Action.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    positions = queries.positions(db())
    programmes = [
        {"programme": programme, "rows": rows, "sums": _sums(rows)}
        for programme in queries.programmes(db())
        for rows in ([positions[line.id] for line in programme.lines],)
    ]
    return render_template("budget/index.html", programmes=programmes, stages=STAGES)


def _sums(rows: list[queries.Position]) -> dict[str, Money]:
    return {name: Money.total(getattr(row, name) for row in rows) for name in ("envelope", *STAGES)}


@bp.get("/<public_id>.xlsx")
@permit(Action.READ_PROGRAMME)
def workbook(public_id: str) -> ResponseReturnValue:
    found = queries.programme(db(), public_id)
    if found is None:
        abort(404)
    return download(exports.programme(db(), found, clock.now()), "programma.xlsx")


@bp.get("/lijn/<public_id>")
@permit(Action.READ_PROGRAMME, load=queries.line)
def line(found: Line) -> ResponseReturnValue:
    form, number = filters(LedgerFilter), page_number()
    wanted = queries.Wanted(form.reason, form.stage)
    transfers = queries.transfers_of(db(), found.id, wanted, offset=(number - 1) * SIZE, limit=SIZE)
    moved = queries.moved(db(), found.id, wanted)
    return render_template(
        "budget/line.html",
        line=found,
        position=queries.positions(db())[found.id],
        filter_form=form,
        filtered=wanted != queries.Wanted(),
        moved=moved,
        page=Page([_row(each) for each in transfers], number, moved.count),
        workbook_url=url_for(".ledger_workbook", public_id=found.public_id, **_asked()),
    )


@bp.get("/lijn/<public_id>.xlsx")
@permit(Action.READ_PROGRAMME, load=queries.line)
def ledger_workbook(found: Line) -> ResponseReturnValue:
    form = filters(LedgerFilter)
    wanted = queries.Wanted(form.reason, form.stage)
    return download(exports.movements(db(), found, wanted, clock.now()), "grootboek.xlsx")


def _asked() -> dict[str, Any]:
    return {name: request.args[name] for name in ("reden", "stadium") if request.args.get(name)}


def _row(transfer: Transfer) -> dict[str, Any]:
    return {
        "transfer": transfer,
        "source": _side(transfer.source),
        "target": _side(transfer.target),
    }


def _side(account: LedgerAccount) -> dict[str, Any]:
    """Name an account; the pages of calls and rounds lie above this slice, so they are linked."""
    case = Case.of(account.case_ref)
    endpoint = PAGES.get(case.kind, "") if case is not None else ""
    known = endpoint in current_app.view_functions
    return {
        "stage": account.stage,
        "case": case.label if case is not None else None,
        "url": url_for(endpoint, public_id=case.public_id) if case is not None and known else None,
    }
