"""Whether an application of a rehearsal will be let in: the same judgement as at its submission."""

from collections.abc import Iterator, Sequence

from subsidy.applications.domain.case_file import CaseFile, FileLine, FilePartner
from subsidy.applications.domain.editing import missing_in
from subsidy.applications.queries import findings_of, years_after
from subsidy.calls.domain.dossier import (
    Around,
    Consent,
    Municipality,
    Promise,
    PromiseYear,
    Realisation,
)
from subsidy.calls.domain.regulation import Regulation
from subsidy.organisations.domain import OrganisationKind
from subsidy.rehearsal.domain import ApplicationRow, BudgetRow, ContinuityRow, PartnerRow
from subsidy.rehearsal.imports.towns import Towns


def file_of(
    application: ApplicationRow,
    partners: Sequence[PartnerRow],
    budget: Sequence[BudgetRow],
    continuity: Sequence[ContinuityRow],
    towns: Towns,
) -> CaseFile:
    """Return the rows of one application as a file; ids are NIS codes and titles."""
    return CaseFile(
        id=application.number,
        number=application.number,
        call_id="",
        call_title="",
        regulation_version=1,
        regulation_hash="",
        title=application.title,
        summary=application.summary,
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        feasible_minimum=application.feasible_minimum,
        contact=application.contact,
        content=application.content,
        privacy=application.privacy,
        partners=tuple(_partner(row, application.lead_nis, towns) for row in partners),
        lines=tuple(
            FileLine(
                partner_id=row.nis,
                cost_type=row.cost_type,
                year=row.year,
                requested=row.requested,
            )
            for row in budget
        ),
        realisations=tuple(_realisations(continuity)),
        promises=tuple(_promises(continuity)),
    )


def will_be_admitted(
    file: CaseFile, signed: Sequence[PartnerRow], terms: Regulation, towns: Towns
) -> bool:
    """Return whether nothing is missing, every condition is met and every partner signs."""
    around = Around(borders=towns.borders)
    return (
        not missing_in(file, years_after(file, terms))
        and not any(finding.blocks for finding in findings_of(file, terms, around))
        and all(row.signatory and row.function for row in signed if row.accepts)
    )


def _partner(row: PartnerRow, lead_nis: str, towns: Towns) -> FilePartner:
    facts = towns.by_nis[row.nis]
    return FilePartner(
        id=row.nis,
        organisation_id=row.nis,
        name=facts.name,
        kind=OrganisationKind.MUNICIPALITY,
        nis=row.nis,
        municipality=Municipality(
            row.nis, facts.name, facts.region, facts.province, facts.population, facts.typology
        ),
        lead=row.nis == lead_nis,
        consent=Consent.ACCEPTED,
        tasks=row.tasks,
        needs=row.needs,
    )


def _realisations(rows: Sequence[ContinuityRow]) -> Iterator[Realisation]:
    for row in {row.realisation: row for row in rows}.values():
        yield Realisation(
            id=row.realisation,
            title=row.realisation,
            for_whom=row.for_whom,
            licence=row.licence,
            how_to_use=row.how_to_use,
            available_from=row.available_from,
            conditions=row.conditions,
            adopters=row.adopters,
        )


def _promises(rows: Sequence[ContinuityRow]) -> Iterator[Promise]:
    for row in {(row.realisation, row.nis): row for row in rows}.values():
        own = [x for x in rows if (x.realisation, x.nis) == (row.realisation, row.nis)]
        yield Promise(
            realisation_id=row.realisation,
            partner_id=row.nis,
            stays=row.stays,
            owner=row.owner,
            funding_source=row.funding_source,
            deciding_body=row.deciding_body,
            decided_on=row.decided_on,
            expected_of_others=row.expected_of_others,
            risk=row.risk,
            second_source=row.second_source,
            third_source=row.third_source,
            decision_document=row.decision_document,
            years=tuple(PromiseYear(x.year, x.cost, x.funded, x.second, x.third) for x in own),
        )
