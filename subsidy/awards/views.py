"""Pages of decisions: the list, a letter, approving one or many, the desk of a call."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.awards import exports, queries, service
from subsidy.awards.domain.decision import LIFECYCLE, Outcome, Status
from subsidy.awards.forms import ConfirmForm, FilterForm, ReturnForm, WithdrawForm
from subsidy.awards.models import Decision
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.calls.views.notices import write_notices
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.policy import Action
from subsidy.scoring import queries as scoring
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import filled, filters
from subsidy.web.paging import SIZE, Page, Sort, narrowing, page_number, sort_by
from subsidy.web.session import db, release
from subsidy.web.templating import tell

bp = Blueprint("awards", __name__)
ASKED = ("stand", "uitkomst", "sorteer")


@bp.get("/beslissingen")
@permit(Action.LIST_DECISIONS)
def index() -> ResponseReturnValue:
    form = filters(FilterForm)
    wanted, sort = _wanted(form), sort_by(*queries.COLUMNS)
    totals = queries.totals(db(), actor(), wanted)
    number = page_number(totals.decisions)
    start = (number - 1) * SIZE
    found = queries.listed(db(), actor(), wanted, _order(sort), offset=start, limit=SIZE)
    return render_template(
        "awards/index.html",
        form=form,
        totals=totals,
        sort=sort,
        narrowed=wanted != queries.Filter(),
        page=Page(found, number, totals.decisions),
        workbook_url=url_for(".export", **narrowing(*ASKED)),
    )


@bp.get("/beslissingen/lijst.xlsx")
@permit(Action.LIST_DECISIONS)
def export() -> ResponseReturnValue:
    wanted, order = _wanted(filters(FilterForm)), _order(sort_by(*queries.COLUMNS))
    decisions = queries.listed(db(), actor(), wanted, order)
    release()
    return download(exports.decisions_workbook(decisions, actor().now), "beslissingen.xlsx")


def _order(sort: Sort) -> queries.Order:
    return queries.Order(sort.key, sort.descending)


def _wanted(form: FilterForm) -> queries.Filter:
    chosen = {member.value: member for member in (*Status, *Outcome)}
    status, outcome = chosen.get(form.stand.data or ""), chosen.get(form.uitkomst.data or "")
    return queries.Filter(
        status=status if isinstance(status, Status) else None,
        outcome=outcome if isinstance(outcome, Outcome) else None,
    )


@bp.get("/beslissingen/<public_id>")
@permit(Action.READ_DECISION, load=queries.decision)
def show(decision: Decision) -> ResponseReturnValue:
    return render_template(
        "awards/show.html",
        decision=decision,
        document=exports.letter_document(decision),
        actions=LIFECYCLE.actions(decision.status),
        jury=scoring.named_jurors(db(), decision.reservation_ref),
    )


@bp.get("/beslissingen/<public_id>/brief.pdf")
@permit(Action.READ_DECISION, load=queries.decision)
def letter(decision: Decision) -> ResponseReturnValue:
    release()
    return download(exports.letter_pdf(decision), exports.letter_name(decision))


@bp.route("/beslissingen/<public_id>/keur-goed", methods=["GET", "POST"])
@permit(Action.APPROVE_DECISION, load=queries.decision)
def approve(decision: Decision) -> ResponseReturnValue:
    form = filled(ConfirmForm)
    if form.accepted():
        try:
            service.approve(db(), actor(), decision)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Decision %(number)s is approved.", number=decision.number))
            return redirect(url_for(".show", public_id=decision.public_id), code=303)
    left = budget.balance(db(), decision.line_id, Stage.RESERVED, decision.reservation_ref)
    page = render_template("awards/approve.html", decision=decision, form=form, left=left)
    return page, form.status


@bp.route("/beslissingen/<public_id>/stuur-terug", methods=["GET", "POST"])
@permit(Action.RETURN_DECISION, load=queries.decision)
def return_to_author(decision: Decision) -> ResponseReturnValue:
    form = filled(ReturnForm)
    if form.accepted():
        try:
            service.return_to_author(db(), actor(), decision, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Decision %(number)s went back to its author.", number=decision.number))
            return redirect(url_for(".index"), code=303)
    page = render_template("awards/return_to_author.html", decision=decision, form=form)
    return page, form.status


# The desk of a call -------------------------------------------------------------------------------


@bp.get("/oproepen/<public_id>/beslissingen")
@permit(Action.READ_RANKING, load=calls.call)
def desk(call: Call) -> ResponseReturnValue:
    decisions = queries.of_reservation(db(), call.case_ref)
    return render_template("awards/desk.html", call=call, **_desk(call, decisions))


def _desk(call: Call, decisions: Sequence[Decision]) -> dict[str, object]:
    waiting = [each for each in decisions if each.status is Status.PREPARED]
    return {
        "run": scoring.latest_run(db(), call.id),
        "decisions": decisions,
        "waiting": waiting,
        "asked": Money.total(each.amount for each in waiting),
        "left": budget.balance(db(), call.line_id, Stage.RESERVED, call.case_ref),
    }


@bp.post("/oproepen/<public_id>/beslissingen/bereid-voor")
@permit(Action.SELECT, load=calls.call)
def prepare(call: Call) -> ResponseReturnValue:
    made = service.prepare_for_call(db(), actor(), call)
    tell(
        plural(
            "One decision is prepared. A colleague approves it.",
            "%(n)s decisions are prepared. A colleague approves them.",
            len(made),
        )
    )
    return redirect(url_for(".desk", public_id=call.public_id), code=303)


@bp.route("/oproepen/<public_id>/beslissingen/keur-alles-goed", methods=["GET", "POST"])
@permit(Action.APPROVE_ALL, load=calls.call)
def approve_all(call: Call) -> ResponseReturnValue:
    """Many decisions, each for itself: what cannot be approved is listed with its reason."""
    waiting = queries.waiting(db(), call.case_ref)
    if request.method == "POST":
        refused = service.approve_all(db(), actor(), waiting)
        if not refused:
            tell(Text("All decisions are approved."))
            return redirect(url_for(".desk", public_id=call.public_id), code=303)
        return render_template(
            "awards/refused.html", call=call, refused=refused, total=len(waiting)
        )
    return render_template("awards/approve_all.html", call=call, **_desk(call, waiting))


@bp.route("/oproepen/<public_id>/trek-in", methods=["GET", "POST"])
@permit(Action.WITHDRAW_CALL, load=calls.call)
def withdraw_call(call: Call) -> ResponseReturnValue:
    """Withdraw a call; stands here because only decisions tell whether money is awarded."""
    form = filled(WithdrawForm)
    if form.accepted():
        try:
            service.withdraw_call(db(), actor(), call, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            write_notices()
            tell(Text("The call is withdrawn and its money is back on the line."))
            return redirect(url_for("calls.show", public_id=call.public_id), code=303)
    reserved = budget.balance(db(), call.line_id, Stage.RESERVED, call.case_ref)
    page = render_template("awards/withdraw_call.html", call=call, form=form, reserved=reserved)
    return page, form.status
