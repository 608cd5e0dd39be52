"""What every verb does first and last: lock, refuse, note the version, tell the partners."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications import queries
from subsidy.applications.domain.conflicts import Conflict, Difference
from subsidy.applications.domain.consequences import Consequences
from subsidy.applications.domain.editing import not_editable, not_taking_part
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.signing import NEVER_SIGNED
from subsidy.applications.models import Application, Partner, Section
from subsidy.applications.service.asking_again import ask_again
from subsidy.applications.service.history import goes_on
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import RefusedError, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import audit, tell


def lock(session: Session, record: Application) -> None:
    """Let no other change of this file in between."""
    queries.lock(session, record)


def refuse_closed(session: Session, actor: Actor, record: Application) -> None:
    """Lock a file and refuse when nothing of it can be changed."""
    lock(session, record)
    refuse_if(not_editable(record.status, window(record), actor.now))


def refuse_unless_writing(session: Session, actor: Actor, record: Application) -> None:
    """Lock a file and refuse whoever cannot write in it now."""
    refuse_closed(session, actor, record)
    own = own_partner(record, actor)
    refuse_if(not_taking_part(None if own is None else own.consent))


def refuse_submitted(session: Session, record: Application) -> None:
    """Lock a file and refuse when only the agency changes who takes part in it."""
    lock(session, record)
    if record.submitted_at is not None and record.status is not Status.WITHDRAWN:
        text = Text(
            "The application is submitted. Only the agency can change who takes part now. "
            "You find its address on the page Contact."
        )
        raise refuse(text)


def refuse_unless_seen(seen: str | None, now: Consequences) -> None:
    """Refuse who confirms something else than what was shown; None: nothing was shown."""
    if seen not in (None, now.mark):
        text = Text("Somebody changed the application meanwhile. Read the consequences again.")
        raise refuse(text)


def window(record: Application) -> tuple[datetime, datetime] | None:
    call = record.call
    if not call.is_public or call.opens_at is None or call.closes_at is None:
        return None
    return call.opens_at, call.closes_at


def own_partner(record: Application, actor: Actor) -> Partner | None:
    """Return the partner for which the actor acts."""
    return next(
        (p for p in record.partners if p.organisation_id == actor.organisation_id),
        None,
    )


def version_of(section: Section | None) -> int:
    return 0 if section is None else section.version


def answers_in(section: Section | None) -> dict[str, Any]:
    return {} if section is None else section.answers


def refuse_overwriting(
    session: Session,
    section: Section | None,
    version: int | None,
    found: tuple[Difference, ...],
) -> None:
    """Refuse when somebody saved this part since ``version`` was read; None: whatever is there.

    Equal answers are no conflict: a second click changes nothing.
    """
    if version in (None, version_of(section)) or section is None or not found:
        return
    name = people.names(session, [section.saved_by_id]).get(section.saved_by_id, "")
    text = Text(
        "%(name)s saved this part on %(at)s. Compare both texts, then save again.",
        name=name,
        at=section.saved_at,
    )
    raise RefusedError([Conflict(text, None, section.version, found)])


def keep(
    session: Session,
    actor: Actor,
    record: Application,
    key: str,
    answers: dict[str, Any] | None = None,
) -> Section:
    """Store the answers of a part under a next version; note who did it, once in a run of saves."""
    section = queries.section(session, record, key)
    return keep_in(session, actor, record, AsRead(key, section), answers)


@dataclass(frozen=True, slots=True)
class AsRead:
    """A part as it was read since the file was locked; None when nobody saved it."""

    key: str
    section: Section | None


def keep_in(
    session: Session,
    actor: Actor,
    record: Application,
    read: AsRead,
    answers: dict[str, Any] | None = None,
    *,
    automatic: bool = False,
) -> Section:
    """Store answers as :func:`keep` does, in a part that was read already.

    ``automatic``: a browser saves by itself.
    """
    key, section = read.key, read.section
    fresh = section is None
    if section is None:
        begun = queries.last_number(session, record, key)  # a part that was removed comes back
        section = Section(application_id=record.id, key=key, answers={}, version=begun)
        session.add(section)
    if fresh or not goes_on(actor, section):
        section.since = actor.now
        audit(session, actor, Action.EDIT_APPLICATION, record, reason=key)
    section.answers = {} if answers is None else answers
    section.version += 1
    section.automatic = automatic
    section.saved_at = actor.now
    section.saved_by_id = actor.id
    session.flush()
    if key not in NEVER_SIGNED:
        ask_again(session, actor, record)
    return section


def add_up(session: Session, record: Application) -> None:
    """Keep what is asked beside the file: a list of ten thousand files must not add up budgets."""
    session.execute(
        update(Application)
        .where(Application.id == record.id)
        .values(requested=queries.sum_of_budget(record.id))
        .execution_options(synchronize_session=False)
    )


def path(record: Application) -> str:
    return f"/aanvragen/{record.public_id}"


def inform(
    session: Session,
    now: datetime,
    record: Application,
    organisation_ids: Iterable[int],
    message: tuple[Text, Text],
    at: str = "",
) -> None:
    """Send a subject and a body to everybody who acts for these organisations.

    ``at``: the page of the application that the message leads to.
    """
    subject, body = message
    told = people.people_of(session, organisation_ids, file_id=record.public_id)
    tell(session, told, subject, body, path=f"{path(record)}{at}", now=now)


def taking_part(record: Application) -> list[int]:
    """Return the organisations that accepted, the lead included."""
    return [p.organisation_id for p in record.partners if p.consent is Consent.ACCEPTED]
