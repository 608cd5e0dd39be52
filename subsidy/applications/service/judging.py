"""The desk of the agency after closing: each rule judged, admissible or not, with the letter."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.completion import waits_for
from subsidy.applications.domain.conflicts import Conflict
from subsidy.applications.domain.judging import (
    Given,
    Judgement,
    Ruled,
    beside,
    changed,
    standing,
    unfit,
)
from subsidy.applications.domain.letters import Judged, admissible_letter, inadmissible_letter
from subsidy.applications.domain.lifecycle import LIFECYCLE
from subsidy.applications.domain.meanwhile import judged_differently
from subsidy.applications.domain.snapshot import digest
from subsidy.applications.models import AdmissibilityLetter, Application, RuleJudgement
from subsidy.applications.service.guard import inform, taking_part
from subsidy.applications.service.submitting import facts
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.letter import Letter
from subsidy.core.text import N_, Text
from subsidy.policy import Action, Actor
from subsidy.workflow import advance, audit

LETTER = "/ontvankelijkheidsbrief"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the officer says of the rules. ``version``: of the judgements that were shown."""

    judgements: Sequence[Judgement] = ()
    version: int | None = None


NOTHING_SAID = Opinion()


def judge_rules(session: Session, actor: Actor, record: Application, opinion: Opinion) -> int:
    """Keep what the officer finds of the rules; return how many judgements are new."""
    queries.hold(session, record)
    _refuse_judged(record)
    desk = _desk(session, record)
    refuse_if([*_overtaken(desk, opinion), *unfit(desk.findings, opinion.judgements)])
    return _keep(session, actor, record, desk, opinion)


def admit(
    session: Session,
    actor: Actor,
    record: Application,
    reason: str = "",
    opinion: Opinion = NOTHING_SAID,
) -> None:
    """Declare a submitted file admissible: no condition may stand that nobody overrode."""
    _judge(session, actor, record, Action.ADMIT_APPLICATION, reason, opinion)
    message = (
        Text("%(number)s is admissible", number=record.number),
        Text("The jury scores the application now. You need not do anything. Read our letter."),
    )
    inform(session, actor.now, record, taking_part(record), message, LETTER)


def reject(
    session: Session,
    actor: Actor,
    record: Application,
    reason: str,
    opinion: Opinion = NOTHING_SAID,
) -> None:
    """Declare a submitted file inadmissible, with the reason and the rules it does not meet."""
    ruled = _judge(session, actor, record, Action.REJECT_APPLICATION, reason, opinion)
    names = tuple(one.name for one in ruled if one.blocks)
    body = Text("This is the reason: %(reason)s Our letter says how to object.", reason=reason)
    if names:
        body = Text(
            "These conditions are not met: %(rules)s. This is the reason: %(reason)s "
            "Our letter says how to object.",
            rules=names,
            reason=reason,
        )
    subject = Text("%(number)s is not admissible", number=record.number)
    inform(session, actor.now, record, taking_part(record), (subject, body), LETTER)


def _judge(
    session: Session,
    actor: Actor,
    record: Application,
    action: Action,
    reason: str,
    opinion: Opinion,
) -> tuple[Ruled, ...]:
    queries.hold(session, record)
    desk = _desk(session, record)
    completions = queries.completions(session, record)
    ruled = _said(desk, actor, opinion.judgements)
    obstacles: list[Refusal] = [
        *_overtaken(desk, opinion),
        *waits_for(completions, actor.now),
        *unfit(desk.findings, opinion.judgements),
        *(standing(ruled) if action is Action.ADMIT_APPLICATION else ()),
    ]
    known = facts(record, queries.file_again(session, record), actor, reason)
    advance(
        session,
        LIFECYCLE,
        record,
        action,
        replace(known, obstacles=obstacles),
        actor=actor,
        reason=reason,
        stamp={"judged_reason": reason.strip()},
    )
    _keep(session, actor, record, desk, opinion)
    _write(session, actor, record, LETTERS[action], desk, ruled)
    return ruled


def _desk(session: Session, record: Application) -> queries.Desk:
    found = queries.desk(session, record)
    if found is None:
        raise refuse(Text("This application was never submitted."))
    return found


def _said(desk: queries.Desk, actor: Actor, judgements: Iterable[Judgement]) -> tuple[Ruled, ...]:
    """Return the rules with these judgements beside them too."""
    outcomes = {one.rule: one.outcome for one in desk.findings}
    more = {
        one.rule: Given(
            rule=one.rule,
            verdict=one.verdict,
            reason=one.reason.strip(),
            computed=outcomes[one.rule],
            by="",
            at=actor.now,
        )
        for one in judgements
        if one.rule in outcomes
    }
    return beside(desk.findings, {**desk.given, **more})


def _refuse_judged(record: Application) -> None:
    if Action.ADMIT_APPLICATION not in LIFECYCLE.actions(record.status):
        status = record.status.label
        raise refuse(Text("This is not possible any more: the status is “%(s)s”.", s=status))


def _overtaken(desk: queries.Desk, opinion: Opinion) -> list[Refusal]:
    """Say that a page is older than what stands there; nobody decides on what it did not read."""
    if opinion.version in (None, desk.version):
        return []
    text = N_("A colleague judged rules meanwhile. Compare with what stands there now.")
    if desk.changes:
        text = N_(
            "A colleague judged rules or recorded a change meanwhile. "
            "Compare with what stands there now."
        )
    apart = judged_differently(desk.given, opinion.judgements)
    return [Conflict(Text(text), None, desk.version, apart)]


def _keep(
    session: Session, actor: Actor, record: Application, desk: queries.Desk, opinion: Opinion
) -> int:
    outcomes = {one.rule: one.outcome for one in desk.findings}
    fresh = list(changed(opinion.judgements, desk.given))
    for one in fresh:
        kept = RuleJudgement(
            application_id=record.id,
            rule=one.rule,
            computed=outcomes[one.rule],
            verdict=one.verdict,
            reason=one.reason,
            judged_by_id=actor.id,
            judged_at=actor.now,
        )
        session.add(kept)
        session.flush()
        noted = f"{one.rule}: {one.verdict.value}"
        audit(session, actor, Action.JUDGE_RULES, record, reason=noted)
    return len(fresh)


LETTERS: Mapping[Action, Callable[[Judged], Letter]] = {
    Action.ADMIT_APPLICATION: admissible_letter,
    Action.REJECT_APPLICATION: inadmissible_letter,
}


def _write(
    session: Session,
    actor: Actor,
    record: Application,
    write: Callable[[Judged], Letter],
    desk: queries.Desk,
    ruled: tuple[Ruled, ...],
) -> None:
    """Freeze the letter with what it rests on."""
    file = desk.counted
    letter = write(
        Judged(
            addressee=record.lead.name,
            number=record.number,
            title=file.title,
            call=file.call_title,
            requested=file.requested,
            reason=record.judged_reason,
            appeal=queries.regulation(record).appeal,
            ruled=ruled,
            changes=desk.changes,
            completions=queries.completions(session, record),
            now=actor.now,
        )
    )
    content = {"snapshot": desk.snapshot.content_hash, "letter": letter.to_data()}
    made = AdmissibilityLetter(
        application_id=record.id,
        content=content,
        content_hash=digest(content),
        made_at=actor.now,
        made_by_id=actor.id,
    )
    session.add(made)
    session.flush()
