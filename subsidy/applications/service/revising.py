"""The questions of a call changed: drafts move along, a submitted file keeps what it answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from subsidy.applications.domain.form import Key
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.revised import (
    MOVED,
    PINNED,
    form_of,
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that moves along; ``freed``: the names of files whose question is gone."""

    id: int
    rows: Rows
    freed: Mapping[str, list[str]]


def follow_form(
    session: Session, actor: Actor, call: Call, old: Form, version: RegulationVersion
) -> None:
    """Bring every file of a call to the questions of a new version."""
    new = version.regulation.form
    if new == old:
        return
    freed = _let_go_of_files(session, _drafts(call), old, new)
    for application_id, status, rows in _files(session, call):
        if status is Status.SUBMITTED:
            _pin(session, actor, application_id, rows, old)
        elif Key.QUESTIONS in rows or application_id in freed:
            files = freed.get(application_id, {})
            _move(session, actor, Draft(application_id, rows, files), (old, new), version)


def bring_along(session: Session, actor: Actor, record: Application, to: RegulationVersion) -> None:
    """Bring a file that became a draft again to the questions that hold now.

    It comes from those that it answered: what was submitted, or withdrawn, did not move along.
    """
    rows = _own(session, [record.id])[record.id]
    answers = {key: row.answers for key, row in rows.items()}
    old, new = form_of(answers, record.regulation_version.regulation.form), to.regulation.form
    if PINNED in rows:
        session.delete(rows[PINNED])
    record.regulation_version = to
    session.flush()
    if new == old:
        return
    only = select(Application.id).where(Application.id == record.id)
    files = _let_go_of_files(session, only, old, new).get(record.id, {})
    if Key.QUESTIONS in rows or files:
        _move(session, actor, Draft(record.id, rows, files), (old, new), to)


def _drafts(call: Call) -> Select[int]:
    return select(Application.id).where(
        Application.call_id == call.id, Application.status == Status.DRAFT
    )


def _let_go_of_files(
    session: Session, drafts: Select[int], old: Form, new: Form
) -> Mapping[int, Mapping[str, list[str]]]:
    """Keep the files of a question that is gone, as attachments of the draft itself.

    Return their names, by draft and by question. A file that the draft holds twice goes once.
    """
    gone = [key for key in _for_files(old) if key not in _for_files(new)]
    of_drafts = select(Attachment).where(Attachment.application_id.in_(drafts))
    rows = session.scalars(of_drafts.order_by(Attachment.question, Attachment.id)).all()
    loose = {(row.application_id, row.content_hash) for row in rows if not row.question}
    freed: dict[int, dict[str, list[str]]] = {}
    for row in (row for row in rows if row.question in gone):
        freed.setdefault(row.application_id, {}).setdefault(row.question, []).append(row.name)
        if (row.application_id, row.content_hash) in loose:
            session.delete(row)
        else:
            loose.add((row.application_id, row.content_hash))
            row.question = ""
    session.flush()
    return freed


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
    found = _own(session, [application_id for application_id, _ in files])
    return [(application_id, status, found[application_id]) for application_id, status in files]


def _own(session: Session, application_ids: Sequence[int]) -> Mapping[int, Rows]:
    """Return, by application, what it holds of questions."""
    found: dict[int, dict[str, Section]] = {each: {} for each in application_ids}
    sections = session.scalars(
        select(Section)
        .where(Section.application_id.in_(found), Section.key.in_(OWN))
        .execution_options(populate_existing=True)
    )
    for section in sections:
        found[section.application_id][section.key] = section
    return found


def _pin(session: Session, actor: Actor, application_id: int, rows: Rows, form: Form) -> None:
    if PINNED not in rows:
        _write(session, actor, application_id, None, (PINNED, pinned_data(form)))


def _move(
    session: Session,
    actor: Actor,
    draft: Draft,
    forms: tuple[Form, Form],
    version: RegulationVersion,
) -> None:
    section, before = draft.rows.get(Key.QUESTIONS), draft.rows.get(MOVED)
    answers = {} if section is None else section.answers
    found = migrate({**answers, **draft.freed}, *forms)
    earlier = moved_from(before.answers) if before else None
    note = moved_data(moved(found, version.number, earlier))
    if section is not None:
        keep_earlier(session, actor, section, section.answers, found.answers)
        _write(session, actor, draft.id, section, (Key.QUESTIONS.value, dict(found.answers)))
    _write(session, actor, draft.id, before, (MOVED, note))


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
