"""The budget: one table, replaced as a whole, under one version."""

from collections.abc import Sequence

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.case_file import FileLine
from subsidy.applications.domain.conflicts import budget_differences
from subsidy.applications.domain.editing import unfit_budget
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.history import kept_lines
from subsidy.applications.models import Application, BudgetLine, Section
from subsidy.applications.service.guard import (
    add_up,
    keep,
    refuse_overwriting,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_earlier
from subsidy.core.errors import refuse_if
from subsidy.policy import Actor


def save_budget(
    session: Session,
    actor: Actor,
    record: Application,
    lines: Sequence[FileLine],
    version: int | None = None,
) -> Section:
    """Replace the whole budget. An amount of zero is the same as no amount."""
    refuse_unless_writing(session, actor, record)
    file = queries.file_again(session, record)
    refuse_if(unfit_budget(file, lines, queries.regulation(record).cost_types))
    section = queries.section(session, record, Key.BUDGET)
    refuse_overwriting(session, section, version, budget_differences(file, lines))
    kept = [line for line in lines if line.requested]
    keep_earlier(session, actor, section, kept_lines(file.lines), kept_lines(kept))
    session.execute(delete(BudgetLine).where(BudgetLine.application_id == record.id))
    ids = {partner.public_id: partner.id for partner in record.partners}
    rows = [
        {
            "application_id": record.id,
            "partner_id": ids[line.partner_id],
            "cost_type": line.cost_type,
            "year": line.year,
            "requested": line.requested,
        }
        for line in kept
    ]
    if rows:
        session.execute(insert(BudgetLine), rows)  # one statement, however many partners
    add_up(session, record)
    return keep(session, actor, record, Key.BUDGET)
