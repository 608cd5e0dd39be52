"""Lists of applications: who may see which, filters, order, sums; and what happened to one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from subsidy.accounts.models import Person
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import (
    Application,
    BudgetLine,
    Partner,
)
from subsidy.calls.domain import dossier as facts
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.organisations.models import Organisation
from subsidy.policy import AGENCY, Action, Actor, Role
from subsidy.workflow import AuditEntry, subject_of

CENTS = func.coalesce(func.sum(type_coerce(BudgetLine.requested, BigInteger)), 0)
HANDED_IN = (Status.SUBMITTED, Status.ADMISSIBLE, Status.INADMISSIBLE)  # and not withdrawn
PIECE = 500  # rows of a long list that are in memory at once


# Lists --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of applications is narrowed to; what is empty does not limit."""

    text: str = ""
    status: Status | None = None
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list, as plain values; ``partners``: how many, the lead included."""

    public_id: str
    number: str
    title: str
    call: str
    lead: str
    lead_nis: str | None
    partners: int
    requested: Money
    status: Status
    submitted_at: datetime | None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL twin of the rule of READ_APPLICATION."""
    return or_(_takes_part(actor), _unsealed(actor), _supported(actor))


def _takes_part(actor: Actor) -> ColumnElement[bool]:
    own = [m for m in actor.mandates if m.organisation_id == actor.organisation_id]
    if not own:
        return false()
    partner_of = (
        select(Partner.id)
        .where(
            Partner.application_id == Application.id,
            Partner.organisation_id == actor.organisation_id,
            Partner.consent != facts.Consent.REFUSED,
        )
        .exists()
    )
    if any(mandate.file_id is None for mandate in own):
        return partner_of
    return and_(partner_of, Application.public_id.in_([m.file_id for m in own]))


def _unsealed(actor: Actor) -> ColumnElement[bool]:
    if actor.roles.isdisjoint(AGENCY):
        return false()
    closed = select(Call.id).where(Call.id == Application.call_id, Call.closes_at <= actor.now)
    return and_(Application.status.in_(HANDED_IN), closed.exists())


def _supported(actor: Actor) -> ColumnElement[bool]:
    if Role.SUPPORT_DESK not in actor.roles:
        return false()
    return and_(Application.status == Status.DRAFT, Application.supported_since.is_not(None))


