"""Where a municipality claims its drawing right: one light form, a check, one act."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from subsidy.accounts import queries as accounts
from subsidy.allocation import queries, service
from subsidy.allocation.domain.claim import Answers
from subsidy.allocation.domain.lifecycle import CLAIM_LIFECYCLE, ClaimStatus
from subsidy.allocation.forms import ClaimForm, ConfirmForm, version_of
from subsidy.allocation.models import Claim, Round
from subsidy.allocation.views.blueprint import bp
from subsidy.allocation.views.deadlines import sentence, when
from subsidy.allocation.views.timeline import happened
from subsidy.awards import queries as awards
from subsidy.catalogue import queries as catalogue
from subsidy.core.clock import is_open
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.organisations.models import Organisation
from subsidy.policy import Action, MandateKind, allows
from subsidy.web.access import actor, permit
from subsidy.web.forms import CHOOSE, filled, options, sent
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.post("/verdeelrondes/<public_id>/vraag-aan")
@permit(Action.CLAIM, load=queries.round_)
def start(round_: Round) -> ResponseReturnValue:
    organisation = db().get_one(Organisation, actor().organisation_id)
    claim = service.start_claim(db(), actor(), round_, organisation)
    page = ".edit_claim" if claim.status is ClaimStatus.DRAFT else ".show_claim"
    return redirect(url_for(page, public_id=claim.public_id), code=303)


@bp.route("/trekkingsrechten/<public_id>/bewerk", methods=["GET", "POST"])
@permit(Action.EDIT_CLAIM, load=queries.claim)
def edit_claim(claim: Claim) -> ResponseReturnValue:
    _possible(claim, ClaimStatus.DRAFT)
    form = _form(claim)
    if form.accepted():
        answers, amount = form.to_input()
        try:
            service.save_claim(db(), actor(), claim, answers, amount, version_of(form))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your claim is saved. It is not submitted yet."))
            return _after_saving(claim)
    page = render_template(
        "allocation/edit_claim.html",
        claim=claim,
        form=form,
        **_times(claim),
    )
    return page, form.status


def _possible(claim: Claim, *statuses: ClaimStatus) -> None:
    """Refuse a page about an act that the status of the claim rules out."""
    if claim.status not in statuses:
        status = claim.status.label
        raise refuse(Text("This is not possible any more: the status is “%(s)s”.", s=status))


def _times(claim: Claim) -> dict[str, Text]:
    now = actor().now
    return {"when": when(claim.round, now), "sentence": sentence(claim.round, now)}


def _form(claim: Claim) -> ClaimForm:
    answers = Answers.from_data(claim.answers)
    form = filled(ClaimForm, answers, amount=claim.amount or None, version=claim.version)
    adoptable = queries.adoptable(db(), claim.organisation_id)
    form.realisation.choices = options(
        ("", CHOOSE),
        *(
            (
                item.public_id,
                Text("%(title)s (%(owner)s)", title=item.title, owner=item.owner.name),
            )
            for item in adoptable
        ),
    )
    return form


def _after_saving(claim: Claim) -> Response:
    """Stay with the form, or go on: to submitting, or to the page that says who can."""
    page = ".show_claim"
    if sent("stay"):
        page = ".edit_claim"
    elif allows(actor(), Action.SUBMIT_CLAIM, claim):
        page = ".submit_claim"
    return redirect(url_for(page, public_id=claim.public_id), code=303)


@bp.route("/trekkingsrechten/<public_id>/dien-in", methods=["GET", "POST"])
@permit(Action.SUBMIT_CLAIM, load=queries.claim)
def submit_claim(claim: Claim) -> ResponseReturnValue:
    _possible(claim, ClaimStatus.DRAFT)
    form = filled(ConfirmForm)
    shown = _shown(claim)
    if form.accepted():
        try:
            service.submit_claim(db(), actor(), claim)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your claim %(number)s is submitted.", number=claim.number))
            return redirect(url_for(".show_claim", public_id=claim.public_id), code=303)
    page = render_template(
        "allocation/submit_claim.html",
        claim=claim,
        form=form,
        **_times(claim),
        **shown,
    )
    return page, form.status


@bp.route("/trekkingsrechten/<public_id>/trek-in", methods=["GET", "POST"])
@permit(Action.WITHDRAW_CLAIM, load=queries.claim)
def withdraw_claim(claim: Claim) -> ResponseReturnValue:
    _possible(claim, ClaimStatus.DRAFT, ClaimStatus.SUBMITTED)
    form = filled(ConfirmForm)
    amount = claim.amount
    if form.accepted():
        try:
            service.withdraw_claim(db(), actor(), claim)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your claim is withdrawn. You can take it up again until the round closes."))
            return redirect(url_for(".show_claim", public_id=claim.public_id), code=303)
    page = render_template(
        "allocation/withdraw_claim.html",
        claim=claim,
        form=form,
        amount=amount,
        **_times(claim),
    )
    return page, form.status


@bp.get("/trekkingsrechten/<public_id>")
@permit(Action.READ_CLAIM, load=queries.claim)
def show_claim(claim: Claim) -> ResponseReturnValue:
    return render_template(
        "allocation/show_claim.html",
        claim=claim,
        **_times(claim),
        actions=_acts(claim),
        decision=awards.live_for(db(), actor(), claim.case_ref),
        signatories=_signatories(claim),
        history=happened(claim),
        **_shown(claim),
    )


def _acts(claim: Claim) -> Sequence[Action]:
    """Return what can be done now: by the lifecycle, the policy and the deadline."""
    if not is_open(claim.round.opens_at, claim.round.closes_at, actor().now):
        return ()
    possible = CLAIM_LIFECYCLE.actions(claim.status)
    records = {Action.CLAIM: claim.round}
    return [each for each in possible if allows(actor(), each, records.get(each, claim))]


def _signatories(claim: Claim) -> Sequence[str]:
    people = accounts.people_of(db(), [claim.organisation_id], MandateKind.SIGNATORY)
    return sorted(accounts.names(db(), people).values())


def _shown(claim: Claim) -> dict[str, Any]:
    """Return what was filled in and what still keeps the claim from being submitted."""
    answers = Answers.from_data(claim.answers)
    titles = catalogue.titles(db(), [answers.realisation])
    draft = claim.status is ClaimStatus.DRAFT
    return {
        "answers": answers,
        "realisation": titles.get(answers.realisation),
        "efforts": tuple(effort.label for effort in answers.efforts),
        "missing": service.faults(db(), claim) if draft else [],
        "unclaimed": claim.right.amount - claim.amount,
        "computation": [Text.from_data(each) for each in claim.right.computation["sentences"]],
    }
