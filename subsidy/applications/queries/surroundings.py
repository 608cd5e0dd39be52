"""What the rules of a call ask of the world around a file, looked up only when a rule asks it.

Only what was submitted counts, never a draft of others, and only its number: no title, no name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from subsidy.applications.domain.beside import Beside
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.applications.queries.case_files import case_file, regulation
from subsidy.applications.queries.register import codes_of, register
from subsidy.calls.domain.dossier import Around, Consent, Fact
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.domain.rules import Finding, asked_facts, evaluate
from subsidy.calls.models import Call
from subsidy.organisations.models import Neighbour, Organisation
from subsidy.planning import queries as planning

COUNTED = (Status.SUBMITTED, Status.ADMISSIBLE)


@dataclass(frozen=True, slots=True)
class _Seat:
    """An organisation in a submitted application of a call."""

    call: str
    application: str
    organisation: str
    nis: str | None
    leads: bool


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
    """Return what the rules ask around some files, in as many statements as for one."""
    asks = asked_facts(rule for _, terms in files for rule in terms.requirements)
    found = [file for file, _ in files]
    borders = _borders(session, found) if Fact.BORDERS in asks else None
    seats = _seats(session, found) if Fact.OTHER_FILES in asks else None
    known = register(session, found) if Fact.GRANTS in asks else None
    linked = planning.linked_pairs(session) if Fact.LINKS in asks else None
    return {
        file.id: replace(
            _around(file, borders, seats), linked=linked, grants=known.of(file) if known else None
        )
        for file in found
    }


def _around(
    file: CaseFile,
    borders: frozenset[frozenset[str]] | None,
    seats: Sequence[_Seat] | None,
) -> Around:
    if seats is None:
        return Around(borders=borders)
    others = [seat for seat in seats if seat.call == file.call_id and seat.application != file.id]
    return Around(
        borders=borders,
        led=Counter(seat.organisation for seat in others if seat.leads),
        joined=Counter(seat.nis for seat in others if seat.nis is not None),
    )


def _borders(session: Session, files: Iterable[CaseFile]) -> frozenset[frozenset[str]]:
    """Return the pairs of NIS codes that lie side by side, among all partners at once."""
    codes, other = codes_of(files), aliased(Organisation)
    pairs = session.execute(
        select(Organisation.nis, other.nis)
        .join(Neighbour, Neighbour.organisation_id == Organisation.id)
        .join(other, other.id == Neighbour.neighbour_id)
        .where(Organisation.nis.in_(codes), other.nis.in_(codes))
    )
    return frozenset(frozenset(map(str, pair)) for pair in pairs)


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


def _seats(session: Session, files: Sequence[CaseFile]) -> Sequence[_Seat]:
    """Return in which submitted applications of these calls the partners take part."""
    rows = session.execute(
        select(
            Call.public_id,
            Application.public_id,
            Organisation.public_id,
            Organisation.nis,
            Application.lead_id == Organisation.id,
        )
        .join(Call, Call.id == Application.call_id)
        .join(Partner, Partner.application_id == Application.id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(
            Call.public_id.in_({file.call_id for file in files}),
            Organisation.public_id.in_({p.organisation_id for f in files for p in f.partners}),
            Application.status.in_(COUNTED),
            Partner.consent == Consent.ACCEPTED,
        )
    )
    return [_Seat(*row) for row in rows]