COLUMNS = ("nummer", "titel", "penvoerder", "bedrag", "status")


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: one of :data:`COLUMNS`, then the number."""

    key: str = "nummer"
    descending: bool = False

    def columns(self) -> Sequence[ColumnElement[Any]]:
        by: dict[str, ColumnElement[Any]] = {
            "titel": func.lower(Application.title),
            "penvoerder": _lead_name(),
            "bedrag": type_coerce(Application.requested, BigInteger),
            "status": type_coerce(Application.status, String),
        }
        if self.key not in by:  # by number: exactly the index, in one direction or the other
            return [each.desc() if self.descending else each.asc() for each in BY_INDEX]
        first = by[self.key]
        rest = [each.asc() for each in BY_INDEX]
        return [first.desc() if self.descending else first.asc(), *rest]


def _lead_name() -> ColumnElement[str]:
    own = Organisation.id == Application.lead_id
    return select(Organisation.sort_name).where(own).correlate(Application).scalar_subquery()


BY_INDEX = (Application.number, Application.id)
BY_NUMBER = Order()
OF_CALL, LEAD = aliased(Call), aliased(Organisation)  # the filters use the names themselves


def listed(
    session: Session,
    actor: Actor,
    wanted: Filter,
    order: Order = BY_NUMBER,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Listed]:
    """Return what this actor may read, with the amount that each asks."""
    rows = session.execute(_list(actor, wanted, order).offset(offset).limit(limit))
    return [Listed(*row) for row in rows]


def streamed(session: Session, actor: Actor, wanted: Filter, order: Order) -> Iterator[Listed]:
    """Give the whole list, a piece at a time: memory does not grow with its length."""
    for row in session.execute(_list(actor, wanted, order).execution_options(yield_per=PIECE)):
        yield Listed(*row)


def _list(actor: Actor, wanted: Filter, order: Order) -> Select[Any]:
    partners = (
        select(func.count(Partner.id))
        .where(
            Partner.application_id == Application.id,
            Partner.consent != facts.Consent.REFUSED,
        )
        .correlate(Application)
        .scalar_subquery()
    )
    return (
        select(
            Application.public_id,
            Application.number,
            Application.title,
            OF_CALL.title,
            LEAD.name,
            LEAD.nis,
            partners,
            Application.requested,
            Application.status,
            Application.submitted_at,
        )
        .join(OF_CALL, OF_CALL.id == Application.call_id)
        .join(LEAD, LEAD.id == Application.lead_id)
        .where(visible_to(actor), *_narrowed(wanted))
        .order_by(*order.columns())
    )


def sum_of_budget(application_id: int) -> ScalarSelect[int]:
    """Return, within a statement, the sum of the budget of an application."""
    return select(CENTS).where(BudgetLine.application_id == application_id).scalar_subquery()


def _narrowed(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.text:
        lead = select(Organisation.id).where(
            Organisation.id == Application.lead_id,
            func.lower(Organisation.name).contains(wanted.text.lower(), autoescape=True),
        )
        conditions.append(
            or_(
                func.lower(Application.title).contains(wanted.text.lower(), autoescape=True),
                func.lower(Application.number).contains(wanted.text.lower(), autoescape=True),
                lead.exists(),
            )
        )
    if wanted.status is not None:
        conditions.append(Application.status == wanted.status)
    if wanted.call_id:
        call = select(Call.id).where(
            Call.id == Application.call_id, Call.public_id == wanted.call_id
        )
        conditions.append(call.exists())
    return conditions


def not_added_up(session: Session) -> Sequence[str]:
    """Return the numbers of applications whose sum is not that of their budget lines."""
    sums = (
        select(BudgetLine.application_id, CENTS.label("cents"))
        .group_by(BudgetLine.application_id)
        .subquery()
    )
    stored = type_coerce(Application.requested, BigInteger)
    query = select(Application.number).outerjoin(sums, sums.c.application_id == Application.id)
    return session.scalars(query.where(stored != func.coalesce(sums.c.cents, 0))).all()


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a whole list, not over one page of it."""

    applications: int
    requested: Money


def totals(session: Session, actor: Actor, wanted: Filter) -> Totals:
    sums = select(func.count(), func.sum(Application.requested)).select_from(Application)
    count, amount = session.execute(sums.where(visible_to(actor), *_narrowed(wanted))).one()
    return Totals(count, amount or Money(0))


def calls_of_visible(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Return the calls to choose from in the filter of the list: public id and title."""
    shown = select(Application.call_id).where(visible_to(actor))
    rows = session.execute(
        select(Call.public_id, Call.title)
        .where(Call.id.in_(shown))
        .order_by(Call.closes_at.desc(), Call.title)
    )
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True, slots=True)
class SealedTotals:
    """All that the agency may know of a call before it closes: numbers, no names, no words."""

    drafts: int
    submitted: int
    requested: Money


def sealed_totals(session: Session, call: Call) -> SealedTotals:
    counted: Counter[Status] = Counter()
    amounts: dict[Status, Money] = {}
    for status, number, amount in session.execute(
        select(Application.status, func.count(), func.sum(Application.requested))
        .where(Application.call_id == call.id)
        .group_by(Application.status)
    ):
        counted[status] = number
        amounts[status] = amount
    requested = Money.total(amounts.get(status, Money(0)) for status in HANDED_IN)
    submitted = counted.total() - counted[Status.DRAFT] - counted[Status.WITHDRAWN]
    return SealedTotals(counted[Status.DRAFT], submitted, requested)


# What happened ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One act on an application, with the name of who did it."""

    entry: AuditEntry
    person: str


def history(session: Session, record: Application) -> Sequence[Event]:
    """Return what happened to an application, the last act first; saves of a text are many.

    Those are left out here and not on the page: a file in which ten people write has thousands.
    """
    rows = session.execute(
        select(AuditEntry, Person.name)
        .join(Person, Person.id == AuditEntry.actor_id)
        .where(
            AuditEntry.subject == subject_of(record), AuditEntry.action != Action.EDIT_APPLICATION
        )
        .order_by(AuditEntry.id.desc())
    )
    return [Event(entry, name) for entry, name in rows]
