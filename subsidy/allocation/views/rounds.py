"""Where the agency writes a round, lays it before a colleague, and opens it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from subsidy.allocation import queries, service
from subsidy.allocation.domain.lifecycle import ROUND_LIFECYCLE, RoundStatus
from subsidy.allocation.forms import ConfirmForm, ReturnForm, RoundForm, key_values, version_of
from subsidy.allocation.imports import RoundTemplate, round_templates
from subsidy.allocation.models import Round
from subsidy.allocation.service import Computed, RoundInput
from subsidy.allocation.views.blueprint import bp
from subsidy.allocation.views.figures import key_rows
from subsidy.budget import queries as budget
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.policy import Action, Actor
from subsidy.web.access import actor, permit
from subsidy.web.forms import CHOOSE, filled, options
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.route("/verdeelrondes/nieuw", methods=["GET", "POST"])
@permit(Action.CREATE_ROUND)
def create_round() -> ResponseReturnValue:
    lines = {line.public_id: line for line in budget.lines(db())}
    template = round_templates().get(request.args.get("sjabloon", ""))
    form = filled(RoundForm, **_begun(template))
    form.line.choices = options(("", CHOOSE), *((key, each.name) for key, each in lines.items()))
    if form.accepted():
        try:
            line = lines.get(form.line.data or "")
            if line is None:
                raise refuse(Text("Choose a programme line."), "line")
            round_ = service.create_round(db(), actor(), line, _input(form))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The round is saved as a draft."))
            return _to(round_)
    return render_template(
        "allocation/create_round.html", form=form, template=template
    ), form.status


def _begun(template: RoundTemplate | None) -> Mapping[str, Any]:
    """Return what stands in a new round at first: of a template, with a title and a line."""
    if template is None:
        return {}
    title = request.args.get("titel", "").replace("\0", "")
    return {**template.values, "title": title, "line": request.args.get("lijn", "")}


@bp.route("/verdeelrondes/<public_id>/bewerk", methods=["GET", "POST"])
@permit(Action.EDIT_ROUND, load=queries.round_)
def edit_round(round_: Round) -> ResponseReturnValue:
    if round_.status is not RoundStatus.DRAFT:
        raise refuse(Text("Only a draft can be changed. Return the round to its author first."))
    form = filled(RoundForm, round_, **key_values(round_.key))
    form.line.choices = options((round_.line.public_id, round_.line.name))
    form.line.data = round_.line.public_id
    if form.accepted():
        try:
            service.save_round(db(), actor(), round_, _input(form), version_of(form))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The round is saved."))
            return _to(round_)
    return render_template("allocation/edit_round.html", form=form, round=round_), form.status


def _input(form: RoundForm) -> RoundInput:
    """Return what was typed; the form has seen to it that nothing required is missing."""
    values = form.data
    return RoundInput(
        title=values["title"].strip(),
        aim=values["aim"].strip(),
        continuity_statement=values["continuity_statement"].strip(),
        envelope=values["envelope"],
        floor=values["floor"] or Money(0),
        ceiling=values["ceiling"],
        components=form.key_parts(),
        opens_at=values["opens_at"],
        closes_at=values["closes_at"],
        first_day=values["first_day"],
        last_day=values["last_day"],
    )


def _to(round_: Round) -> Response:
    return redirect(url_for(".round", public_id=round_.public_id), code=303)


# One proposes, another opens ----------------------------------------------------------------------


@bp.route("/verdeelrondes/<public_id>/stel-voor", methods=["GET", "POST"])
@permit(Action.PROPOSE_ROUND, load=queries.round_)
def propose(round_: Round) -> ResponseReturnValue:
    _possible(round_, Action.PROPOSE_ROUND)
    done = Text("The round is proposed. A decision maker opens it or returns it.")
    return _confirmed(round_, "propose", service.propose_round, done)


@bp.route("/verdeelrondes/<public_id>/open", methods=["GET", "POST"])
@permit(Action.OPEN_ROUND, load=queries.round_)
def open_round(round_: Round) -> ResponseReturnValue:
    _possible(round_, Action.OPEN_ROUND)
    done = Text("The round is open. Every municipality sees its drawing right.")
    return _confirmed(round_, "open_round", service.open_round, done)


@bp.route("/verdeelrondes/<public_id>/stuur-terug", methods=["GET", "POST"])
@permit(Action.RETURN_ROUND, load=queries.round_)
def return_round(round_: Round) -> ResponseReturnValue:
    _possible(round_, Action.RETURN_ROUND)
    form = filled(ReturnForm)
    if form.accepted():
        try:
            service.return_round(db(), actor(), round_, form.reason.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The round went back to its author."))
            return _to(round_)
    return render_template("allocation/return_round.html", form=form, round=round_), form.status


def _possible(round_: Round, action: Action) -> None:
    """Refuse a page about an act that the status of the round rules out."""
    if action not in ROUND_LIFECYCLE.actions(round_.status):
        status = round_.status.label
        raise refuse(Text("This is not possible any more: the status is “%(s)s”.", s=status))


def _confirmed(
    round_: Round, page: str, act: Callable[[Session, Actor, Round], object], done: Text
) -> ResponseReturnValue:
    form = filled(ConfirmForm)
    figures = _figures(round_)
    if form.accepted():
        try:
            act(db(), actor(), round_)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(done)
            return _to(round_)
    made = render_template(f"allocation/{page}.html", form=form, round=round_, figures=figures)
    return made, form.status


def _figures(round_: Round) -> list[tuple[object, object]]:
    """Return what a person must see before the act: amounts, dates, the key, who gets what."""
    rows: list[tuple[object, object]] = [
        (N_("Envelope"), round_.envelope),
        (N_("Available on the line"), budget.available(db(), round_.line_id)),
        (N_("Programme line"), round_.line.name),
        (N_("Opens on"), round_.opens_at),
        (N_("Closes on"), round_.closes_at),
        *((label, weight) for label, _, weight in key_rows(round_.key)),
    ]
    computed = _tried(round_)
    if computed is not None:
        amounts = computed.distribution.amounts.values()
        rows += [
            (N_("Municipalities with a drawing right"), sum(cents > 0 for cents in amounts)),
            (N_("Smallest drawing right"), Money(min(amounts, default=0))),
            (N_("Largest drawing right"), Money(max(amounts, default=0))),
            (N_("Not distributed"), Money(computed.distribution.remainder_cents)),
        ]
    return rows


def _tried(round_: Round) -> Computed | None:
    """Return the distribution, or None for a key that does not work: the act says why."""
    try:
        return service.compute(db(), round_.envelope, round_.key)
    except RefusedError:
        return None
