"""Reads of applications; each takes a fixed number of statements, however large the consortium."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from subsidy.accounts.models import Person
from subsidy.applications.domain.case_file import (
    CaseFile,
    FileLine,
    FilePartner,
    FileSignature,
)
from subsidy.applications.domain.form import (
    Contact,
    Content,
    Key,
    Privacy,
    contact_from,
    content_from,
    privacy_from,
)
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.models import (
    Application,
    BudgetLine,
    Partner,
    Promise,
    Realisation,
    Section,
    Signature,
    Snapshot,
)
from subsidy.calls.domain import dossier as facts
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.domain.rules import Finding, evaluate
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.organisations.domain import OrganisationKind
from subsidy.organisations.models import Organisation
from subsidy.policy import AGENCY, Actor
from subsidy.workflow import AuditEntry, subject_of

READERS: Mapping[Key, Callable[[Mapping[str, Any]], Contact | Content | Privacy]] = {
    Key.CONTACT: contact_from,
    Key.CONTENT: content_from,
    Key.PRIVACY: privacy_from,
}
PARTNERS = selectinload(Application.partners).joinedload(Partner.organisation)
CENTS = func.coalesce(func.sum(type_coerce(BudgetLine.requested, BigInteger)), 0)
HANDED_IN = (Status.SUBMITTED, Status.ADMISSIBLE, Status.INADMISSIBLE)  # and not withdrawn
PIECE = 500  # rows of a long list that are in memory at once
YEARS_AFTER = 3
CONTINUITY_RULE = "continuity_plan_complete"


# One application ----------------------------------------------------------------------------------


def application(session: Session, public_id: str) -> Application | None:
    """Return an application with what the policy asks: its call and its partners."""
    return session.scalar(_known(select(Application).where(Application.public_id == public_id)))


def _known(query: Select[Application]) -> Select[Application]:
    return query.options(
        joinedload(Application.call).defer(Call.draft),  # long, and only its authors read it
        joinedload(Application.regulation_version),
        joinedload(Application.lead),
        PARTNERS,
    )


def lock(session: Session, record: Application) -> None:
    """Hold the row of an application until the transaction ends; read status and partners again."""
    session.refresh(record, ["status", "submitted_at"], with_for_update=True)
    partners = session.scalars(
        select(Partner)
        .where(Partner.application_id == record.id)
        .options(joinedload(Partner.organisation))
        .order_by(Partner.id)
        .execution_options(populate_existing=True)
    )
    set_committed_value(record, "partners", list(partners))


def whole(session: Session, record: Application) -> Application:
    """Load every part of an application, as it stands now."""
    return wholes(session, [record.id])[0]


def wholes(session: Session, application_ids: Sequence[int]) -> Sequence[Application]:
    """Load every part of some applications, in as many statements as for one."""
    return session.scalars(
        _known(select(Application).where(Application.id.in_(application_ids)))
        .options(
            selectinload(Application.sections),
            selectinload(Application.budget_lines),
            selectinload(Application.realisations),
            selectinload(Application.promises).selectinload(Promise.years),
            selectinload(Application.signatures),
        )
        .execution_options(populate_existing=True)
        .order_by(Application.id)
    ).all()


def completed(session: Session, record: Application) -> Application:
    """Load what :func:`application` left out; for a page, which reads within one transaction."""
    with_sections(session, record)
    _fill(session, record, "budget_lines", select(BudgetLine))
    _fill(session, record, "signatures", select(Signature))
    _fill_what_lasts(session, record)
    return record


def _fill_what_lasts(session: Session, record: Application) -> None:
    """Load the realisations with all that is promised about them, in one statement."""
    rows = session.execute(
        select(Realisation, Promise)
        .outerjoin(Promise, Promise.realisation_id == Realisation.id)
        .where(Realisation.application_id == record.id)
        .options(joinedload(Promise.years))
        .order_by(Realisation.id, Promise.id)
    )
    pairs: list[tuple[Realisation, Promise | None]] = [(row[0], row[1]) for row in rows.unique()]
    promises = [promise for _, promise in pairs if promise is not None]
    realisations = list(dict.fromkeys(realisation for realisation, _ in pairs))
    set_committed_value(record, "realisations", realisations)
    set_committed_value(record, "promises", sorted(promises, key=lambda one: one.id))


def with_sections(session: Session, record: Application) -> Application:
    """Load the answers of an application and nothing else."""
    _fill(session, record, "sections", select(Section))
    return record


def _fill(session: Session, record: Application, name: str, query: Select[Any]) -> None:
    kind = query.column_descriptions[0]["entity"]
    rows = session.scalars(query.where(kind.application_id == record.id).order_by(kind.id))
    set_committed_value(record, name, list(rows.unique()))


def section(session: Session, record: Application, key: str) -> Section | None:
    return session.scalar(
        select(Section)
        .where(Section.application_id == record.id, Section.key == key)
        .execution_options(populate_existing=True)
    )


def partner(session: Session, public_id: str) -> Partner | None:
    return session.scalar(
        select(Partner)
        .where(Partner.public_id == public_id)
        .options(joinedload(Partner.organisation))
    )


def by_enterprise_number(session: Session, kbo: str) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.kbo == kbo))


def realisation(session: Session, record: Application, public_id: str) -> Realisation | None:
    return session.scalar(
        select(Realisation).where(
            Realisation.application_id == record.id, Realisation.public_id == public_id
        )
    )


def case_file(record: Application) -> CaseFile:
    """Return an application that is loaded whole as frozen values."""
    there = [p for p in record.partners if p.consent is not facts.Consent.REFUSED]
    answers = {section.key: section.answers for section in record.sections}
    ids = {partner.id: partner.public_id for partner in record.partners}
    present = {partner.id for partner in there}
    return CaseFile(
        id=record.public_id,
        number=record.number,
        call_id=record.call.public_id,
        call_title=record.call.title,
        regulation_version=record.regulation_version.number,
        regulation_hash=record.regulation_version.content_hash,
        title=record.title,
        summary=record.summary,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        feasible_minimum=record.feasible_minimum,
        contact=contact_from(answers.get(Key.CONTACT, {})),
        content=content_from(answers.get(Key.CONTENT, {})),
        privacy=privacy_from(answers.get(Key.PRIVACY, {})),
        partners=tuple(_partner(record, p, answers) for p in there),
        lines=tuple(_line(x, ids) for x in record.budget_lines if x.partner_id in present),
        realisations=tuple(_realisation(one) for one in record.realisations),
        promises=_promises(record, ids, present),
        signatures=_signatures(record, ids, present),
    )


def tasks_key(public_id: str) -> str:
    """Return under which key the tasks of a partner keep their version."""
    return f"{Key.PARTNERS}:{public_id}"


def realisation_key(public_id: str) -> str:
    return f"realisation:{public_id}"


def continuity_key(public_id: str) -> str:
    return f"{Key.CONTINUITY}:{public_id}"


def _partner(record: Application, row: Partner, answers: Mapping[str, object]) -> FilePartner:
    organisation = row.organisation
    own = answers.get(tasks_key(row.public_id))
    return FilePartner(
        id=row.public_id,
        organisation_id=organisation.public_id,
        name=organisation.name,
        kind=organisation.kind,
        nis=organisation.nis,
        kbo=organisation.kbo,
        municipality=municipality(organisation),
        lead=row.organisation_id == record.lead_id,
        consent=row.consent,
        tasks=row.tasks,
        needs=str(own.get("needs", "")) if isinstance(own, dict) else "",
    )


def municipality(organisation: Organisation) -> facts.Municipality | None:
    """Return the municipality that an organisation is; an OCMW is none."""
    if organisation.kind is not OrganisationKind.MUNICIPALITY:
        return None
    return facts.Municipality(
        nis=organisation.nis or "",
        name=organisation.name,
        region=organisation.region or "",
        province=organisation.province or "",
        population=organisation.population or 0,
        typology=organisation.typology or "",
    )


def _line(row: BudgetLine, ids: Mapping[int, str]) -> FileLine:
    return FileLine(
        partner_id=ids[row.partner_id],
        cost_type=row.cost_type,
        year=row.year,
        requested=row.requested,
    )


def _realisation(row: Realisation) -> facts.Realisation:
    return facts.Realisation(
        id=row.public_id,
        title=row.title,
        for_whom=row.for_whom,
        licence=row.licence,
        how_to_use=row.how_to_use,
        available_from=row.available_from,
        conditions=row.conditions,
        adopters=tuple(row.adopters),
    )


def _promises(
    record: Application, ids: Mapping[int, str], present: set[int]
) -> tuple[facts.Promise, ...]:
    titles = {row.id: row.public_id for row in record.realisations}
    return tuple(
        facts.Promise(
            realisation_id=titles[row.realisation_id],
            partner_id=ids[row.partner_id],
            stays=row.stays,
            owner=row.owner,
            funding_source=row.funding_source,
            deciding_body=row.deciding_body,
            decided_on=row.decided_on,
            expected_of_others=row.expected_of_others,
            risk=row.risk,
            years=tuple(facts.PromiseYear(y.year, y.cost, y.funded) for y in row.years),
        )
        for row in record.promises
        if row.partner_id in present
    )


def _signatures(
    record: Application, ids: Mapping[int, str], present: set[int]
) -> tuple[FileSignature, ...]:
    return tuple(
        FileSignature(
            partner_id=ids[row.partner_id],
            name=row.name,
            function=row.function,
            content_hash=row.content_hash,
            signed_at=row.signed_at,
        )
        for row in record.signatures
        if row.partner_id in present
    )


def dossier(record: Application) -> facts.Dossier:
    """Return what the rules may see of an application that is loaded whole."""
    return case_file(record).dossier


def regulation(record: Application) -> Regulation:
    return record.regulation_version.regulation


def findings(record: Application) -> tuple[Finding, ...]:
    """Judge an application that is loaded whole by every rule of its call."""
    return findings_of(case_file(record), regulation(record))


def findings_of(file: CaseFile, terms: Regulation) -> tuple[Finding, ...]:
    return evaluate(terms.requirements, file.dossier, terms.terms)


def years_after(file: CaseFile, terms: Regulation) -> tuple[int, ...]:
    """Return the years after the end that the continuity plan must cover."""
    asked = {one.rule: one.params for one in terms.requirements}
    number = asked.get(CONTINUITY_RULE, {}).get("years", YEARS_AFTER)
    return file.dossier.years_after(number)


# What was submitted -------------------------------------------------------------------------------


def latest_snapshot(session: Session, record: Application) -> Snapshot | None:
    return session.scalar(
        select(Snapshot)
        .where(Snapshot.application_id == record.id)
        .order_by(Snapshot.id.desc())
        .limit(1)
    )


def submitted_files(session: Session, application_ids: Sequence[int]) -> Mapping[int, CaseFile]:
    """Return, by application, the file as it was last submitted."""
    rows = session.scalars(
        select(Snapshot).where(Snapshot.application_id.in_(application_ids)).order_by(Snapshot.id)
    )
    return {row.application_id: file_of(row.content) for row in rows}


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
    return or_(_takes_part(actor), _unsealed(actor))


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


def calls_of_visible(session: Session, actor: Actor) -> Sequence[Call]:
    """Return the calls to choose from in the filter of the list."""
    shown = select(Application.call_id).where(visible_to(actor))
    return session.scalars(
        select(Call).where(Call.id.in_(shown)).order_by(Call.closes_at.desc(), Call.title)
    ).all()


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


def of_call(session: Session, call: Call) -> Sequence[Application]:
    """Return the submitted applications of a closed call; for the desk of the agency."""
    return session.scalars(
        _known(select(Application))
        .where(
            Application.call_id == call.id,
            Application.status.in_(HANDED_IN),
        )
        .order_by(Application.number)
    ).all()


# What happened ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One act on an application, with the name of who did it."""

    entry: AuditEntry
    person: str


def history(session: Session, record: Application) -> Sequence[Event]:
    rows = session.execute(
        select(AuditEntry, Person.name)
        .join(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.subject == subject_of(record))
        .order_by(AuditEntry.id.desc())
    )
    return [Event(entry, name) for entry, name in rows]
