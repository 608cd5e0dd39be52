"""Prove on a live database that the ledger adds up and that nothing frozen was changed."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session, selectinload

from subsidy.allocation.domain.lifecycle import ClaimStatus
from subsidy.allocation.models import Claim
from subsidy.allocation.service.claims import content_hash as claim_hash
from subsidy.applications import queries as applications
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.changes import Kind, applied
from subsidy.applications.domain.lifecycle import Status as FileStatus
from subsidy.applications.domain.snapshot import digest
from subsidy.applications.models import (
    AdmissibilityLetter,
    Application,
    CompletionRequest,
    ConsortiumChange,
    Snapshot,
)
from subsidy.awards.domain.decision import FINAL, Outcome, Status
from subsidy.awards.domain.waiver import WaiverStatus
from subsidy.awards.domain.waiver import digest_of as waiver_hash
from subsidy.awards.models import Decision, Share, Waiver
from subsidy.awards.service import content_hash as decision_hash
from subsidy.awards.service.decisions import SELECTION
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.budget.models import LedgerAccount
from subsidy.calls.domain.regulation import content_hash as regulation_hash
from subsidy.calls.models import RegulationVersion
from subsidy.cli import database, verify_jury, verify_reserves
from subsidy.cli.serve import embedded
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.db import make_engine
from subsidy.scoring import queries as scoring
from subsidy.scoring.domain.computing import State
from subsidy.scoring.domain.computing import digest as digest_of
from subsidy.scoring.domain.deviations import digest_of as deviation_hash
from subsidy.scoring.domain.deviations import in_force
from subsidy.scoring.models import Computation, SelectionDeviation, SelectionRun
from subsidy.scoring.service import child, rows_of

PIECE = 100  # files that are in memory at once
SEALED = (FileStatus.SUBMITTED, FileStatus.ADMISSIBLE, FileStatus.INADMISSIBLE)


def run(arguments: argparse.Namespace) -> int:
    engine = opened(arguments.database)
    with Session(engine) as session:
        faults = [*found(session), *done_again(session)]
        total = len(session.scalars(select(LedgerAccount.id)).all())
    engine.dispose()
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{total} accounts, {len(faults)} faults\n")
    return 1 if faults else 0


def opened(given: str | None) -> Engine:
    """Return the engine of a database that has the tables of this version, or refuse in words."""
    engine = make_engine(_address(given))
    if not database.is_current(engine):
        engine.dispose()
        raise refuse(
            Text("This database has no tables of this version. Run subsidy migrate first.")
        )
    return engine


def _address(given: str | None) -> str:
    """Return the database that was named, else the one of production, else that of the demo."""
    production = os.environ.get("SUBSIDY_DATABASE_URL")
    return given or production or embedded(Path("var"), "127.0.0.1", 8000).database_url


def found(session: Session) -> Iterator[str]:
    """Give every fault, in words; none when the database is sound."""
    yield from _ledger(session)
    yield from _budgets(session)
    yield from _frozen(session)
    yield from _sealed(session)
    yield from _computations(session)
    yield from _deviations(session)
    yield from verify_jury.found(session)
    yield from _commitments(session)
    yield from _given_up(session)
    yield from verify_reserves.found(session)


def _ledger(session: Session) -> Iterator[str]:
    for fault in budget.imbalances(session):
        yield (
            f"ledger account {fault.account_id} says {fault.balance}, "
            f"its transfers say {fault.transfers}"
        )
    total = budget.grand_total(session)
    if total:
        yield f"all balances together are {total}, not zero"


def _budgets(session: Session) -> Iterator[str]:
    for number in applications.not_added_up(session):
        yield f"application {number} does not ask the sum of its budget"


def _frozen(session: Session) -> Iterator[str]:
    for version in session.scalars(select(RegulationVersion)):
        if regulation_hash(version.regulation) != version.content_hash:
            yield f"regulation version {version.id} was changed after publication"
    for snapshot in session.scalars(select(Snapshot).execution_options(yield_per=PIECE)):
        if digest(snapshot.content) != snapshot.content_hash:
            yield f"snapshot {snapshot.id} was changed after submission"
    for decision in session.scalars(select(Decision)):
        if decision_hash(decision.content) != decision.content_hash:
            yield f"decision {decision.number} was changed after it was prepared"
    yield from _frozen_at_the_desk(session)
    yield from _frozen_outcomes(session)


def _frozen_at_the_desk(session: Session) -> Iterator[str]:
    """Prove what was sent to complete a file, and the letter about it."""
    for letter in session.scalars(select(AdmissibilityLetter)):
        if digest(letter.content) != letter.content_hash:
            yield f"letter about application {letter.application_id} was changed after it was sent"
    for change in session.scalars(select(ConsortiumChange)):
        if digest(change.content) != change.content_hash:
            yield f"change {change.id} of a consortium was changed after it was recorded"
    sent = select(CompletionRequest).where(CompletionRequest.sent_at.is_not(None))
    for request in session.scalars(sent):
        if digest(request.content) != request.content_hash:
            yield f"completion {request.id} was changed after it was sent"


def _frozen_outcomes(session: Session) -> Iterator[str]:
    for claim in session.scalars(select(Claim).where(Claim.status == ClaimStatus.SUBMITTED)):
        if claim_hash(claim) != claim.content_hash:
            yield f"claim {claim.number} was changed after submission"


def _deviations(session: Session) -> Iterator[str]:
    """Prove what deviates from a selection: unchanged, by two, in the envelope, and followed."""
    runs = session.scalars(select(SelectionRun).order_by(SelectionRun.id)).all()
    found = scoring.confirmed(session, runs)
    awards: dict[str, Mapping[str, Money]] = {}
    for run in runs:
        confirmed = sorted(found[run.id], key=lambda each: (each.confirmed_at, each.id))
        for each in confirmed:
            yield from _deviates(run, each)
        for number in range(len(confirmed) + 1):
            awards.update([_awarded_by(run, confirmed[:number])])
        total = Money.total(_awarded_by(run, confirmed)[1].values())
        if total > run.envelope:
            yield f"selection {run.id} awards {total} with its deviations, of {run.envelope}"
    yield from _not_followed(session, awards)


def _awarded_by(
    run: SelectionRun, counting: Sequence[SelectionDeviation]
) -> tuple[str, Mapping[str, Money]]:
    """Return the hash that decisions follow, and what each application gets by it."""
    amounts = {row.application: row.awarded for row in rows_of(run)}
    amounts |= {each.application.public_id: each.amount for each in counting}
    return in_force(run.content_hash, (each.content_hash for each in counting)), amounts


def _deviates(run: SelectionRun, each: SelectionDeviation) -> Iterator[str]:
    if deviation_hash(run.content_hash, each.said) != each.content_hash:
        yield f"deviation {each.id} was changed after it was proposed"
    if each.prepared_by_id == each.confirmed_by_id:
        yield f"deviation {each.id} was proposed and confirmed by one person"


def _not_followed(session: Session, awards: Mapping[str, Mapping[str, Money]]) -> Iterator[str]:
    """Compare approved decisions with the selection, and the deviations, that they follow."""
    for decision in session.scalars(select(Decision).where(Decision.status.in_(FINAL))):
        if decision.replaces_id is not None:
            continue  # follows the reserve list
        followed = awards.get(decision.content["details"].get(SELECTION) or "", {})
        amount = followed.get(decision.source_ref.partition(":")[2], decision.amount)
        if amount != decision.amount:
            yield f"decision {decision.number} awards {decision.amount}, its selection {amount}"


def _computations(session: Session) -> Iterator[str]:
    for made in session.scalars(_kept().execution_options(yield_per=1)):
        if digest_of(made.input) != made.input_hash or digest_of(made.result) != made.result_hash:
            yield f"computation {made.id} was changed after it was made"


def _kept() -> Select[Computation]:
    return select(Computation).where(Computation.state == State.DONE).order_by(Computation.id)


def done_again(session: Session) -> Iterator[str]:
    """Do every kept computation again, and give each that is not the same: this takes a while."""
    for made in session.scalars(_kept().execution_options(yield_per=1)):
        try:
            again = child.solve(made.kind, made.input, child.IN_THE_BACKGROUND)
        except RefusedError as refused:
            yield f"computation {made.id} cannot be done again: {refused}"
        else:
            if digest_of(again.result) != made.result_hash:
                yield f"computation {made.id} gives another result, with {dict(again.versions)}"


def _commitments(session: Session) -> Iterator[str]:
    """Approved awards and the ledger say the same, partner by partner.

    Of an award that was given up the ledger holds what was paid; what returned is in its transfers.
    """
    awarded = _awarded(session)
    booked = _booked(session)
    for case_ref, returned in budget.returned(session).items():
        booked[case_ref] = booked.get(case_ref, Money(0)) + returned
    for case_ref in sorted(awarded.keys() | booked.keys()):
        award, booking = awarded.get(case_ref, Money(0)), booked.get(case_ref, Money(0))
        if award != booking:
            yield f"{case_ref}: decisions award {award}, the ledger holds {booking}"
    for decision in session.scalars(select(Decision).options(selectinload(Decision.shares))):
        shared = Money.total(share.amount for share in decision.shares)
        if shared != decision.amount:
            yield f"decision {decision.number} awards {decision.amount}, its shares {shared}"
        if decision.approved_by_id == decision.prepared_by_id:
            yield f"decision {decision.number} was prepared and approved by one person"


def _awarded(session: Session) -> dict[str, Money]:
    rows = session.scalars(
        select(Share)
        .join(Decision, Decision.id == Share.decision_id)
        .where(Decision.status.in_(FINAL), Decision.outcome == Outcome.AWARD)
    )
    return {share.case_ref: share.amount for share in rows}


def _booked(session: Session) -> dict[str, Money]:
    booked: dict[str, Money] = {}
    for case_ref, balance in session.execute(
        select(LedgerAccount.case_ref, LedgerAccount.balance).where(
            LedgerAccount.stage.in_((Stage.COMMITTED, Stage.PAID))
        )
    ):
        booked[case_ref] = booked.get(case_ref, Money(0)) + balance
    return booked


def _given_up(session: Session) -> Iterator[str]:
    """Prove every award that was given up: by two people, and all that is not paid returned."""
    returned = budget.returned(session)
    found = session.scalars(
        select(Decision)
        .where(Decision.outcome == Outcome.AWARD)
        .options(selectinload(Decision.shares))
    )
    confirmed = _waivers(session)
    for decision in found:
        back = Money.total(returned.get(each.case_ref, Money(0)) for each in decision.shares)
        if back != decision.released:
            yield f"decision {decision.number} released {decision.released}, the ledger {back}"
        left = Money.total(
            budget.balance(session, decision.line_id, Stage.COMMITTED, each.case_ref)
            for each in decision.shares
            if decision.released
        )
        if left:
            yield f"decision {decision.number} is given up and {left} is still committed"
        waiver = confirmed.get(decision.id)
        if (decision.status is Status.GIVEN_UP) != (waiver is not None):
            yield f"decision {decision.number} is {decision.status} without two people"
        elif waiver and waiver_hash(decision.content_hash, waiver.reason) != waiver.content_hash:
            yield f"giving up decision {decision.number} was changed after it was proposed"


def _waivers(session: Session) -> Mapping[int, Waiver]:
    rows = session.scalars(select(Waiver).where(Waiver.status == WaiverStatus.CONFIRMED))
    return {each.decision_id: each for each in rows if each.prepared_by_id != each.confirmed_by_id}


def _sealed(session: Session) -> Iterator[str]:
    """Compare what stands there, which the selection reads, with what was submitted."""
    ids = session.scalars(select(Application.id).where(Application.status.in_(SEALED))).all()
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE]
        kept = applications.submitted_files(session, piece)
        since = applications.kinds_of_change(session, piece)
        for record in applications.wholes(session, piece):
            yield from _changed(record, kept.get(record.id), since.get(record.id, ()))


def _changed(
    record: Application, then: CaseFile | None, since: Sequence[tuple[Kind, str]]
) -> Iterator[str]:
    """Compare with what was submitted and what the agency changed since; nothing else may."""
    if then is None:
        yield f"application {record.number} is submitted without a snapshot"
        return
    now, then = applications.case_file(record), applied(then, since)
    if _content(now) != _content(then) or record.requested != then.requested:
        yield f"application {record.number} was changed after submission"


def _content(file: CaseFile) -> tuple[object, ...]:
    """Return what nobody may change after submission; names of organisations can."""
    partners = frozenset((partner.organisation_id, partner.consent) for partner in file.partners)
    unordered = (frozenset(part) for part in (file.lines, file.realisations, file.promises))
    period = file.starts_on, file.ends_on, file.feasible_minimum
    return file.title, period, partners, file.answers, *unordered
