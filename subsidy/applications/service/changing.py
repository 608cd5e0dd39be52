"""A change of a regulation comes into force: every file follows it, everybody with one is told."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.applications.service.revising import follow_form
from subsidy.calls import service as calls
from subsidy.calls.domain.amending import is_extension
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.models import Amendment, Call, RegulationVersion
from subsidy.core.text import Text
from subsidy.policy import Actor
from subsidy.workflow import tell

IN_THE_RUNNING = (Status.DRAFT, Status.SUBMITTED)


def approve_change(session: Session, actor: Actor, change: Amendment) -> RegulationVersion:
    """Let a change come into force for everybody at once, drafts and submitted files alike."""
    before, after = change.before, change.regulation
    version = calls.approve_change(session, actor, change)
    _follow(session, change.call, version)
    follow_form(session, actor, change.call, before.form, version)
    if is_extension(before, after):
        subject = Text("“%(title)s” closes later: %(at)s", title=after.title, at=after.closes_at)
        body = Text(
            "The call closed on %(old)s. It now closes on %(new)s, for everybody. "
            "Reason: %(reason)s",
            old=before.closes_at,
            new=after.closes_at,
            reason=change.reason,
        )
    else:
        subject = Text("The rules of “%(title)s” have changed", title=after.title)
        body = Text(
            "Version %(number)s of the regulation holds from now on. Read what changed. "
            "Is your application submitted? Then you can open it again until the call closes. "
            "Reason: %(reason)s",
            number=version.number,
            reason=change.reason,
        )
    path = f"/oproepen/wijzigingen/{change.public_id}"
    told = people.people_of(session, _organisations(session, change.call))
    tell(session, told, subject, body, path=path, now=actor.now)
    return version


def _follow(session: Session, call: Call, version: RegulationVersion) -> None:
    """Judge every file by the same rules; what was submitted keeps its own snapshot."""
    session.execute(
        update(Application)
        .where(Application.call_id == call.id, Application.status.in_(IN_THE_RUNNING))
        .values(regulation_version_id=version.id)
        .execution_options(synchronize_session=False)
    )


def _organisations(session: Session, call: Call) -> frozenset[int]:
    """Return who takes part, or is invited to, in any file that is in the running."""
    rows = session.scalars(
        select(Partner.organisation_id)
        .join(Application, Application.id == Partner.application_id)
        .where(
            Application.call_id == call.id,
            Application.status.in_(IN_THE_RUNNING),
            Partner.consent != Consent.REFUSED,
        )
        .distinct()
    )
    return frozenset(rows)
