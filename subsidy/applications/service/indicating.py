"""Saving by what one sees that a project works."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.conflicts import indicator_differences
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.indicators import Indicator, Indicators, unfit
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application, Section
from subsidy.applications.service.guard import (
    answers_in,
    keep,
    refuse_overwriting,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_earlier
from subsidy.core.clock import brussels_day
from subsidy.core.errors import refuse_if
from subsidy.policy import Actor


def save_indicators(
    session: Session,
    actor: Actor,
    record: Application,
    rows: Sequence[Indicator],
    version: int | None = None,
) -> Section:
    """Replace all indicators; an empty row is none.

    ``version``: the one that was read; None: whatever is there.
    """
    refuse_unless_writing(session, actor, record)
    refuse_if(unfit(rows, brussels_day(actor.now)))
    filled = tuple(row for row in rows if not row.is_empty)
    before = queries.file_again(session, record).indicators
    section = queries.section(session, record, Key.INDICATORS)
    refuse_overwriting(session, section, version, indicator_differences(before, filled))
    answers = plain(Indicators(rows=filled))
    keep_earlier(session, actor, section, answers_in(section), answers)
    return keep(session, actor, record, Key.INDICATORS, answers)
