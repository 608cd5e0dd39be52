"""What the agency changed in a consortium after submission."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications.domain.attachments import FileAttachment, Scan
from subsidy.applications.domain.changes import Change, Kind, untold
from subsidy.applications.domain.completion import key_of
from subsidy.applications.models import Application, Attachment, ConsortiumChange
from subsidy.applications.queries.case_files import attached
from subsidy.core.money import Money


def changes(session: Session, record: Application) -> tuple[Change, ...]:
    """Return what changed, the first one first; one statement while nothing did."""
    return changes_of(session, [record.id]).get(record.id, ())


def changes_of(
    session: Session, application_ids: Sequence[int]
) -> Mapping[int, tuple[Change, ...]]:
    """Return, by application, what changed; in as many statements as for one."""
    rows = session.scalars(
        select(ConsortiumChange)
        .where(ConsortiumChange.application_id.in_(application_ids))
        .order_by(ConsortiumChange.id)
    ).all()
    if not rows:
        return {}
    names = people.names(session, [row.made_by_id for row in rows])
    files = _documents(session, [key_of(row.public_id) for row in rows])
    found: dict[int, list[Change]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(_change(row, names, files))
    return {key: tuple(each) for key, each in found.items()}


def _documents(session: Session, keys: Sequence[str]) -> Mapping[str, FileAttachment]:
    rows = session.scalars(select(Attachment).where(Attachment.question.in_(keys)))
    return {row.question: attached(row) for row in rows if row.scan is not Scan.INFECTED}


def _change(
    row: ConsortiumChange, names: Mapping[int, str], files: Mapping[str, FileAttachment]
) -> Change:
    return Change(
        id=row.public_id,
        kind=row.kind,
        partner_id=row.partner,
        name=row.content["name"],
        reason=row.reason,
        by=names.get(row.made_by_id, ""),
        at=row.made_at,
        before=Money(row.content["before"]),
        after=Money(row.content["after"]),
        broken=untold(row.content["broken"]),
        healed=untold(row.content["healed"]),
        document=files.get(key_of(row.public_id)),
        reworded=tuple(row.content.get("reworded", ())),
        judged=row.content.get("judged", 0),
    )


def kinds_of_change(
    session: Session, application_ids: Sequence[int]
) -> Mapping[int, list[tuple[Kind, str]]]:
    """Return, by application, which changes count: kind and partner, the first one first."""
    rows = session.execute(
        select(ConsortiumChange.application_id, ConsortiumChange.kind, ConsortiumChange.partner)
        .where(ConsortiumChange.application_id.in_(application_ids))
        .order_by(ConsortiumChange.id)
    )
    found: dict[int, list[tuple[Kind, str]]] = defaultdict(list)
    for application_id, kind, partner in rows:
        found[application_id].append((kind, partner))
    return found
