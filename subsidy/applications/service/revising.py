"""The questions of a call changed: drafts move along, a submitted file keeps what it answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from subsidy.applications.domain.form import Key
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.revised import (
    MOVED,
    PINNED,
    moved,
    moved_data,
    moved_from,
    pinned_data,
)
from subsidy.applications.models import Application, Attachment, Section
from subsidy.applications.service.history import keep_earlier
from subsidy.calls.domain.questions import Form, Kind, migrate
from subsidy.calls.models import Call, RegulationVersion
from subsidy.policy import Actor

OWN = (Key.QUESTIONS.value, MOVED, PINNED)
Rows = Mapping[str, Section]


def follow_form(
    session: Session, actor: Actor, call: Call, old: Form, version: RegulationVersion
) -> None:
    """Bring every file of a call to the questions of a new version."""
    new = version.regulation.form
    if new == old:
        return
    _let_go_of_files(session, call, old, new)
    for application_id, status, rows in _files(session, call):
        if status is Status.SUBMITTED:
            _pin(session, actor, application_id, rows, old)
        elif Key.QUESTIONS in rows:
            _move(session, actor, rows, (old, new), version)


def _let_go_of_files(session: Session, call: Call, old: Form, new: Form) -> None:
    """Keep the files of a question that is gone, as attachments of the draft itself."""
    gone = [key for key in _for_files(old) if key not in _for_files(new)]
    drafts = select(Application.id).where(
        Application.call_id == call.id, Application.status == Status.DRAFT
    )
    session.execute(
        update(Attachment)
        .where(Attachment.question.in_(gone), Attachment.application_id.in_(drafts))
        .values(question="")
        .execution_options(synchronize_session=False)
    )


def _for_files(form: Form) -> list[str]:
    return [question.key for question in form.questions if question.kind is Kind.FILE]


def _files(session: Session, call: Call) -> Sequence[tuple[int, Status, Rows]]:
    """Return the files in the running with what they hold of questions; two statements."""
    running = (Status.DRAFT, Status.SUBMITTED)
    files = session.execute(
        select(Application.id, Application.status)
        .where(Application.call_id == call.id, Application.status.in_(running))
        .order_by(Application.id)
    ).all()
    found: dict[int, dict[str, Section]] = {application_id: {} for application_id, _ in files}
    sections = session.scalars(
        select(Section)
        .where(Section.application_id.in_(found), Section.key.in_(OWN))
        .execution_options(populate_existing=True)
    )
    for section in sections:
        found[section.application_id][section.key] = section
    return [(application_id, status, found[application_id]) for application_id, status in files]


def _pin(session: Session, actor: Actor, application_id: int, rows: Rows, form: Form) -> None:
    if PINNED not in rows:
        _write(session, actor, application_id, None, (PINNED, pinned_data(form)))


def _move(
    session: Session,
    actor: Actor,
    rows: Rows,
    forms: tuple[Form, Form],
    version: RegulationVersion,
) -> None:
    section, before = rows[Key.QUESTIONS], rows.get(MOVED)
    found = migrate(section.answers, *forms)
    earlier = moved_from(before.answers) if before else None
    note = moved_data(moved(found, version.number, earlier))
    application_id = section.application_id
    keep_earlier(session, actor, section, section.answers, found.answers)
    _write(session, actor, application_id, section, (Key.QUESTIONS.value, dict(found.answers)))
    _write(session, actor, application_id, before, (MOVED, note))


def _write(
    session: Session,
    actor: Actor,
    application_id: int,
    row: Section | None,
    content: tuple[str, dict[str, Any]],
) -> None:
    """Write under a next version, so that nobody saves over it what stood on a screen before."""
    key, answers = content
    if row is None:
        row = Section(application_id=application_id, key=key, answers={}, version=0)
        session.add(row)
    row.answers = answers
    row.version += 1
    row.automatic, row.since = False, actor.now
    row.saved_at = actor.now
    row.saved_by_id = actor.id
