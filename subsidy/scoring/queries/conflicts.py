"""Reads of the conflicts of a jury: noted ones, and the facts from which they follow."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import PersonMandate
from subsidy.applications.models import Application
from subsidy.calls.domain.dossier import Consent
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation
from subsidy.scoring.domain import conflicts as conflict
from subsidy.scoring.models import Conflict, Juror


def conflicts(session: Session, call_id: int) -> Mapping[tuple[int, int], Conflict]:
    """Return the noted conflicts of a call by (juror, application)."""
    found = session.scalars(
        select(Conflict)
        .join(Juror, Juror.id == Conflict.juror_id)
        .where(Juror.call_id == call_id)
        .order_by(Conflict.id)
    )
    return {(each.juror_id, each.application_id): each for each in found}


def successors(session: Session) -> Mapping[str, str]:
    """Return NIS code -> code after a merger, for all mergers known."""
    return {fact.predecessor_nis: fact.successor_nis for fact in organisations.successions(session)}


def organisations_of_jurors(
    session: Session, seats: Sequence[Juror]
) -> Mapping[int, Sequence[Organisation]]:
    """Return by juror the organisations that a juror belongs to: employer and mandates."""
    found: dict[int, dict[int, Organisation]] = defaultdict(dict)
    for seat in seats:
        if seat.employer is not None:
            found[seat.id][seat.employer.id] = seat.employer
    rows = session.execute(
        select(PersonMandate.person_id, Organisation)
        .join(Organisation, Organisation.id == PersonMandate.organisation_id)
        .where(PersonMandate.person_id.in_([seat.person_id for seat in seats]))
        .order_by(Organisation.id)
    ).all()
    people = {seat.person_id: seat.id for seat in seats}
    for person_id, organisation in rows:
        found[people[person_id]][organisation.id] = organisation
    return {seat.id: tuple(found[seat.id].values()) for seat in seats}


def derived(
    own: Sequence[Organisation], application: Application, successors: Mapping[str, str]
) -> tuple[conflict.DerivedConflict, ...]:
    """Return the conflicts that follow from facts; who refused an invitation has no part in it."""
    partners = [p.organisation for p in application.partners if p.consent is not Consent.REFUSED]
    return conflict.derive(
        [_body(each) for each in own],
        _body(application.lead),
        [_body(each) for each in partners],
        successors,
    )


def _body(organisation: Organisation) -> conflict.Body:
    return conflict.Body(organisation.id, organisation.name, organisation.nis)
