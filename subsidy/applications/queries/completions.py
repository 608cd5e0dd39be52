"""What the agency asked to complete, with the answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from subsidy.accounts import queries as people
from subsidy.applications.domain.attachments import FileAttachment, Scan
from subsidy.applications.domain.completion import OF_POINT, Completion, Point, key_of
from subsidy.applications.models import Application, Attachment, CompletionRequest
from subsidy.applications.queries.case_files import attached
from subsidy.core.text import Text

Files = Mapping[str, Sequence[Attachment]]


def completions(session: Session, record: Application) -> tuple[Completion, ...]:
    """Return what was asked of one application, the first request first; as it stands now."""
    return completions_of(session, [record.id]).get(record.id, ())


def completions_of(
    session: Session, application_ids: Sequence[int]
) -> Mapping[int, tuple[Completion, ...]]:
    """Return, by application, what was asked; in as many statements as for one."""
    rows = session.scalars(
        select(CompletionRequest)
        .where(CompletionRequest.application_id.in_(application_ids))
        .options(selectinload(CompletionRequest.points))
        .order_by(CompletionRequest.id)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        return {}
    names = people.names(session, [row.sent_by_id for row in rows if row.sent_by_id is not None])
    files = _files(session, application_ids)
    found: dict[int, list[Completion]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(_completion(row, names, files))
    return {key: tuple(each) for key, each in found.items()}


def _files(session: Session, application_ids: Sequence[int]) -> Files:
    rows = session.scalars(
        select(Attachment)
        .where(
            Attachment.application_id.in_(application_ids),
            Attachment.question.startswith(OF_POINT),
        )
        .order_by(Attachment.id)
        .execution_options(populate_existing=True)
    )
    found: dict[str, list[Attachment]] = defaultdict(list)
    for row in rows:
        found[row.question].append(row)
    return found


def _completion(row: CompletionRequest, names: Mapping[int, str], files: Files) -> Completion:
    return Completion(
        id=row.public_id,
        asked_at=row.asked_at,
        due_at=row.due_at,
        points=tuple(
            Point(
                id=point.public_id,
                about=point.about,
                label=Text.from_data(point.label),
                question=point.question,
                answer=point.answer,
                files=_harmless(files.get(key_of(point.public_id), ())),
            )
            for point in row.points
        ),
        version=row.version,
        sent_at=row.sent_at,
        sent_by=names.get(row.sent_by_id, "") if row.sent_by_id is not None else "",
        content_hash=row.content_hash,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
    )


def _harmless(rows: Sequence[Attachment]) -> tuple[FileAttachment, ...]:
    return tuple(attached(row) for row in rows if row.scan is not Scan.INFECTED)


def request_for_completion(
    session: Session, record: Application, public_id: str
) -> CompletionRequest | None:
    return session.scalar(
        select(CompletionRequest)
        .where(
            CompletionRequest.application_id == record.id,
            CompletionRequest.public_id == public_id,
        )
        .options(selectinload(CompletionRequest.points))
        .execution_options(populate_existing=True)
    )
