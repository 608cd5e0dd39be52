"""Earlier texts: kept when another takes their place, and put back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.orm import Session

from subsidy.applications.domain.history import one_run
from subsidy.applications.models import Application, Section, SectionVersion
from subsidy.policy import Actor

Content = Mapping[str, Any]


def goes_on(actor: Actor, section: Section) -> bool:
    """Whether this save continues the run of automatic saves of the same person."""
    own = section.automatic and section.saved_by_id == actor.id
    return own and one_run(section.since, actor.now)


def keep_earlier(
    session: Session, actor: Actor, section: Section | None, earlier: Content, later: Content
) -> None:
    """Keep the text that another takes the place of; call it before the section is written."""
    if section is None or earlier == later or goes_on(actor, section):
        return
    keep_last(session, section, earlier)


def keep_last(session: Session, section: Section, text: Content) -> None:
    """Keep the text of a part, whoever saved it: the part goes, or another may not fold it away."""
    session.add(
        SectionVersion(
            application_id=section.application_id,
            key=section.key,
            number=section.version,
            content=dict(text),
            saved_by_id=section.saved_by_id,
            saved_at=section.saved_at,
        )
    )


def keep_beginning(session: Session, record: Application, key: str, earlier: Content) -> None:
    """Keep what stood in a part before anybody saved it: the title of a file that was started."""
    session.add(
        SectionVersion(
            application_id=record.id,
            key=key,
            number=0,
            content=dict(earlier),
            saved_by_id=record.started_by_id,
            saved_at=record.started_at,
        )
    )


class Saved(NamedTuple):
    """What a part became; ``saved_at`` is the instant of the request."""

    version: int
    saved_at: datetime


def saved_by_itself(session: Session, record: Application, key: str) -> Saved:
    """Note that nobody pressed a button for the last save of a part. Raises LookupError."""
    saved = session.execute(
        update(Section)
        .where(Section.application_id == record.id, Section.key == key)
        .values(automatic=True)
        .returning(Section.version, Section.saved_at)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if saved is None:
        raise LookupError(f"nobody saved {key}")
    return Saved(*saved)
