"""An application as frozen values: what rules, signatures, snapshots and pages work with."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from subsidy.applications.domain.accounts import LETTER, FileAccount, enclosed, letter_key
from subsidy.applications.domain.answers import answered
from subsidy.applications.domain.attachments import FileAttachment, Scan, with_files
from subsidy.applications.domain.case_file import (
    CaseFile,
    FileLine,
    FilePartner,
    FileSignature,
)
from subsidy.applications.domain.completion import completes
from subsidy.applications.domain.declarations import Declarations
from subsidy.applications.domain.expectations import (
    EXPECTATIONS,
    Expectation,
    Expectations,
    present,
)
from subsidy.applications.domain.form import (
    Key,
    contact_from,
    content_from,
    privacy_from,
)
from subsidy.applications.domain.funding import FUNDING, Funding
from subsidy.applications.domain.indicators import Indicators
from subsidy.applications.domain.revised import form_of
from subsidy.applications.domain.scaling import SCALING, Scaling, still_there
from subsidy.applications.domain.snapshot import read
from subsidy.applications.models import (
    Application,
    Attachment,
    BudgetLine,
    Partner,
    Realisation,
)
from subsidy.applications.queries.parts import Parts
from subsidy.calls.domain import dossier as facts
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.queries import municipality

YEARS_AFTER = 3
CONTINUITY_RULE = "continuity_plan_complete"


def case_file(record: Application, parts: Parts | None = None) -> CaseFile:
    """Return an application as frozen values; without ``parts`` it is loaded whole."""
    around = parts or record
    there = [p for p in record.partners if p.consent is not facts.Consent.REFUSED]
    answers = {section.key: section.answers for section in around.sections}
    ids = {partner.id: partner.public_id for partner in record.partners}
    taking_part = {partner.id for partner in there}
    partners = {partner.public_id for partner in there}
    attachments = tuple(attached(row, partners) for row in _shared(around.attachments))
    form = form_of(answers, regulation(record).form)
    given = with_files(form, answers.get(Key.QUESTIONS, {}), attachments)
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
        lines=tuple(_line(x, ids) for x in around.budget_lines if x.partner_id in taking_part),
        realisations=tuple(_realisation(one) for one in around.realisations),
        promises=_promises(around, ids, taking_part),
        signatures=_signatures(around, ids, there),
        answers=answered(form, given),
        declarations=read(Declarations, answers.get(Key.DECLARATIONS, {})),
        attachments=attachments,
        funding=tuple(_funding(answers, (p.public_id for p in there))),
        indicators=read(Indicators, answers.get(Key.INDICATORS, {})).rows,
        expectations=_expectations(answers, partners, around),
        scalings=tuple(_scalings(answers, around.realisations, {one.id for one in attachments})),
        accounts=tuple(_accounts(there, around.attachments)),
        pays_to=regulation(record).pays_to,
    )


def tasks_key(public_id: str) -> str:
    """Return under which key the tasks of a partner keep their version."""
    return f"{Key.PARTNERS}:{public_id}"


def funding_key(public_id: str) -> str:
    """Return under which key stands what a partner pays beside the subsidy."""
    return f"{FUNDING}:{public_id}"


def realisation_key(public_id: str) -> str:
    return f"realisation:{public_id}"


def scaling_key(public_id: str) -> str:
    """Return under which key stands how a realisation gets beyond the pilot."""
    return f"{SCALING}:{public_id}"


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


def _funding(answers: Mapping[str, Any], partner_ids: Iterable[str]) -> Iterator[Funding]:
    for partner_id in partner_ids:
        own = answers.get(funding_key(partner_id))
        if own is not None:
            yield read(Funding, own)


def _expectations(
    answers: Mapping[str, Any], partners: Collection[str], around: Application | Parts
) -> tuple[Expectation, ...]:
    rows = read(Expectations, answers.get(EXPECTATIONS, {})).rows
    return present(rows, partners, {row.public_id for row in around.realisations}) if rows else ()


def _scalings(
    answers: Mapping[str, Any], realisations: Iterable[Realisation], attachments: Collection[str]
) -> Iterator[Scaling]:
    for row in realisations:
        own = answers.get(scaling_key(row.public_id))
        if own:
            found = still_there(read(Scaling, own), row.adopters, attachments)
            if not found.is_empty:
                yield found


def _accounts(partners: Iterable[Partner], rows: Iterable[Attachment]) -> Iterator[FileAccount]:
    """Yield the account of each partner that chose one, with its letter unless that is infected."""
    letters = {row.question: row for row in _harmless(rows) if row.question.startswith(LETTER)}
    for partner in partners:
        if partner.account is None:
            continue
        account = read(FileAccount, partner.account)
        row = letters.get(letter_key(partner.public_id))
        yield account if row is None else enclosed(account, row.name, row.content_hash)


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
    around: Application | Parts, ids: Mapping[int, str], present: set[int]
) -> tuple[facts.Promise, ...]:
    titles = {row.id: row.public_id for row in around.realisations}
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
            second_source=row.second_source,
            third_source=row.third_source,
            decision_document=row.decision_document,
            years=tuple(
                facts.PromiseYear(y.year, y.cost, y.funded, y.second, y.third) for y in row.years
            ),
        )
        for row in around.promises
        if row.partner_id in present
    )


def _harmless(rows: Iterable[Attachment]) -> Iterator[Attachment]:
    """Leave out files with a virus, and those that complete the file: they stand beside it."""
    return (row for row in rows if row.scan is not Scan.INFECTED and not completes(row.question))


def _shared(rows: Iterable[Attachment]) -> Iterator[Attachment]:
    """Leave out letters for an account too: they are for their own partner and the agency."""
    return (row for row in _harmless(rows) if not row.question.startswith(LETTER))


def attached(row: Attachment, partners: Collection[str] = ()) -> FileAttachment:
    """Return a file as a value. ``partners``: those whose decision it can be."""
    decided = row.decided_by if row.decided_by in partners else ""
    return FileAttachment(
        id=row.public_id,
        name=row.name,
        size=row.size,
        kind=row.kind,
        sha256=row.content_hash,
        question=row.question,
        decision_of=decided,
        dated=row.decided_on if decided else None,
    )


def _signatures(
    around: Application | Parts, ids: Mapping[int, str], there: Sequence[Partner]
) -> tuple[FileSignature, ...]:
    """Return what was signed since the partner accepted: who left and came back signs again."""
    since = {p.id: p.answered_at for p in there if p.answered_at is not None}
    return tuple(
        FileSignature(
            partner_id=ids[row.partner_id],
            name=row.name,
            function=row.function,
            content_hash=row.content_hash,
            signed_at=row.signed_at,
            deciding_body=row.deciding_body,
            decided_on=row.decided_on,
        )
        for row in around.signatures
        if row.partner_id in since and row.signed_at >= since[row.partner_id]
    )


def dossier(record: Application) -> facts.Dossier:
    """Return what the rules may see of an application that is loaded whole."""
    return case_file(record).dossier


def regulation(record: Application) -> Regulation:
    return record.regulation_version.regulation


def years_after(file: CaseFile, terms: Regulation) -> tuple[int, ...]:
    """Return the years after the end that the continuity plan must cover."""
    asked = {one.rule: one.params for one in terms.requirements}
    number = asked.get(CONTINUITY_RULE, {}).get("years", YEARS_AFTER)
    return file.dossier.years_after(number)
