"""Saving what partners expect of each other; who confirmed another sentence is asked again."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.conflicts import expectation_differences
from subsidy.applications.domain.expectations import (
    EXPECTATIONS,
    Expectation,
    Expectations,
    in_the_name_of_others,
    unfit,
    without_partner,
)
from subsidy.applications.domain.snapshot import plain, read
from subsidy.applications.models import Application, Partner, Section
from subsidy.applications.service.guard import (
    answers_in,
    keep,
    own_partner,
    refuse_overwriting,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_earlier
from subsidy.core.errors import Refusal, refuse_if
from subsidy.policy import Actor


def save_expectations(
    session: Session,
    actor: Actor,
    record: Application,
    rows: Sequence[Expectation],
    version: int | None = None,
) -> Section:
    """Replace all expectations; an empty row is none.

    ``version``: the one that was read; None: whatever is there.
    """
    refuse_unless_writing(session, actor, record)
    file = queries.file_again(session, record)
    there = {partner.id for partner in file.partners}
    refuse_if(
        [
            *unfit(rows, there, {one.id for one in file.realisations}),
            *_not_ours(actor, record, file, rows),
        ]
    )
    filled = tuple(row for row in rows if not row.is_empty)
    section = queries.section(session, record, EXPECTATIONS)
    refuse_overwriting(session, section, version, expectation_differences(file, filled))
    return _write(session, actor, record, section, filled)


def _not_ours(
    actor: Actor, record: Application, file: CaseFile, rows: Sequence[Expectation]
) -> list[Refusal]:
    """Nobody's name is used without consent; the lead, who writes for all, may."""
    own = own_partner(record, actor)
    if own is None or actor.organisation_id == record.lead_id:
        return []
    names = {partner.id: partner.name for partner in file.partners}
    return list(in_the_name_of_others(file.expectations, rows, own.public_id, names))


def forget_expectations(
    session: Session, actor: Actor, record: Application, partner: Partner
) -> None:
    """Leave out what a partner that leaves expects, and what is expected of it."""
    section = queries.section(session, record, EXPECTATIONS)
    rows = read(Expectations, answers_in(section)).rows
    others = without_partner(rows, partner.public_id)
    if others != rows:
        _write(session, actor, record, section, others)


def _write(
    session: Session,
    actor: Actor,
    record: Application,
    section: Section | None,
    rows: tuple[Expectation, ...],
) -> Section:
    answers = plain(Expectations(rows=rows))
    keep_earlier(session, actor, section, answers_in(section), answers)
    return keep(session, actor, record, EXPECTATIONS, answers)
