"""Trying parameters on a distribution without storing anything."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from subsidy.allocation import queries, service
from subsidy.allocation.domain.simulation import Change, Comparison, Spread, Summary, compare
from subsidy.allocation.forms import SimulationForm, key_values
from subsidy.allocation.models import Round
from subsidy.allocation.queries import Computed
from subsidy.allocation.views.blueprint import bp
from subsidy.allocation.views.figures import Map, lines_of_amounts, map_of
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation
from subsidy.policy import Action
from subsidy.web.access import permit
from subsidy.web.session import db, release

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Moved:
    """What one municipality gains or loses."""

    organisation: Organisation
    before: Money
    after: Money
    difference: Money


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that the page shows of one trial."""

    comparison: Comparison
    rows: list[tuple[Text, object, object]]
    moved: Money
    left: Money
    without: tuple[str, ...]
    gains: list[Moved]
    losses: list[Moved]
    map: Map


@bp.get("/verdeelrondes/<public_id>/simulatie")
@permit(Action.EDIT_ROUND, load=queries.round_)
def simulate(round_: Round) -> ResponseReturnValue:
    form = _form(round_)
    result = None
    if not request.args or form.validate():
        try:
            result = _result(round_, form)
        except RefusedError as refused:
            form.show(refused)
    release()
    page = render_template("allocation/simulate.html", round=round_, form=form, result=result)
    return page, form.status


def _form(round_: Round) -> SimulationForm:
    """Fill the form from the address; a bare address means the parameters of the round."""
    if request.args:
        return SimulationForm(request.args)
    return SimulationForm(envelope=round_.envelope, **key_values(round_.key))


def _result(round_: Round, form: SimulationForm) -> Result:
    tried = service.compute(db(), form.envelope.data, form.key())
    amounts = tried.distribution.amounts
    bodies = dict(tried.recipients.by_nis)
    before = _stored(round_, bodies)
    comparison = compare(before, amounts, {n: b.population or 0 for n, b in bodies.items()})
    ends = comparison.changes[:MOST_SHOWN], comparison.changes[-MOST_SHOWN:][::-1]
    return Result(
        comparison,
        _rows(comparison),
        Money(comparison.moved_cents),
        Money(tried.distribution.remainder_cents),
        _without(tried),
        [_moved(each, bodies) for each in ends[0] if each.difference_cents > 0],
        [_moved(each, bodies) for each in ends[1] if each.difference_cents < 0],
        map_of(lines_of_amounts(amounts, tried.recipients.by_nis)),
    )


def _rows(comparison: Comparison) -> list[tuple[Text, object, object]]:
    """Return the figures of the round and of the trial side by side."""
    pairs = zip(_figures(comparison.before), _figures(comparison.after), strict=True)
    return [(label, before, after) for (label, before), (_, after) in pairs]


def _figures(found: Summary) -> list[tuple[Text, object]]:
    amount = _spread(found.amount)
    each = _spread(found.per_inhabitant)
    return [
        (Text("Municipalities"), found.recipients),
        (Text("Distributed"), Money(found.total_cents)),
        (Text("Smallest drawing right"), amount[0]),
        (Text("Median drawing right"), amount[1]),
        (Text("Largest drawing right"), amount[2]),
        (Text("Smallest per inhabitant"), each[0]),
        (Text("Median per inhabitant"), each[1]),
        (Text("Largest per inhabitant"), each[2]),
    ]


def _spread(found: Spread | None) -> tuple[Money | None, Money | None, Money | None]:
    if found is None:
        return None, None, None
    return Money(round(found.least)), Money(round(found.median)), Money(round(found.most))


def _without(tried: Computed) -> tuple[str, ...]:
    """Return the municipalities of the map for which the key has no figure at all."""
    everybody = organisations.municipalities(db())
    inside = tried.recipients.by_nis
    return tuple(one.name for one in everybody if one.has_tile and one.nis not in inside)


def _stored(round_: Round, bodies: dict[str, Organisation]) -> Mapping[str, int]:
    """Return what the round itself gives: its frozen rights, or its key as it stands now."""
    try:
        stored = _of_round(round_)
    except RefusedError:  # a draft may have a key that does not work yet
        return {}
    bodies.update(stored.recipients.by_nis)
    return stored.distribution.amounts


def _of_round(round_: Round) -> Computed:
    if round_.is_public:
        return queries.frozen(round_, queries.rights(db(), round_.id))
    return service.compute(db(), round_.envelope, round_.key)


def _moved(change: Change, bodies: Mapping[str, Organisation]) -> Moved:
    return Moved(
        bodies[change.id],
        Money(change.before_cents),
        Money(change.after_cents),
        Money(change.difference_cents),
    )
