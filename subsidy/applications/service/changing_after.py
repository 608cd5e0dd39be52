"""The agency changes who takes part in a submitted file, at the request of the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from subsidy.accounts import queries as people
from subsidy.applications import queries
from subsidy.applications.domain import attachments as rules
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.changes import (
    LONGEST_REASON,
    Kind,
    account_lacks,
    applied,
    told,
    unfit_change,
)
from subsidy.applications.domain.completion import key_of
from subsidy.applications.domain.consequences import Consequences
from subsidy.applications.domain.judging import number_kept
from subsidy.applications.domain.snapshot import digest, file_of
from subsidy.applications.models import (
    Application,
    BudgetLine,
    ConsortiumChange,
    Partner,
)
from subsidy.applications.service.attaching import Sent, keep_bytes, looked_at, row_of
from subsidy.applications.service.guard import (
    add_up,
    inform,
    lock,
    refuse_unless_seen,
    taking_part,
    window,
)
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.storage import Store
from subsidy.workflow import audit, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """``files``: the request of the organisation. ``seen``: the mark of what was shown."""

    kind: Kind
    reason: str
    files: Sequence[Sent]
    store: Store
    seen: str | None = None
    scanned: bool = True


def change_after(
    session: Session, actor: Actor, record: Application, partner: Partner, wanted: Changing
) -> ConsortiumChange:
    """Record that a partner leaves or leads from now on; tell everybody, that partner too."""
    lock(session, record)
    wanted = replace(wanted, reason=clean(wanted.reason))
    file = _counts(session, record)
    looked = [looked_at(one) for one in wanted.files]
    refuse_if(
        [
            *unfit_change(file, partner.public_id, record.status, closed=_closed(actor, record)),
            *_unfit(wanted),
            *(fault for _, faults in looked for fault in faults),
        ]
    )
    found = of_change(session, record, partner, wanted.kind)
    refuse_unless_seen(wanted.seen, found)
    keep_bytes(wanted.store, wanted.files)
    before = taking_part(record)
    made = _keep(session, actor, record, partner, wanted, found)
    for one, _ in looked:
        session.add(row_of(actor, record, one, key_of(made.public_id), scanned=wanted.scanned))
    _carry_out(session, record, partner, wanted.kind)
    audit(session, actor, Action.CHANGE_CONSORTIUM, record, reason=partner.organisation.name)
    _tell(session, actor, record, partner, made, before)
    return made


def not_changeable(
    session: Session, actor: Actor, record: Application, partner: Partner
) -> list[Refusal]:
    """Say why nothing of this can change now, before somebody types."""
    file, closed = _counts(session, record), _closed(actor, record)
    return list(unfit_change(file, partner.public_id, record.status, closed=closed))


def of_change(session: Session, record: Application, partner: Partner, kind: Kind) -> Consequences:
    """Return what it does to rules and money, computed on the file as it counts today."""
    file = _counts(session, record)
    after = applied(file, [(kind, partner.public_id)])
    return queries.consequences_of(session, file, after, queries.regulation(record))


def lacks_account(session: Session, record: Application, partner: Partner) -> bool:
    """Whether nobody said to which account the call pays once this partner leads."""
    after = applied(_counts(session, record), [(Kind.LEADS, partner.public_id)])
    return account_lacks(after, partner.public_id)


def _counts(session: Session, record: Application) -> CaseFile:
    """Return the file as submitted, with what changed since."""
    kept = queries.latest_snapshot(session, record)
    if kept is None:
        raise refuse(Text("This application was never submitted."))
    earlier = queries.kinds_of_change(session, [record.id]).get(record.id, ())
    return applied(file_of(kept.content), earlier)


def _closed(actor: Actor, record: Application) -> bool:
    period = window(record)
    return period is not None and period[1] <= actor.now


def _unfit(wanted: Changing) -> list[Refusal]:
    wrong = []
    if not wanted.reason:
        wrong.append(Refusal(Text("Write why this changes."), "reason"))
    if len(wanted.reason) > LONGEST_REASON:
        limit = Text("Use at most %(limit)s characters.", limit=LONGEST_REASON)
        wrong.append(Refusal(limit, "reason"))
    if len(wanted.files) != 1:
        text = Text("Enclose the request of the organisation: one file.")
        wrong.append(Refusal(text, rules.PLACE))
    return wrong


def _keep(
    session: Session,
    actor: Actor,
    record: Application,
    partner: Partner,
    wanted: Changing,
    found: Consequences,
) -> ConsortiumChange:
    content = {
        **told(found),
        "kind": wanted.kind.value,
        "judged": number_kept(queries.judgements(session, record)),
        "partner": partner.public_id,
        "name": partner.organisation.name,
        "lead": record.lead.name,
        "reason": wanted.reason,
        "at": actor.now.isoformat(),
    }
    made = ConsortiumChange(
        application_id=record.id,
        kind=wanted.kind,
        partner=partner.public_id,
        reason=wanted.reason,
        content=content,
        content_hash=digest(content),
        made_at=actor.now,
        made_by_id=actor.id,
    )
    session.add(made)
    session.flush()
    return made


def _carry_out(session: Session, record: Application, partner: Partner, kind: Kind) -> None:
    """Let what decisions rest on follow: who leads, who takes part, who is paid."""
    if kind is Kind.LEADS:
        record.lead_id = partner.organisation_id
        session.flush()
        set_committed_value(record, "lead", partner.organisation)
        return
    partner.consent = Consent.REFUSED
    session.flush()
    session.execute(delete(BudgetLine).where(BudgetLine.partner_id == partner.id))
    add_up(session, record)


def _tell(
    session: Session,
    actor: Actor,
    record: Application,
    partner: Partner,
    made: ConsortiumChange,
    before: Sequence[int],
) -> None:
    """Tell who took part before; who left reads it in its messages, not in the file."""
    subject = Text("Who takes part in %(number)s changes", number=record.number)
    text = Text("%(name)s left.", name=partner.organisation.name)
    if made.kind is Kind.LEADS:
        text = Text("%(name)s leads.", name=partner.organisation.name)
    body = Text(
        "%(change)s The agency recorded this at its request. The reason: %(reason)s "
        "What was submitted stays as it is.",
        change=text,
        reason=made.reason,
    )
    left = {partner.organisation_id} if made.kind is Kind.LEAVES else set()
    inform(session, actor.now, record, set(before) - left, (subject, body))
    gone = people.people_of(session, left, file_id=record.public_id) if left else ()
    tell(session, gone, subject, body, path="", now=actor.now)
