"""Who may not have which file: everything that decides it, read at once, and asked pair by pair.

This is the one place where a conflict denies. Every list, count, mean and download of the jury goes
through :func:`against`; facts count from the instant that they are known, whoever noted them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Select, bindparam, select, union
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person, PersonMandate
from subsidy.applications.models import Application, Partner
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import YES
from subsidy.calls.models import RegulationVersion
from subsidy.core.text import Text
from subsidy.folding import Folded, FoldedTable
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation
from subsidy.scoring.domain import conflicts as conflict
from subsidy.scoring.domain import objecting
from subsidy.scoring.domain.conflicts import Body, Grounds, Noted, Parties, Reason, Ties
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.mail_domains import domain_of
from subsidy.scoring.models import Conflict, Juror, Objection, Review, SelectionRun
from subsidy.scoring.queries.files import files
from subsidy.scoring.queries.seats import jurors

Columns = Select[*tuple[Any, ...]]
Ids = BindParameter[int] | Select[int] | CompoundSelect[int]
NOTHING = Ties()
OBJECTIONS, CONFLICTS = map(FoldedTable, (Objection, Conflict))
BODY = (  # in the order of a Body
    Organisation.id,
    Organisation.name,
    Organisation.nis,
    Organisation.kbo,
    Organisation.region,
)


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
    """Read what decides about these jurors and files, in one statement."""
    return between(session, [each.id for each in seats], [each.id for each in applications])


def between(
    session: Session, juror_ids: Collection[int], application_ids: Collection[int]
) -> Against:
    """Read what :func:`against` does, of jurors and files that nobody loaded."""
    asked = {"jurors": list(juror_ids), "files": list(application_ids)}
    read = _Read(*session.execute(_reading(), asked).one())
    bodies = {row[0]: Body(*row) for row in read.bodies}
    return Against(
        ties=_ties(read, bodies),
        parties=_parties(read, bodies),
        objections=_objections(read),
        noted=_noted(read),
        successors=_successors(organisations.MERGERS.rows(read.mergers)),
        by_region={id_ for id_, *_, version in read.files if [version] in read.by_region},
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


# What decides, in one statement -------------------------------------------------------------------

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the statement gives, in its order: rows of the columns that it folds."""

    seats: Rows
    mandates: Rows
    files: Rows
    partners: Rows
    acting: Rows
    bodies: Rows
    objected: Rows
    noted: Rows
    mergers: Rows
    by_region: Rows


@cache
def _reading() -> Columns:
    """Make the statement once: from these jurors and files to all that binds or divides them."""
    jurors: BindParameter[int] = bindparam("jurors", expanding=True)
    applications: BindParameter[int] = bindparam("files", expanding=True)
    seats = _seats(jurors).cte("seat")
    mandates = _mandates(select(seats.c.person_id)).cte("held_mandate")
    files = _files(applications).cte("file")
    partners = _partners(applications).cte("taking_part")
    behind = select(files.c.lead_id), select(partners.c.organisation_id)
    of_jurors = (seats.c.employer_then, seats.c.employer_now, mandates.c.organisation_id)
    bodies = Organisation.id.in_(union(*behind, *map(select, of_jurors)))
    said = Conflict.juror_id.in_(select(seats.c.id))
    folded = (
        select(Folded(*seats.c)),
        select(Folded(*mandates.c)),
        select(Folded(*files.c)),
        select(Folded(*partners.c)),
        _acting(union(*behind)),
        select(Folded(*BODY)).where(bodies),
        select(OBJECTIONS.columns).where(Objection.application_id.in_(select(files.c.id))),
        select(CONFLICTS.columns).where(said, Conflict.application_id.in_(select(files.c.id))),
        select(organisations.MERGERS.columns),
        _by_region(select(files.c.regulation_version_id)),
    )
    return select(*(each.scalar_subquery() for each in folded))


def _seats(ids: Ids) -> Columns:
    """Return who these jurors are; ``employer_then``: when the seat was given."""
    return (
        select(
            Juror.id,
            Juror.person_id,
            Person.name,
            Person.email,
            Juror.employer_id.label("employer_then"),
            Person.employer_id.label("employer_now"),
        )
        .join(Person, Person.id == Juror.person_id)
        .where(Juror.id.in_(ids))
    )


