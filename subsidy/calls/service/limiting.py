"""From where on the agency worries: the limits of each line, kept as an officer chose them."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from subsidy.budget.models import Line
from subsidy.calls.domain.regulation import Limits
from subsidy.calls.models import LineLimits
from subsidy.policy import Action, Actor
from subsidy.workflow import audit


def set_limits(session: Session, actor: Actor, chosen: Mapping[Line, Limits]) -> None:
    """Keep the limits of these lines; they warn and forbid nothing."""
    for line, limits in chosen.items():
        row = session.get(LineLimits, line.id)
        if row is None:
            row = LineLimits(line_id=line.id, most_calls=0, shortest_days=0)
            session.add(row)
        if row.limits != limits:
            row.most_calls, row.shortest_days = limits.most_calls, limits.shortest_days
            audit(session, actor, Action.SET_LIMITS, line)
    session.flush()
