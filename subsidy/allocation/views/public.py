"""What everybody can see of rounds, and what an organisation has in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.allocation import exports, queries, service
from subsidy.allocation.domain.lifecycle import ROUND_LIFECYCLE, ClaimStatus
from subsidy.allocation.forms import RightsFilter
from subsidy.allocation.models import Claim, DrawingRight, Round
from subsidy.allocation.views.blueprint import bp
from subsidy.allocation.views.deadlines import sentence, when
from subsidy.allocation.views.figures import SORTS, Line, key_rows, lines_of_rights, map_of
from subsidy.allocation.views.timeline import happened
from subsidy.core.clock import is_open
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Action, Actor, allows
from subsidy.web import clock
from subsidy.web.access import actor, permit, someone
from subsidy.web.files import download
from subsidy.web.forms import filters
from subsidy.web.paging import SIZE, Page, page_number, sort_by
from subsidy.web.session import db, release


@dataclass(frozen=True, slots=True)
class Own:
    """What the organisation of the actor has in one opened round."""

    round: Round
    right: DrawingRight | None
    claim: Claim | None
    sentence: Text
    is_open: bool

    @property
    def can_start(self) -> bool:
        withdrawn = self.claim is not None and self.claim.status is ClaimStatus.WITHDRAWN
        has_right = self.right is not None and bool(self.right.amount)
        return self.is_open and has_right and (self.claim is None or withdrawn)


@bp.get("/trekkingsrechten")
@permit(Action.LIST_CLAIMS)
def index() -> ResponseReturnValue:
    asking = actor()
    sees_all = allows(asking, Action.LIST_ROUNDS)
    rounds = _sorted_rounds(asking) if sees_all else ()
    return render_template(
        "allocation/index.html",
        sees_all=sees_all,
        rounds=rounds,
        sort=sort_by(*ROUND_SORTS),
        envelopes=Money.total(each.envelope for each in rounds),
        workbook_url=url_for(".export_rounds", sorteer=request.args.get("sorteer")),
        take_ups=queries.take_ups(db(), [each.id for each in rounds]) if rounds else {},
        own=_own_rounds(asking),
    )


@bp.get("/verdeelrondes.xlsx")
@permit(Action.LIST_ROUNDS)
def export_rounds() -> ResponseReturnValue:
    rounds = _sorted_rounds(actor())
    taken = queries.take_ups(db(), [each.id for each in rounds]) if rounds else {}
    release()
    return download(exports.rounds_workbook(rounds, taken, actor().now), "verdeelrondes.xlsx")


ROUND_SORTS: Mapping[str, Callable[[Round], Any]] = {
    "nieuwste": lambda each: -each.id,
    "titel": lambda each: each.title.casefold(),
    "lijn": lambda each: each.line.name,
    "status": lambda each: each.status.value,
    "sluit": lambda each: each.closes_at,
    "bedrag": lambda each: each.envelope.cents,
}


def _sorted_rounds(asking: Actor) -> Sequence[Round]:
    """Return all rounds, a handful a year, in the order of the address."""
    sort = sort_by(*ROUND_SORTS)
    rounds = queries.rounds(db(), asking)
    return sorted(rounds, key=ROUND_SORTS[sort.key], reverse=sort.descending)


def _own_rounds(asking: Actor) -> Sequence[Own] | None:
    """Return None for somebody who acts for no organisation."""
    organisation_id = asking.organisation_id
    if organisation_id is None or not asking.may(frozenset({organisation_id})):
        return None
    rights = {r.round_id: r for r in queries.rights_of_organisation(db(), organisation_id)}
    claims = {c.round_id: c for c in queries.claims_of_organisation(db(), organisation_id)}
    return [
        own(each, rights.get(each.id), claims.get(each.id), asking)
        for each in queries.opened_rounds(db())
    ]


def own(round_: Round, right: DrawingRight | None, claim: Claim | None, asking: Actor) -> Own:
    opened = is_open(round_.opens_at, round_.closes_at, asking.now)
    return Own(round_, right, claim, sentence(round_, asking.now), opened)


@bp.get("/verdeelrondes/<public_id>", endpoint="round")
@permit(Action.READ_ROUND, load=queries.round_, visitors=True)
def show_round(round_: Round) -> ResponseReturnValue:
    form = filters(RightsFilter)
    every = lines_of_rights(queries.rights(db(), round_.id))
    lines = _chosen(every, form)
    sort = sort_by(*SORTS)
    lines.sort(key=SORTS[sort.key], reverse=sort.descending)
    number = page_number(len(lines))
    return render_template(
        "allocation/round.html",
        round=round_,
        key=key_rows(round_.key),
        filter_form=form,
        sort=sort,
        page=Page(lines[(number - 1) * SIZE : number * SIZE], number, len(lines)),
        sums=sums(lines),
        total=Money.total(line.amount for line in every),
        map=map_of(every) if every else None,
        **_around(round_),
    )


def _around(round_: Round) -> dict[str, Any]:
    """Return what only some see: the own right, and what the agency can do next."""
    asking = someone() or Actor(0, clock.now())
    works_here = allows(asking, Action.LIST_ROUNDS)
    return {
        "when": when(round_, asking.now),
        "own": _own(round_, asking) if round_.is_public else None,
        "take_up": queries.take_up(db(), round_.id) if works_here and round_.is_public else None,
        "works_here": works_here,
        "actions": [
            each for each in ROUND_LIFECYCLE.actions(round_.status) if allows(asking, each, round_)
        ],
        "history": happened(round_) if works_here else (),
    }


def _own(round_: Round, asking: Actor) -> Own | None:
    organisation_id = asking.organisation_id
    if organisation_id is None or not asking.may(frozenset({organisation_id})):
        return None
    right = queries.right_of(db(), round_.id, organisation_id)
    claim = queries.claim_of(db(), round_.id, organisation_id)
    return own(round_, right, claim, asking)


def _chosen(lines: Sequence[Line], form: RightsFilter) -> list[Line]:
    return [
        line for line in lines if form.matches(line.organisation.name, line.organisation.region)
    ]


def sums(lines: Sequence[Line]) -> tuple[int, Money]:
    """Return the inhabitants and the amount of a whole list."""
    people = sum(line.organisation.population or 0 for line in lines)
    return people, Money.total(line.amount for line in lines)


@bp.get("/verdeelrondes/<public_id>/trekkingsrechten.xlsx")
@permit(Action.READ_ROUND, load=queries.round_, visitors=True)
def export_rights(round_: Round) -> ResponseReturnValue:
    form = filters(RightsFilter)
    rights = [
        each
        for each in queries.rights(db(), round_.id)
        if form.matches(each.organisation.name, each.organisation.region)
    ]
    release()
    made = exports.rights_workbook(round_, rights, clock.now())
    return download(made, "trekkingsrechten.xlsx")


@bp.get("/verdeelrondes/<public_id>/narekenen.xlsx")
@permit(Action.READ_ROUND, load=queries.round_, visitors=True)
def recompute(round_: Round) -> ResponseReturnValue:
    """Answer with live formulas that give every amount again, from the figures that were kept."""
    computed = (
        queries.frozen(round_, queries.rights(db(), round_.id))
        if round_.is_public
        else service.compute(db(), round_.envelope, round_.key)
    )
    release()
    made = exports.recompute_workbook(computed, round_.envelope, round_.title, clock.now())
    return download(made, "narekenen.xlsx")
