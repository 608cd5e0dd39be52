"""Saving what the rules of a call ask an applicant to declare."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.conflicts import Difference
from subsidy.applications.domain.declarations import LABELS, Declarations, declared_together, unfit
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application, Section
from subsidy.applications.service.guard import keep, refuse_overwriting, refuse_unless_writing
from subsidy.core.errors import refuse_if
from subsidy.core.text import Text
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
    refuse_overwriting(session, section, version, tuple(_differences(file, declared)))
    return keep(session, actor, record, Key.DECLARATIONS, plain(declared))


def _differences(file: CaseFile, mine: Declarations) -> Iterator[Difference]:
    theirs = file.declarations
    after = dict(declared_together(mine))
    for name, before in declared_together(theirs):
        if before != after[name]:
            yield Difference(Text(LABELS[name]), before, after[name])
    for partner in file.partners:
        for name in ("own_contribution", "undertaking", "aid_received"):
            old, new = getattr(theirs.of(partner.id), name), getattr(mine.of(partner.id), name)
            if old != new:
                label = Text(
                    "%(name)s: %(question)s", name=partner.name, question=Text(LABELS[name])
                )
                yield Difference(label, old, new)
