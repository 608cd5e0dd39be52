"""Reminding every partner of a draft of the deadline, with what it must still do."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications import queries
from subsidy.applications.domain.case_file import FilePartner
from subsidy.applications.domain.checklist import Checklist, PartnerTodo, checklist
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Reminder
from subsidy.core.text import Text, plural
from subsidy.workflow import tell

MOST_NAMED = 6  # a mail is read on a phone; the page of the conditions has them all


def remind(session: Session, public_id: str, days: int, now: datetime) -> bool:
    """Remind the partners of one draft; return whether this worker was the one that did.

    The row of the reminder is written first: two workers cannot both write it.
    """
    record = queries.application(session, public_id)
    closes_at = None if record is None else record.call.closes_at
    if record is None or closes_at is None or record.status is not Status.DRAFT:
        return False
    reminder = Reminder(application_id=record.id, days=days, closes_at=closes_at, sent_at=now)
    try:
        with session.begin_nested():
            session.add(reminder)
    except IntegrityError:
        return False
    file = queries.file_now(session, record)
    terms = queries.regulation(record)
    found = checklist(
        file, queries.findings_now(session, file, terms), queries.years_after(file, terms)
    )
    for todo in found.partners:
        _tell(session, record, todo, (_missing(found, todo), days), now)
    return True


def _missing(found: Checklist, todo: PartnerTodo) -> list[Text]:
    """Return what this partner must still do; what all do together is for the lead."""
    own = [gap.text for gap in todo.gaps]
    if todo.answered and not todo.gaps and todo.signature is None:
        own.append(Text("Sign for your organisation."))
    if not todo.partner.lead:
        return own
    return [
        *(one.sentence for one in found.not_met),
        *(gap.text for gap in found.together),
        *own,
    ]


def _tell(
    session: Session,
    record: Application,
    todo: PartnerTodo,
    said: tuple[Sequence[Text], int],
    now: datetime,
) -> None:
    missing, days = said
    left = plural(
        "%(number)s is not submitted yet: the call closes in %(n)s day",
        "%(number)s is not submitted yet: the call closes in %(n)s days",
        days,
        number=record.number,
    )
    ids = {partner.public_id: partner.organisation_id for partner in record.partners}
    told = people.people_of(session, [ids[todo.partner.id]], file_id=record.public_id)
    path = f"/aanvragen/{record.public_id}/voorwaarden"
    tell(session, told, left, _body(record, todo.partner, missing), path=path, now=now)


def _body(record: Application, partner: FilePartner, missing: Sequence[Text]) -> Text:
    closes_at = record.call.closes_at
    if not missing and partner.lead:
        return Text("Submit the application before %(at)s. Saved is not submitted.", at=closes_at)
    if not missing:
        return Text(
            "Your part is complete. %(lead)s submits the application before %(at)s.",
            lead=record.lead.name,
            at=closes_at,
        )
    return Text(
        "Before %(at)s, %(name)s still has this to do. %(what)s",
        at=closes_at,
        name=partner.name,
        what=_one_after_the_other(missing),
    )


def _one_after_the_other(missing: Sequence[Text]) -> Text:
    """Return sentences as one text."""
    named = list(missing[:MOST_NAMED])
    if len(missing) > MOST_NAMED:
        more = len(missing) - MOST_NAMED
        named.append(plural("And %(n)s more thing.", "And %(n)s more things.", more))
    return reduce(lambda said, next_one: Text("%(a)s %(b)s", a=said, b=next_one), named)
