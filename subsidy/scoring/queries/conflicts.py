"""Who may not have which file: everything that decides it, read at once, and asked pair by pair.

This is the one place where a conflict denies. Every list, count, mean and download of the jury goes
through :func:`against`; facts count from the instant that they are known, whoever noted them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person, PersonMandate
from subsidy.applications.models import Application
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import YES
from subsidy.calls.models import RegulationVersion
from subsidy.core.text import Text
from subsidy.folding import Folded, FoldedTable
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation, Succession
from subsidy.scoring.domain import conflicts as conflict
from subsidy.scoring.domain import objecting
from subsidy.scoring.domain.conflicts import Body, Grounds, Noted, Parties, Reason, Ties
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.mail_domains import domain_of
from subsidy.scoring.models import Conflict, Juror, Objection, Review, SelectionRun
from subsidy.scoring.queries.files import files
from subsidy.scoring.queries.seats import jurors

Column = SQLColumnExpression[Any]
Facts = Select[str, Any, Any, Any, Any]
NOTHING = Ties()
OBJECTIONS, CONFLICTS, MERGERS = map(FoldedTable, (Objection, Conflict, Succession))
MANDATE, EMPLOYER, DOMAIN = "mandate", "employer", "domain"


@dataclass(frozen=True, slots=True)
class Against:
    """What stands between jurors and files; by the ids of juror and application."""

    ties: Mapping[int, Ties]
    parties: Mapping[int, Parties]
    objections: Mapping[int, Sequence[objecting.Objection]]
    noted: Mapping[tuple[int, int], Sequence[Noted]]
    successors: Mapping[str, str]
    by_region: Collection[int]

    def live(self, juror_id: int, application_id: int) -> tuple[Reason, ...]:
        """Return what facts and objections show today, ruled on or not."""
        parties = self.parties.get(application_id)
        if parties is None:
            return ()
        juror = self.ties.get(juror_id, NOTHING)
        grounds = Grounds(self.successors, application_id in self.by_region)
        said = objecting.objected(juror, self.objections.get(application_id, ()))
        return (*conflict.derive(juror, parties, grounds), *said)

    def reasons(self, juror_id: int, application_id: int) -> tuple[Reason, ...]:
        """Return what closes the file for the juror; empty: nothing does."""
        noted = self.noted.get((juror_id, application_id), ())
        return conflict.standing(self.live(juror_id, application_id), noted)

    def every(self, juror_id: int, application_id: int) -> tuple[Noted, ...]:
        """Return all that is or was held against a juror, with what the chair says of it."""
        noted = {each.reason: each for each in self.noted.get((juror_id, application_id), ())}
        live = {each: Noted(each) for each in self.live(juror_id, application_id)}
        return tuple((live | noted).values())


def against(
    session: Session, seats: Sequence[Juror], applications: Sequence[Application]
) -> Against:
    """Read what decides about these jurors and files, in a fixed number of statements.

    The jurors come with person and employer, the files with lead and partners.
    """
    taking_part = _taking_part(applications)
    behind = {each.lead_id for each in applications}
    behind |= {one.id for partners in taking_part.values() for one in partners}
    known = _known(session, {seat.person_id for seat in seats}, behind)
    said = _said(session, seats, applications)
    return Against(
        ties=_ties(seats, known),
        parties=_parties(applications, taking_part, known),
        objections=said.objections,
        noted=said.noted,
        successors=said.successors,
        by_region={
            each.id
            for each in applications
            if each.regulation_version_id in said.versions_by_region
        },
    )


def against_in(session: Session, call_id: int) -> Against:
    """Read what decides about the whole jury of a call and all its admissible files."""
    return against(session, jurors(session, call_id), files(session, call_id))


def successors(session: Session) -> Mapping[str, str]:
    """Return NIS code -> code after a merger, for all mergers known."""
    return _successors(organisations.successions(session))


def _successors(facts: Iterable[Any]) -> Mapping[str, str]:
    """Return who came in whose place; of two facts about one municipality the last stands."""
    in_order = sorted(facts, key=lambda fact: (fact.effective_on, fact.successor_nis))
    return {fact.predecessor_nis: fact.successor_nis for fact in in_order}


@dataclass(frozen=True, slots=True)
class _Known:
    """Of jurors: mandates and employer of today, by person. Of organisations: who acts for them.

    ``domains``: by organisation, the mail domain of who acts for it, with the file in which (None:
    in all).
    """

    mandates: Mapping[int, Sequence[Body]]
    employers: Mapping[int, Body]
    domains: Mapping[int, Collection[tuple[str, str | None]]]


def _known(session: Session, people: Collection[int], behind: Collection[int]) -> _Known:
    """Read in one statement for whom these people act and work, and who acts for these bodies.

    ``behind``: ids of the organisations behind files.
    """
    person_id, organisation_id = PersonMandate.person_id, PersonMandate.organisation_id
    facts = union_all(
        _fact(MANDATE, person_id, organisation_id).where(person_id.in_(people)),
        _fact(EMPLOYER, Person.id, Person.employer_id).where(Person.id.in_(people)),
        _fact(DOMAIN, organisation_id, organisation_id, Person.email, PersonMandate.file_id)
        .join(Person, Person.id == person_id)
        .where(organisation_id.in_(behind), Person.active),
    ).subquery()
    rows = session.execute(
        select(facts.c.kind, facts.c.subject, facts.c.email, facts.c.file_id, Organisation)
        .join(Organisation, Organisation.id == facts.c.organisation_id)
        .order_by(Organisation.id)
    )
    mandates: dict[int, dict[int, Body]] = defaultdict(dict)
    employers: dict[int, Body] = {}
    domains: dict[int, set[tuple[str, str | None]]] = defaultdict(set)
    for kind, subject, email, file_id, organisation in rows:
        if kind == MANDATE:
            mandates[subject][organisation.id] = _body(organisation)
        elif kind == EMPLOYER:
            employers[subject] = _body(organisation)
        elif (domain := domain_of(email)) is not None:
            domains[subject].add((domain, file_id))
    bodies = {juror: tuple(each.values()) for juror, each in mandates.items()}
    return _Known(bodies, employers, domains)


def _fact(kind: str, subject: Column, organisation_id: Column, *more: Column) -> Facts:
    email, file_id = more or (cast(null(), String), cast(null(), String))
    return select(
        literal(kind).label("kind"),
        subject.label("subject"),
        organisation_id.label("organisation_id"),
        email.label("email"),
        file_id.label("file_id"),
    )


def _ties(seats: Sequence[Juror], known: _Known) -> Mapping[int, Ties]:
    return {
        seat.id: Ties(
            name=seat.person.name,
            employers=_both(seat, known.employers.get(seat.person_id)),
            mandates=tuple(known.mandates.get(seat.person_id, ())),
            domain=domain_of(seat.person.email),
        )
        for seat in seats
    }


def _both(seat: Juror, now: Body | None) -> tuple[Body, ...]:
    """Return the employer when the seat was given and that of today: either is a conflict."""
    then = None if seat.employer is None else _body(seat.employer)
    return tuple(dict.fromkeys(each for each in (then, now) if each is not None))


def _taking_part(applications: Sequence[Application]) -> Mapping[int, Sequence[Organisation]]:
    """Return the partners of each file; who refused an invitation has no part in it."""
    return {
        each.id: [p.organisation for p in each.partners if p.consent is not Consent.REFUSED]
        for each in applications
    }


def _parties(
    applications: Sequence[Application],
    taking_part: Mapping[int, Sequence[Organisation]],
    known: _Known,
) -> Mapping[int, Parties]:
    """Return who is behind each file."""
    return {
        each.id: Parties(
            lead=_body(each.lead),
            partners=tuple(_body(one) for one in taking_part[each.id]),
            domains=frozenset(
                domain
                for one in (each.lead, *taking_part[each.id])
                for domain, file_id in known.domains.get(one.id, ())
                if file_id in (None, each.public_id)
            ),
        )
        for each in applications
    }


def objections(session: Session, application_ids: Collection[int]) -> Sequence[Objection]:
    return session.scalars(
        select(Objection)
        .where(Objection.application_id.in_(application_ids))
        .order_by(Objection.id)
    ).all()


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said of these jurors and files, and the rules and mergers to read it by."""

    objections: Mapping[int, Sequence[objecting.Objection]]
    noted: Mapping[tuple[int, int], Sequence[Noted]]
    successors: Mapping[str, str]
    versions_by_region: Collection[int]  # of regulations that count the region


