"""The verbs of what a line says of the time after its money: write, publish."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.budget.models import Line, LineStatement
from subsidy.planning import queries
from subsidy.planning.domain.statement import STATEMENT_LIFECYCLE, StatementFacts
from subsidy.planning.service.saving import saved_meanwhile, take_version
from subsidy.policy import Action, Actor
from subsidy.workflow import advance, audit


def write_statement(
    session: Session, actor: Actor, line: Line, stays: str, expected: str, *, version: int
) -> LineStatement:
    """Save the text that is being written, or begin a new one; ``version`` 0: there was none.

    What is published stays as it is: a change is a next text, which a colleague publishes.
    """
    draft = queries.said(session, [line.id])[line.id].draft
    if (draft is None) != (version == 0):
        raise saved_meanwhile()
    if draft is None:
        draft = _begin(session, actor, line, stays, expected)
    else:
        take_version(session, draft, version)
        draft.stays, draft.expected, draft.prepared_by_id = stays, expected, actor.id
    audit(session, actor, Action.WRITE_STATEMENT, draft)
    return draft


def _begin(session: Session, actor: Actor, line: Line, stays: str, expected: str) -> LineStatement:
    last = session.scalar(select(func.max(LineStatement.number)).filter_by(line_id=line.id)) or 0
    row = LineStatement(
        line_id=line.id,
        number=last + 1,
        stays=stays,
        expected=expected,
        prepared_by_id=actor.id,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # a colleague began at the same instant
        raise saved_meanwhile() from error
    return row


def publish_statement(session: Session, actor: Actor, draft: LineStatement, seen: int) -> None:
    """Make the text public as this colleague read it; from now on the line can pay."""
    facts = StatementFacts(
        actor_id=actor.id,
        prepared_by_id=draft.prepared_by_id,
        stays=draft.stays,
        expected=draft.expected,
    )
    stamp = {"published_at": actor.now}
    advance(
        session,
        STATEMENT_LIFECYCLE,
        draft,
        Action.PUBLISH_STATEMENT,
        facts,
        actor=actor,
        stamp=stamp,
    )
    take_version(session, draft, seen)