def _mandates(people: Ids) -> Columns:
    columns = PersonMandate.person_id, PersonMandate.organisation_id
    return select(*columns).where(PersonMandate.person_id.in_(people)).distinct()


def _files(ids: Ids) -> Columns:
    columns = Application.id, Application.public_id, Application.lead_id
    return select(*columns, Application.regulation_version_id).where(Application.id.in_(ids))


def _partners(file_ids: Ids) -> Columns:
    """Return who takes part in these files; who refused an invitation has no part in it.

    By the ids themselves: a prepared plan thinks that hardly anybody did not refuse, and would look
    at the files again for every partner.
    """
    return select(Partner.application_id, Partner.organisation_id).where(
        Partner.application_id.in_(file_ids), Partner.consent != Consent.REFUSED
    )


def _acting(organisations: Ids) -> Columns:
    """Return the address of who acts for these organisations, and in which file; None: in all."""
    columns = PersonMandate.organisation_id, Person.email, PersonMandate.file_id
    return (
        select(Folded(*columns))
        .join(Person, Person.id == PersonMandate.person_id)
        .where(PersonMandate.organisation_id.in_(organisations), Person.active)
    )


def _by_region(versions: Ids) -> Columns:
    """Return which of these regulations count the region."""
    says_so = RegulationVersion.content["beoordeling"]["streek_telt"].as_string() == YES
    return select(Folded(RegulationVersion.id)).where(RegulationVersion.id.in_(versions), says_so)


# Read back ----------------------------------------------------------------------------------------


def _ties(read: _Read, bodies: Mapping[int, Body]) -> Mapping[int, Ties]:
    """Return what binds each juror. The employer when the seat was given counts, and today's."""
    mandates: dict[int, list[Body]] = defaultdict(list)
    for person_id, organisation_id in read.mandates:
        mandates[person_id].append(bodies[organisation_id])
    return {
        id_: Ties(
            name=name,
            employers=tuple(bodies[each] for each in dict.fromkeys(employers) if each is not None),
            mandates=tuple(mandates[person_id]),
            domain=domain_of(email),
        )
        for id_, person_id, name, email, *employers in read.seats
    }


def _parties(read: _Read, bodies: Mapping[int, Body]) -> Mapping[int, Parties]:
    """Return who is behind each file."""
    partners: dict[int, list[int]] = defaultdict(list)
    for application_id, organisation_id in read.partners:
        partners[application_id].append(organisation_id)
    domains: dict[int, set[tuple[str | None, str | None]]] = defaultdict(set)
    for organisation_id, email, file_id in read.acting:
        domains[organisation_id].add((domain_of(email), file_id))
    return {
        id_: Parties(
            lead=bodies[lead_id],
            partners=tuple(bodies[each] for each in partners[id_]),
            domains=frozenset(
                domain
                for each in (lead_id, *partners[id_])
                for domain, file_id in domains[each]
                if domain is not None and file_id in (None, public_id)
            ),
        )
        for id_, public_id, lead_id, _ in read.files
    }


def _objections(read: _Read) -> Mapping[int, Sequence[objecting.Objection]]:
    found: dict[int, list[objecting.Objection]] = defaultdict(list)
    for each in OBJECTIONS.rows(read.objected):
        said = objecting.Objection(each.kind, each.against, each.reason)
        found[each.application_id].append(said)
    return found


def _noted(read: _Read) -> Mapping[tuple[int, int], Sequence[Noted]]:
    found: dict[tuple[int, int], list[Noted]] = defaultdict(list)
    for each in CONFLICTS.rows(read.noted):
        reason = Reason(each.kind, Text.from_data(each.evidence), each.source)
        found[each.juror_id, each.application_id].append(Noted(reason, each.ruling))
    return found


# Other reads --------------------------------------------------------------------------------------


def objections(session: Session, application_ids: Collection[int]) -> Sequence[Objection]:
    return session.scalars(
        select(Objection)
        .where(Objection.application_id.in_(application_ids))
        .order_by(Objection.id)
    ).all()


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
