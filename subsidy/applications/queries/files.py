"""One application and its parts as records; each takes a fixed number of statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import (
    Session,
    SessionTransaction,
    joinedload,
    make_transient_to_detached,
    selectinload,
)
from sqlalchemy.orm.attributes import set_committed_value

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.form import (
    Contact,
    Content,
    Key,
    Privacy,
    contact_from,
    content_from,
    privacy_from,
)
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import file_of, findings_in
from subsidy.applications.models import (
    Application,
    CompletionRequest,
    ConsortiumChange,
    LeadOffer,
    Partner,
    Promise,
    Realisation,
    Section,
    Snapshot,
)
from subsidy.applications.queries.case_files import case_file
from subsidy.applications.queries.lists import HANDED_IN
from subsidy.applications.queries.parts import parts_of
from subsidy.calls.domain.rules import Finding
from subsidy.calls.models import Call, RegulationVersion
from subsidy.organisations.models import Organisation

READERS: Mapping[Key, Callable[[Mapping[str, Any]], Contact | Content | Privacy]] = {
    Key.CONTACT: contact_from,
    Key.CONTENT: content_from,
    Key.PRIVACY: privacy_from,
}
PARTNERS = selectinload(Application.partners).joinedload(Partner.organisation)


def application(session: Session, public_id: str) -> Application | None:
    """Return an application with what the policy asks: its call and its partners."""
    return session.scalar(_by_address(), {"public_id": public_id})


def _known(query: Select[Application]) -> Select[Application]:
    return query.options(
        joinedload(Application.call).defer(Call.draft),  # long, and only its authors read it
        joinedload(Application.regulation_version),
        joinedload(Application.lead),
        PARTNERS,
    )


@cache
def _by_address() -> Select[Application]:
    """Make the statement once, as making it takes as long as sending it: most pages ask it."""
    return _known(select(Application).where(Application.public_id == bindparam("public_id")))


@cache
def _by_key() -> Select[Application]:
    """Make the statement once; what an act must know may have changed since the page was loaded."""
    query = _known(select(Application).where(Application.id == bindparam("id")))
    return query.execution_options(populate_existing=True)


def hold(session: Session, record: Application) -> None:
    """Hold the row of an application until the transaction ends; read its status again."""
    found = session.execute(_held(), {"id": record.id}).one()
    for name, value in zip(HELD, found, strict=True):
        set_committed_value(record, name, value)


HELD = ("status", "submitted_at", "lead_id")


@dataclass(frozen=True, slots=True)
class Held:
    """What a transaction read while it held an application: nobody else could change it since."""

    transaction: SessionTransaction | None
    application_id: int
    sections: dict[str, Section] = field(default_factory=dict)


HELD_NOW = "application that was held before it was read"


def held(session: Session, public_id: str) -> Application | None:
    """Hold an application, then load it as :func:`application` does.

    All of it is read while it is held, so that no verb needs to read it again in this
    transaction: for saves, of which there are sixty a second.
    """
    if session.scalar(_held_by_address(), {"public_id": public_id}) is None:
        return None
    record = session.scalars(_by_address_now(), {"public_id": public_id}).unique().one()
    session.info[HELD_NOW] = Held(session.get_transaction(), record.id)
    return record


def _held_now(session: Session, record: Application) -> Held | None:
    """Return what was read under the lock; None when the lock came later, or has ended."""
    found: Held | None = session.info.get(HELD_NOW)
    if found is None or found.application_id != record.id:
        return None
    return found if found.transaction is session.get_transaction() else None


@cache
def _held_by_address() -> Select[int]:
    """Hold with a statement of its own: one that waited would join what was there before."""
    own = Application.public_id == bindparam("public_id")
    return select(Application.id).where(own).with_for_update()


@cache
def _by_address_now() -> Select[Application]:
    """Ask all in one statement; the text of a regulation is long, and a save seldom reads it."""
    return (
        select(Application)
        .where(Application.public_id == bindparam("public_id"))
        .options(
            joinedload(Application.call).defer(Call.draft),
            joinedload(Application.regulation_version).defer(RegulationVersion.content),
            joinedload(Application.lead),
            joinedload(Application.partners).joinedload(Partner.organisation),
        )
        .execution_options(populate_existing=True)
    )


@cache
def _held() -> Select[Status, datetime | None, int]:
    return (
        select(Application.status, Application.submitted_at, Application.lead_id)
        .where(Application.id == bindparam("id"))
        .with_for_update()
    )


def lock(session: Session, record: Application) -> None:
    """Hold an application as :func:`hold` does, and read its partners again."""
    if _held_now(session, record):
        return
    hold(session, record)
    partners = session.scalars(_partners(), {"application_id": record.id})
    set_committed_value(record, "partners", list(partners))


@cache
def _partners() -> Select[Partner]:
    return (
        select(Partner)
        .where(Partner.application_id == bindparam("application_id"))
        .options(joinedload(Partner.organisation))
        .order_by(Partner.id)
        .execution_options(populate_existing=True)
    )


def whole(session: Session, record: Application) -> Application:
    """Load every part of an application, as it stands now."""
    return wholes(session, [record.id])[0]


def wholes(session: Session, application_ids: Sequence[int]) -> Sequence[Application]:
    """Load every part of some applications, in as many statements as for one."""
    return session.scalars(
        _known(select(Application).where(Application.id.in_(application_ids)))
        .options(
            selectinload(Application.sections),
            selectinload(Application.budget_lines),
            selectinload(Application.realisations),
            selectinload(Application.promises).selectinload(Promise.years),
            selectinload(Application.signatures),
            selectinload(Application.attachments),
        )
        .execution_options(populate_existing=True)
        .order_by(Application.id)
    ).all()


def file_now(session: Session, record: Application) -> CaseFile:
    """Return the file of an application as it stands now; its own columns as they were loaded."""
    return case_file(record, parts_of(session, [record.id])[record.id])


def file_with_sections(session: Session, record: Application) -> CaseFile:
    """Return the file as :func:`file_now` does, and keep its sections with the record.

    The folded rows are read back as records, which saves the statement of :func:`with_sections`;
    what the session holds of them is overwritten, so this is for pages, which change nothing.
    """
    parts = parts_of(session, [record.id])[record.id]
    sections = [_as_loaded(session, row) for row in parts.sections]
    set_committed_value(record, "sections", sections)
    return case_file(record, parts)


def _as_loaded(session: Session, row: Any) -> Section:  # noqa: ANN401 - a folded row
    section = Section(**vars(row))
    make_transient_to_detached(section)
    return session.merge(section, load=False)


def file_again(session: Session, record: Application) -> CaseFile:
    """Read an application, its call and its partners again; return the file as it stands now."""
    session.scalars(_by_key(), {"id": record.id}).one()
    return file_now(session, record)


def with_sections(session: Session, record: Application) -> Application:
    """Load the answers of an application and nothing else."""
    rows = session.scalars(
        select(Section)
        .where(Section.application_id == record.id)
        .order_by(Section.id)
        .execution_options(populate_existing=True)
    )
    set_committed_value(record, "sections", list(rows))
    return record


def section(session: Session, record: Application, key: str) -> Section | None:
    """Return a section as it is now; while a file is :func:`held` it is read once."""
    now = _held_now(session, record)
    if now and key in now.sections:
        return now.sections[key]
    found = session.scalar(_section(), {"application_id": record.id, "key": key})
    if now and found:
        now.sections[key] = found
    return found


@cache
def _section() -> Select[Section]:
    return (
        select(Section)
        .where(
            Section.application_id == bindparam("application_id"), Section.key == bindparam("key")
        )
        .execution_options(populate_existing=True)
    )


def lead_offer(session: Session, record: Application) -> LeadOffer | None:
    """Return the question whether another partner takes over the lead, if one is open."""
    return session.scalar(
        select(LeadOffer)
        .where(LeadOffer.application_id == record.id)
        .options(joinedload(LeadOffer.partner).joinedload(Partner.organisation))
        .execution_options(populate_existing=True)
    )


def by_enterprise_number(session: Session, kbo: str) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.kbo == kbo))


def realisation(session: Session, record: Application, public_id: str) -> Realisation | None:
    return session.scalar(
        select(Realisation).where(
            Realisation.application_id == record.id, Realisation.public_id == public_id
        )
    )


def of_call(session: Session, call: Call) -> Sequence[Application]:
    """Return the submitted applications of a closed call; for the desk of the agency."""
    return session.scalars(
        _known(select(Application))
        .where(
            Application.call_id == call.id,
            Application.status.in_(HANDED_IN),
        )
        .order_by(Application.number)
    ).all()


# What was submitted -------------------------------------------------------------------------------


def latest_snapshot(session: Session, record: Application) -> Snapshot | None:
    return session.scalar(
        select(Snapshot)
        .where(Snapshot.application_id == record.id)
        .order_by(Snapshot.id.desc())
        .limit(1)
    )


def sealed(session: Session, record: Application) -> tuple[Snapshot, bool] | None:
    """Return what was submitted last, and whether anything stands beside it: one statement."""
    beside = or_(
        exists().where(CompletionRequest.application_id == record.id),
        exists().where(ConsortiumChange.application_id == record.id),
    )
    row = session.execute(
        select(Snapshot, beside)
        .where(Snapshot.application_id == record.id)
        .order_by(Snapshot.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], bool(row[1]))


def submitted_findings(
    session: Session, application_ids: Sequence[int]
) -> Mapping[int, tuple[Finding, ...]]:
    """Return, by application, what the rules of the call said when it was last submitted."""
    latest = latest_snapshots(session, application_ids)
    return {key: findings_in(row.content) for key, row in latest.items()}


def latest_snapshots(session: Session, application_ids: Sequence[int]) -> Mapping[int, Snapshot]:
    """Return, by application, what was submitted last."""
    rows = session.scalars(
        select(Snapshot).where(Snapshot.application_id.in_(application_ids)).order_by(Snapshot.id)
    )
    return {row.application_id: row for row in rows}


def submitted_files(session: Session, application_ids: Sequence[int]) -> Mapping[int, CaseFile]:
    """Return, by application, the file as it was last submitted."""
    latest = latest_snapshots(session, application_ids)
    return {key: file_of(row.content) for key, row in latest.items()}