@cache
def _saying() -> Select[Any, Any, Any, Any]:
    """Make the statement once: four tables that know nothing of each other, folded."""
    jurors: BindParameter[int] = bindparam("jurors", expanding=True)
    files: BindParameter[int] = bindparam("files", expanding=True)
    versions: BindParameter[int] = bindparam("versions", expanding=True)
    says_so = RegulationVersion.content["beoordeling"]["streek_telt"].as_string() == YES
    objected = select(OBJECTIONS.columns).where(Objection.application_id.in_(files))
    noted = select(CONFLICTS.columns).where(
        Conflict.juror_id.in_(jurors), Conflict.application_id.in_(files)
    )
    strict = select(Folded(RegulationVersion.id)).where(RegulationVersion.id.in_(versions), says_so)
    return select(
        objected.scalar_subquery(),
        noted.scalar_subquery(),
        select(MERGERS.columns).scalar_subquery(),
        strict.scalar_subquery(),
    )


def _said(session: Session, seats: Sequence[Juror], applications: Sequence[Application]) -> _Said:
    """Read in one statement what was objected and noted, the mergers, and who counts regions."""
    asked = {
        "jurors": [each.id for each in seats],
        "files": [each.id for each in applications],
        "versions": list({each.regulation_version_id for each in applications}),
    }
    objected, marked, mergers, strict = session.execute(_saying(), asked).one()
    objections: dict[int, list[objecting.Objection]] = defaultdict(list)
    for each in OBJECTIONS.rows(objected):
        said = objecting.Objection(each.kind, each.against, each.reason)
        objections[each.application_id].append(said)
    noted: dict[tuple[int, int], list[Noted]] = defaultdict(list)
    for each in CONFLICTS.rows(marked):
        reason = Reason(each.kind, Text.from_data(each.evidence), each.source)
        noted[each.juror_id, each.application_id].append(Noted(reason, each.ruling))
    merged = _successors(MERGERS.rows(mergers))
    return _Said(objections, noted, merged, {version for (version,) in strict})


def _body(organisation: Organisation) -> Body:
    return Body(
        organisation.id,
        organisation.name,
        organisation.nis,
        organisation.kbo,
        organisation.region,
    )


def to_settle(session: Session) -> Sequence[int]:
    """Return the calls whose jury is at work: files in hand, and no selection yet."""
    selected = select(SelectionRun.id).where(SelectionRun.call_id == Juror.call_id).exists()
    at_work = Review.status.in_([ReviewStatus.ASSIGNED, ReviewStatus.CLEARED])
    handed_in = (Review.status == ReviewStatus.SUBMITTED) & ~selected
    return session.scalars(
        select(Juror.call_id)
        .join(Review, Review.juror_id == Juror.id)
        .where(at_work | handed_in)
        .distinct()
        .order_by(Juror.call_id)
    ).all()
