"""What the rules of a call ask of the world around a file, looked up only when a rule asks it.

Only what was submitted counts, never a draft of others, and only its number: no title, no name.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Label, ScalarSelect, Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from subsidy.applications.domain.beside import Beside
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.applications.queries.case_files import case_file, regulation
from subsidy.applications.queries.register import codes_of, read_register, register_columns
from subsidy.calls.domain.dossier import Around, Consent, Fact
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.domain.rules import Finding, asked_facts, evaluate
from subsidy.calls.models import Call
from subsidy.folding import Folded, FoldedRows
from subsidy.organisations.models import Neighbour, Organisation
from subsidy.planning import queries as planning

COUNTED = (Status.SUBMITTED, Status.ADMISSIBLE)
LOOKED_UP = frozenset({Fact.BORDERS, Fact.OTHER_FILES, Fact.GRANTS})
CODES: BindParameter[str] = bindparam("codes", expanding=True)  # of all partners
CALLS: BindParameter[str] = bindparam("calls", expanding=True)
ORGANISATIONS: BindParameter[str] = bindparam("organisations", expanding=True)


SEATS = FoldedRows(  # an organisation in a submitted application of a call
    call=Call.public_id,
    application=Application.public_id,
    organisation=Organisation.public_id,
    nis=Organisation.nis,
    leads=Application.lead_id == Organisation.id,
)


def findings(record: Application) -> tuple[Finding, ...]:
    """Judge an application that is loaded whole by what stands in it."""
    return findings_of(case_file(record), regulation(record))


def findings_now(session: Session, file: CaseFile, terms: Regulation) -> tuple[Finding, ...]:
    """Judge a file by every rule of its call, with what must be looked up for it."""
    return findings_of(file, terms, surroundings(session, [(file, terms)])[file.id])


def findings_of(
    file: CaseFile, terms: Regulation, around: Around | None = None
) -> tuple[Finding, ...]:
    """Judge a file by every rule of its call; what was not looked up is not known."""
    return evaluate(terms.requirements, file.dossier_in(around or Around()), terms.terms)


def surroundings(
    session: Session, files: Sequence[tuple[CaseFile, Regulation]]
) -> Mapping[str, Around]:
    """Return what the rules ask around some files: one statement, and one for links if asked."""
    asks = asked_facts(rule for _, terms in files for rule in terms.requirements)
    found = [file for file, _ in files]
    told = _look_up(session, found, LOOKED_UP & asks)
    borders = _pairs(told.borders) if Fact.BORDERS in asks else None
    seats = SEATS.rows(told.seats) if Fact.OTHER_FILES in asks else None
    known = read_register(codes_of(found), told) if Fact.GRANTS in asks else None
    linked = planning.linked_pairs(session) if Fact.LINKS in asks else None
    return {
        file.id: replace(
            _around(file, borders, seats), linked=linked, grants=known.of(file) if known else None
        )
        for file in found
    }


def _look_up(session: Session, files: Sequence[CaseFile], asks: frozenset[Fact]) -> Any:  # noqa: ANN401 - a row
    if not asks:
        return None
    partners = [partner for file in files for partner in file.partners]
    values = {
        CODES.key: codes_of(files),
        CALLS.key: sorted({file.call_id for file in files}),
        ORGANISATIONS.key: sorted({partner.organisation_id for partner in partners}),
    }
    return session.execute(_statement(asks), values).one()


@cache
def _statement(asks: frozenset[Fact]) -> Select[Any]:
    """Make the statement once for the facts that are asked together."""
    columns: list[Label[Any]] = []
    if Fact.BORDERS in asks:
        columns.append(_borders().label("borders"))
    if Fact.OTHER_FILES in asks:
        columns.append(_seats().label("seats"))
    if Fact.GRANTS in asks:
        columns.extend(register_columns(CODES))
    return select(*columns)


def _around(
    file: CaseFile, borders: frozenset[frozenset[str]] | None, seats: Sequence[Any] | None
) -> Around:
    if seats is None:
        return Around(borders=borders)
    others = [seat for seat in seats if seat.call == file.call_id and seat.application != file.id]
    return Around(
        borders=borders,
        led=Counter(seat.organisation for seat in others if seat.leads),
        joined=Counter(seat.nis for seat in others if seat.nis is not None),
    )


def _borders() -> ScalarSelect[Any]:
    """Choose the pairs of NIS codes that lie side by side, among all partners at once."""
    other = aliased(Organisation)
    return (
        select(Folded(Organisation.nis, other.nis))
        .join(Neighbour, Neighbour.organisation_id == Organisation.id)
        .join(other, other.id == Neighbour.neighbour_id)
        .where(Organisation.nis.in_(CODES), other.nis.in_(CODES))
        .scalar_subquery()
    )


def _pairs(folded: Sequence[Sequence[str]]) -> frozenset[frozenset[str]]:
    return frozenset(map(frozenset, folded))


def hold_seats(session: Session, file: CaseFile, terms: Regulation) -> None:
    """Let files that share an organisation follow each other, when a rule counts other files.

    Two that are submitted at the same time would not see each other.
    """
    if Fact.OTHER_FILES not in asked_facts(terms.requirements):
        return
    session.execute(
        select(Organisation.id)
        .where(Organisation.public_id.in_({p.organisation_id for p in file.partners}))
        .order_by(Organisation.id)  # always in one order, so that nobody waits in a circle
        .with_for_update(key_share=True)
    )


def beside(
    session: Session, record: Application, terms: Regulation, organisation_id: int | None
) -> Sequence[Beside]:
    """Return the other applications of an organisation in the call, if a rule counts them."""
    if Fact.OTHER_FILES not in asked_facts(terms.requirements) or organisation_id is None:
        return []
    rows = session.execute(
        select(
            Application.number,
            Application.title,
            Application.status == Status.DRAFT,
            Application.lead_id == organisation_id,
        )
        .join(Partner, Partner.application_id == Application.id)
        .where(
            Application.call_id == record.call_id,
            Application.id != record.id,
            Application.status.in_((Status.DRAFT, *COUNTED)),
            Partner.organisation_id == organisation_id,
            Partner.consent == Consent.ACCEPTED,
        )
        .order_by(Application.id)
    )
    return [Beside(*row) for row in rows]


def _seats() -> ScalarSelect[Any]:
    """Choose in which submitted applications of these calls the partners take part."""
    return (
        select(SEATS.columns)
        .select_from(Application)
        .join(Call, Call.id == Application.call_id)
        .join(Partner, Partner.application_id == Application.id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(
            Call.public_id.in_(CALLS),
            Organisation.public_id.in_(ORGANISATIONS),
            Application.status.in_(COUNTED),
            Partner.consent == Consent.ACCEPTED,
        )
        .scalar_subquery()
    )
