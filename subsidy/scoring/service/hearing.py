"""The verb of the hearings: the chair plans, moves and cancels slots, all at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from subsidy.applications.service.guard import inform, taking_part
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.db import hold_table
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import hearings as rules
from subsidy.scoring.domain.hearings import Asked, Slot
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Hearing, Review
from subsidy.scoring.queries import FileHearing, Panel
from subsidy.scoring.service.selecting import stands
from subsidy.workflow import audit, tell

PAGE = "/vragen-jury"


def not_plannable(session: Session, call: Call) -> tuple[Refusal, ...]:
    """Say why nobody can plan a hearing in this call now; empty: it can be done."""
    return (Refusal(rules.STANDS),) if stands(session, call) else ()


def unfit_hearings(
    session: Session,
    call: Call,
    found: Sequence[FileHearing],
    asked: Mapping[str, Asked],
    now: datetime,
) -> tuple[Refusal, ...]:
    """Say everything that is wrong with slots; ``found``: what stands there now."""
    kept = {each.key: each.slot for each in found if each.slot is not None}
    agreed = queries.agreements(session, call.id)
    closes_at = None if agreed is None else agreed.closes_at
    return (
        *rules.unfit_slots(asked, kept, now, closes_at),
        *_taken(session, found, asked, kept),
    )


def _taken(
    session: Session,
    found: Sequence[FileHearing],
    asked: Mapping[str, Asked],
    kept: Mapping[str, Slot],
) -> tuple[Refusal, ...]:
    """Look beyond this page: other calls, and files of this call that are closed for the chair."""
    slots = [slot for each in asked.values() if (slot := each.slot) is not None]
    if not slots:
        return ()
    first, last = min(each.starts_at for each in slots), max(each.ends_at for each in slots)
    ids = {each.key: each.application.id for each in found}
    others = queries.elsewhere(session, ids.values(), first, last)
    if not others:
        return ()
    who = queries.attending(session, list(ids.values()))
    return rules.taken(asked, kept, {key: who[id_] for key, id_ in ids.items()}, others)


def plan_hearings(
    session: Session, actor: Actor, panel: Panel, asked: Mapping[str, Asked], mark: str
) -> int:
    """Keep the slots of a call; return how many changed. ``mark``: of what was on the screen.

    A file that is closed for the chair is not among them: its slot stays as it is, and no refusal
    tells that it is there. Raises RefusedError with every reason.
    """
    call = panel.call
    session.refresh(call, ["status"], with_for_update=True)
    hold_table(session, Hearing.__tablename__)  # juries of other calls share people and places
    refuse_if(not_plannable(session, call))
    found = queries.hearings(session, call.id, actor.id)
    asked = {
        key: replace(each, place=" ".join(clean(each.place).split()))
        for key, each in asked.items()
        if key in {one.key for one in found}
    }
    stale = mark != rules.seen((each.key, each.slot) for each in found)
    changed = [Refusal(rules.CHANGED)] if stale else []
    refuse_if([*changed, *unfit_hearings(session, call, found, asked, actor.now)])
    moved = [
        (each, asked[each.key].slot)
        for each in found
        if each.key in asked and asked[each.key].slot != each.slot
    ]
    told = _jurors(session, call) if moved else {}
    for file, slot in moved:
        _keep(session, actor, file, slot)
        _tell_jurors(session, actor, file, slot, told.get(file.application.id, ()))
    return len(moved)


def _keep(session: Session, actor: Actor, file: FileHearing, slot: Slot | None) -> None:
    row, before = file.row, file.slot
    was = "" if before is None else f"{before.starts_at.isoformat()} {before.minutes}"
    if row is None:
        row = Hearing(application_id=file.application.id)
        session.add(row)
    if slot is None:
        audit(session, actor, Action.PLAN_HEARINGS, row, reason=was)
        session.delete(row)
    else:
        row.starts_at, row.minutes, row.place = slot.starts_at, slot.minutes, slot.place
        session.flush()
        audit(session, actor, Action.PLAN_HEARINGS, row, reason=was)
    session.flush()
    told = file.application
    inform(session, actor.now, told, taking_part(told), _said(file, slot), PAGE)


def _jurors(session: Session, call: Call) -> Mapping[int, Sequence[Review]]:
    """Return per file the reviews of who reads it: declared, and nothing forbids it."""
    found: dict[int, list[Review]] = defaultdict(list)
    for each in queries.reviews_of_call(session, call.id):
        if not each.is_closed and each.status is not ReviewStatus.ASSIGNED:
            found[each.application_id].append(each)
    return found


def _tell_jurors(
    session: Session,
    actor: Actor,
    file: FileHearing,
    slot: Slot | None,
    reviews: Sequence[Review],
) -> None:
    subject, body = _said(file, slot)
    for each in reviews:
        path = f"/jury/{each.public_id}"
        tell(session, {each.juror.person_id}, subject, body, path=path, now=actor.now)


def _said(file: FileHearing, slot: Slot | None) -> tuple[Text, Text]:
    """Return subject and text of the message about a slot that changed."""
    number = file.application.number
    if slot is None:
        return (
            Text("The jury cancels the hearing about %(number)s", number=number),
            Text("You do not have to come. You get a message when there is a new hearing."),
        )
    body = Text(
        "The hearing begins on %(at)s and lasts %(minutes)s minutes. Where: %(place)s. "
        "On the page of this message you find it as a file for your own calendar.",
        at=slot.starts_at,
        minutes=str(slot.minutes),
        place=slot.place,
    )
    if file.slot is None:
        return Text("The jury wants to hear you about %(number)s", number=number), body
    return Text("The jury moves the hearing about %(number)s", number=number), body
