"""The desk of a round: submitted claims, one decision for each, prepared and approved by two."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.allocation import exports, queries, service
from subsidy.allocation.domain.claim import Answers
from subsidy.allocation.models import Round
from subsidy.allocation.views.blueprint import bp
from subsidy.awards import queries as awards
from subsidy.awards import service as award_service
from subsidy.awards.domain.decision import Status
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.catalogue import queries as catalogue
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.session import db, release
from subsidy.web.templating import tell


@bp.get("/verdeelrondes/<public_id>/aanvragen")
@permit(Action.LIST_ROUNDS, load=queries.round_)
def claims(round_: Round) -> ResponseReturnValue:
    found = queries.submitted(db(), round_.id)
    decisions = {each.source_ref: each for each in awards.of_reservation(db(), round_.case_ref)}
    waiting = [each for each in decisions.values() if each.status is Status.PREPARED]
    return render_template(
        "allocation/claims.html",
        round=round_,
        claims=found,
        decisions=decisions,
        take_up=queries.take_up(db(), round_.id),
        waiting=waiting,
        undecided=sum(each.case_ref not in decisions for each in found),
        has_closed=actor().now >= round_.closes_at,
        sums=(
            Money.total(each.right.amount for each in found),
            Money.total(each.amount for each in found),
        ),
        left=_left(round_),
    )


def _left(round_: Round) -> Money:
    return budget.balance(db(), round_.line_id, Stage.RESERVED, round_.case_ref)


@bp.get("/verdeelrondes/<public_id>/aanvragen.xlsx")
@permit(Action.LIST_ROUNDS, load=queries.round_)
def export_claims(round_: Round) -> ResponseReturnValue:
    found = queries.submitted(db(), round_.id)
    decisions = {each.source_ref: each for each in awards.of_reservation(db(), round_.case_ref)}
    adopted = [Answers.from_data(each.answers).realisation for each in found]
    titles = catalogue.titles(db(), adopted)
    release()
    made = exports.claims_workbook(round_, found, decisions, titles, actor().now)
    return download(made, "aanvragen.xlsx")


@bp.post("/verdeelrondes/<public_id>/aanvragen/bereid-voor")
@permit(Action.DECIDE_CLAIMS, load=queries.round_)
def prepare_decisions(round_: Round) -> ResponseReturnValue:
    made = service.prepare_claims(db(), actor(), round_)
    tell(
        plural(
            "One decision is prepared. A colleague approves it.",
            "%(n)s decisions are prepared. A colleague approves them.",
            len(made),
        )
    )
    return redirect(url_for(".claims", public_id=round_.public_id), code=303)


@bp.route("/verdeelrondes/<public_id>/aanvragen/keur-goed", methods=["GET", "POST"])
@permit(Action.APPROVE_CLAIMS, load=queries.round_)
def approve_decisions(round_: Round) -> ResponseReturnValue:
    """Many decisions, each for itself: what cannot be approved is listed with its reason."""
    waiting = awards.waiting(db(), round_.case_ref)
    if request.method == "POST":
        refused = award_service.approve_all(db(), actor(), waiting)
        if not refused:
            tell(Text("All decisions are approved."))
            return redirect(url_for(".claims", public_id=round_.public_id), code=303)
        approved = len(waiting) - len(refused)
        return render_template(
            "allocation/refused.html", round=round_, refused=refused, approved=approved
        )
    figures: dict[str, Any] = {
        "asked": Money.total(each.amount for each in waiting),
        "left": _left(round_),
    }
    return render_template(
        "allocation/approve_decisions.html", round=round_, waiting=waiting, **figures
    )
