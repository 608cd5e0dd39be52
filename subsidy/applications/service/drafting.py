"""Starting a file and saving its parts."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.conflicts import differences
from subsidy.applications.domain.form import (
    Answer,
    Key,
    Project,
    answers_of,
    tidied,
    unfit,
)
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application, BudgetLine, Partner, Section
from subsidy.applications.service.guard import (
    AsRead,
    answers_in,
    keep_in,
    refuse_overwriting,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_beginning, keep_earlier
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.models import Call, RegulationVersion
from subsidy.core.clock import brussels_day, is_open
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import N_, Text
from subsidy.db import random_bytes
from subsidy.organisations.models import Organisation
from subsidy.policy import Action, Actor
from subsidy.workflow import audit

PREFIX = "IED"
READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what looks alike: 0 O, 1 I L
LENGTH = 6
LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """``number``: empty for a fresh one; rehearsals bring their own."""

    title: str = ""
    number: str = ""


def start(session: Session, actor: Actor, call: Call, wanted: Start | None = None) -> Application:
    """Start a file for the organisation of the actor, which is its lead."""
    wanted = wanted or Start()
    lead_id = actor.organisation_id
    if lead_id is None:
        raise refuse(Text("Choose first for which organisation you work."))
    refuse_if(
        [
            *_not_open(call, actor),
            *_merged(session, actor, lead_id),
            *_unfit_start(session, call, wanted),
        ]
    )
    record = Application(
        number=wanted.number or _fresh_number(session, call),
        call=call,
        regulation_version=_latest(session, call),
        lead_id=lead_id,
        title=wanted.title.strip(),
        started_by_id=actor.id,
        started_at=actor.now,
    )
    record.partners = [
        Partner(
            organisation_id=lead_id,
            consent=Consent.ACCEPTED,
            invited_at=actor.now,
            answered_at=actor.now,
        )
    ]
    session.add(record)
    session.flush()
    audit(session, actor, Action.START_APPLICATION, record)
    return queries.whole(session, record)


def _not_open(call: Call, actor: Actor) -> list[Refusal]:
    opens, closes = call.opens_at, call.closes_at
    if not call.is_public or opens is None or closes is None:
        return [Refusal(Text("You can apply as soon as the call is published."))]
    if is_open(opens, closes, actor.now):
        return []
    if actor.now < opens:
        return [Refusal(Text("The call opens on %(at)s. Come back then.", at=opens))]
    return [Refusal(Text("The call closed on %(at)s. Choose an open call.", at=closes))]


def _merged(session: Session, actor: Actor, lead_id: int) -> list[Refusal]:
    """Return the refusal of a lead that became part of another municipality."""
    lead = session.get_one(Organisation, lead_id)
    if lead.active_on(brussels_day(actor.now)):
        return []
    text = Text(
        "%(name)s does not exist any more. Work for the municipality that took over.",
        name=lead.name,
    )
    return [Refusal(text)]


def _unfit_start(session: Session, call: Call, wanted: Start) -> list[Refusal]:
    refusals = unfit(Project(title=wanted.title.strip()))
    if len(wanted.number) > LONGEST_NUMBER:
        refusals.append(
            Refusal(Text("Use at most %(limit)s characters.", limit=LONGEST_NUMBER), "number")
        )
    elif wanted.number and _exists(session, call, wanted.number):
        refusals.append(
            Refusal(
                Text("Choose another number: %(number)s exists.", number=wanted.number), "number"
            )
        )
    return refusals


def _fresh_number(session: Session, call: Call) -> str:
    """Return a number that is easy to read out and says nothing about how many files there are."""
    while True:
        letters = "".join(READABLE[byte % len(READABLE)] for byte in random_bytes(LENGTH))
        number = f"{PREFIX}-{letters}"
        if not _exists(session, call, number):
            return number


def _exists(session: Session, call: Call, number: str) -> bool:
    same = select(Application.id).where(Application.call_id == call.id)
    return session.scalar(same.where(Application.number == number)) is not None


def _latest(session: Session, call: Call) -> RegulationVersion:
    return session.scalars(
        select(RegulationVersion)
        .where(RegulationVersion.call_id == call.id)
        .order_by(RegulationVersion.number.desc())
        .limit(1)
    ).one()


# Parts --------------------------------------------------------------------------------------------


def save_part(
    session: Session,
    actor: Actor,
    record: Application,
    part: Answer,
    version: int | None = None,
    *,
    automatic: bool = False,
) -> Section:
    """Save one part of the form. ``version``: the one that was read; None: whatever is there.

    ``automatic``: a browser saves by itself.
    """
    refuse_unless_writing(session, actor, record)
    part = tidied(part)
    refuse_if(unfit(part))
    section = queries.section(session, record, part.key)
    read = AsRead(part.key, section)
    before = stored(record, section, part)
    refuse_overwriting(session, section, version, differences(before, part))
    if isinstance(part, Project):
        refuse_if(_amounts_outside(session, record, part))
        _keep_project(session, actor, record, section, part)
        _write_project(record, part)
        return keep_in(session, actor, record, read, automatic=automatic)
    keep_earlier(session, actor, section, answers_in(section), answers_of(part))
    return keep_in(session, actor, record, read, answers_of(part), automatic=automatic)


def _keep_project(
    session: Session, actor: Actor, record: Application, section: Section | None, part: Project
) -> None:
    """Keep the earlier text; before the first save that is the title with which it was started."""
    earlier = plain(project_of(record))
    keep_earlier(session, actor, section, earlier, plain(part))
    if section is None and any(earlier.values()) and earlier != plain(part):
        keep_beginning(session, record, Key.PROJECT, earlier)


def stored(record: Application, section: Section | None, like: Answer) -> Answer:
    """Return the part as it stands in the database."""
    if isinstance(like, Project):
        return project_of(record)
    answers = {} if section is None else section.answers
    return queries.READERS[like.key](answers)


def project_of(record: Application | CaseFile) -> Project:
    return Project(
        title=record.title,
        summary=record.summary,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        feasible_minimum=record.feasible_minimum,
    )


def _amounts_outside(session: Session, record: Application, part: Project) -> list[Refusal]:
    """Refuse a period that hides amounts: the next budget that is saved would lose them."""
    if part.starts_on is None or part.ends_on is None:
        return []
    own = BudgetLine.application_id == record.id
    used = session.scalars(select(BudgetLine.year).where(own).distinct()).all()
    lost = sorted(set(used) - set(range(part.starts_on.year, part.ends_on.year + 1)))
    text = N_(
        "The budget has amounts in %(years)s. Move them to another year first, "
        "or choose a period with those years."
    )
    years = tuple(map(str, lost))
    return [Refusal(Text(text, years=years), "ends_on")] if lost else []


def _write_project(record: Application, part: Project) -> None:
    record.title = part.title
    record.summary = part.summary
    record.starts_on = part.starts_on
    record.ends_on = part.ends_on
    record.feasible_minimum = part.feasible_minimum
