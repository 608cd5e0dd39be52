"""Saving what the rules of a call ask an applicant to declare."""

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.conflicts import declaration_differences
from subsidy.applications.domain.declarations import Declarations, unfit
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application, Section
from subsidy.applications.service.guard import (
    answers_in,
    keep,
    refuse_overwriting,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_earlier
from subsidy.core.errors import refuse_if
from subsidy.policy import Actor


def save_declarations(
    session: Session,
    actor: Actor,
    record: Application,
    declared: Declarations,
    version: int | None = None,
) -> Section:
    """Replace what is declared. ``version``: the one that was read; None: whatever is there."""
    refuse_unless_writing(session, actor, record)
    file = queries.file_again(session, record)
    refuse_if(unfit(declared, {partner.id for partner in file.partners}))
    section = queries.section(session, record, Key.DECLARATIONS)
    refuse_overwriting(session, section, version, declaration_differences(file, declared))
    answers = plain(declared)
    keep_earlier(session, actor, section, answers_in(section), answers)
    return keep(session, actor, record, Key.DECLARATIONS, answers)
