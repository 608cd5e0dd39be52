"""Pages of decisions: the list, a letter, approving one or many, the desk of a call."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.awards import exports, queries, service
from subsidy.awards.domain.decision import LIFECYCLE, Outcome, Status
from subsidy.awards.forms import (
    ConfirmForm,
    DropWaiverForm,
    FilterForm,
    GiveUpForm,
    ReturnForm,
    WithdrawForm,
)
from subsidy.awards.models import Decision, Waiver
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.calls.views.notices import write_notices
from subsidy.core.errors import RefusedError, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.policy import Action, allows
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
    return _shown(decision, ConfirmForm(), DropWaiverForm())


def _shown(decision: Decision, confirming: ConfirmForm, dropping: DropWaiverForm) -> str:
    alone = decision.outcome is Outcome.AWARD and decision.replaces_id is None
    return render_template(
        "awards/show.html",
        decision=decision,
        document=exports.letter_document(decision),
        actions=LIFECYCLE.actions(decision.status),
        jury=scoring.named_jurors(db(), decision.reservation_ref),
        waiver=_waiver(decision),
        others=() if alone else queries.around(db(), decision),
        confirming=confirming,
        dropping=dropping,
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


def _waiver(decision: Decision) -> Waiver | None:
    """Return the proposal to give up an award, for who may read it."""
    found = queries.waiver_of(db(), decision.public_id) if decision.shares else None
    return found if found is not None and allows(actor(), Action.READ_WAIVER, found) else None


# Giving up an award -------------------------------------------------------------------------------


@bp.route("/beslissingen/<public_id>/afzien", methods=["GET", "POST"])
@permit(Action.PROPOSE_WAIVER, load=queries.decision)
def give_up(decision: Decision) -> ResponseReturnValue:
    reasons = service.no_waiver(db(), decision)
    if request.method == "POST":
        refuse_if(reasons)  # before what was typed: there is no form to mend it in
    form = filled(GiveUpForm)
    if form.accepted():
        reason = (form.reason.data or "").replace("\r\n", "\n")
        try:
            service.propose_waiver(db(), actor(), decision, reason)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("It is proposed that the award is given up. A second person confirms it."))
            return redirect(url_for(".show", public_id=decision.public_id), code=303)
    page = render_template(
        "awards/give_up.html",
        decision=decision,
        form=form,
        left=Money.total(queries.left_of(db(), decision).values()),
        reasons=reasons,
    )
    return page, form.status


@bp.post("/beslissingen/<public_id>/afzien/bevestig")
@permit(Action.CONFIRM_WAIVER, load=queries.waiver_of)
def confirm_waiver(waiver: Waiver) -> ResponseReturnValue:
    form = filled(ConfirmForm)
    if form.accepted():
        try:
            moved = service.confirm_waiver(db(), actor(), waiver)
        except RefusedError as refused:
            form.show(refused)
        else:
            _tell_who_moves(waiver, len(moved))
            return redirect(url_for(".show", public_id=waiver.decision.public_id), code=303)
    return _of_waiver(waiver, form, DropWaiverForm()), form.status


def _tell_who_moves(waiver: Waiver, moved: int) -> None:
    tell(Text("%(amount)s is back in the envelope.", amount=waiver.decision.released))
    if moved:
        tell(
            plural(
                "One file moves up on the reserve list. Its decision waits for approval.",
                "%(n)s files move up on the reserve list. Their decisions wait for approval.",
                moved,
            )
        )


@bp.post("/beslissingen/<public_id>/afzien/laat-vallen")
@permit(Action.DROP_WAIVER, load=queries.waiver_of)
def drop_waiver(waiver: Waiver) -> ResponseReturnValue:
    form = filled(DropWaiverForm)
    if form.accepted():
        try:
            service.drop_waiver(db(), actor(), waiver, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The proposal is dropped. The award stands."))
            return redirect(url_for(".show", public_id=waiver.decision.public_id), code=303)
    return _of_waiver(waiver, ConfirmForm(), form), form.status


def _of_waiver(waiver: Waiver, confirming: ConfirmForm, dropping: DropWaiverForm) -> str:
    decision = queries.decision(db(), waiver.decision.public_id)
    if decision is None:  # a proposal is always about a decision
        raise LookupError(waiver.decision_id)
    return _shown(decision, confirming, dropping)


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
    made = service.prepare_next(db(), actor(), call)
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
