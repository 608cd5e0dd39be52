"""Who may still write in a file, and what stands between a draft and its submission."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from subsidy.applications.domain.amounts import NO_PERIOD, not_paid, unfit_amount
from subsidy.applications.domain.answers import unanswered
from subsidy.applications.domain.case_file import CaseFile, FileLine
from subsidy.applications.domain.conflicts import cell
from subsidy.applications.domain.expectations import missing as missing_expectations
from subsidy.applications.domain.form import Project, missing
from subsidy.applications.domain.indicators import missing as missing_indicators
from subsidy.applications.domain.lifecycle import Facts, Status, in_time
from subsidy.applications.domain.scaling import missing as missing_steps
from subsidy.applications.domain.signing import not_ready_to_sign
from subsidy.calls.domain.dossier import NOTHING, Consent, Dossier, Promise
from subsidy.calls.domain.regulation import CostType
from subsidy.core.clock import is_open
from subsidy.core.errors import Refusal
from subsidy.core.text import Text


def not_editable(
    status: Status, window: tuple[datetime, datetime] | None, now: datetime
) -> Sequence[Refusal]:
    """Say why nothing can be changed: only a draft of an open call can.

    ``window``: when the call opens and closes; None for a call that is not public (any more).
    """
    if window is None:
        return [Refusal(Text("The call is withdrawn. Nothing can change any more."))]
    if status is not Status.DRAFT:
        return [
            Refusal(
                Text(
                    "Nothing can change any more: the status is “%(status)s”. "
                    "Copy your text if you want to keep it.",
                    status=status.label,
                )
            )
        ]
    opens_at, closes_at = window
    if is_open(opens_at, closes_at, now):
        return ()
    return [*in_time(Facts(now=now, opens_at=opens_at, closes_at=closes_at, dossier=Dossier()))]


def not_taking_part(consent: Consent | None) -> Sequence[Refusal]:
    """Only organisations that accepted write in the file."""
    if consent is Consent.ACCEPTED:
        return ()
    if consent is Consent.INVITED:
        return [Refusal(Text("Accept the invitation first. Then you can write in the file."))]
    return [Refusal(Text("Your organisation does not take part in this application."))]


# The budget ---------------------------------------------------------------------------------------


def unfit_budget(
    file: CaseFile, lines: Sequence[FileLine], cost_types: Collection[CostType]
) -> list[Refusal]:
    """Say what is wrong with a budget, at the cell where it is wrong."""
    if not file.years:
        return [Refusal(NO_PERIOD)]
    refusals = [Refusal(reason, cell(line)) for line in lines for reason in _unfit_line(file, line)]
    for name, times in Counter(cell(line) for line in lines).items():
        if times > 1:
            refusals.append(Refusal(Text("This amount is there twice. Keep one of them."), name))
    other = not_paid(cost_types)
    refusals.extend(Refusal(other, cell(x)) for x in lines if x.cost_type not in cost_types)
    return refusals


def _unfit_line(file: CaseFile, line: FileLine) -> Iterator[Text]:
    if line.partner_id not in {partner.id for partner in file.partners}:
        yield Text("Leave this amount out: the organisation does not take part.")
    yield from unfit_amount(line.requested, line.year, file.years)


# The continuity plan ------------------------------------------------------------------------------


def unfit_promises(
    file: CaseFile, realisation_id: str, promises: Sequence[Promise], years: Sequence[int]
) -> list[Refusal]:
    """Say what is wrong with the promises for one realisation; empty answers are no fault yet."""
    if not years:
        return [Refusal(Text("Fill in the last day of the project first."))]
    faults = [
        Refusal(reason, f"{promise.partner_id}-{place}")
        for promise in promises
        for place, reason in _unfit_promise(file, promise, years)
    ]
    strange = [promise for promise in promises if promise.realisation_id != realisation_id]
    if strange or realisation_id not in {one.id for one in file.realisations}:
        faults.append(Refusal(Text("This realisation does not exist any more.")))
    return faults


def _unfit_promise(
    file: CaseFile, promise: Promise, years: Sequence[int]
) -> Iterator[tuple[str, Text]]:
    if promise.partner_id not in {partner.id for partner in file.partners}:
        yield "stays", Text("Leave this row out: the organisation does not take part.")
    for one in promise.years:
        if one.year not in years:
            yield (
                f"cost-{one.year}",
                Text(
                    "Choose a year after the end: from %(first)s to %(last)s.",
                    first=str(years[0]),
                    last=str(years[-1]),
                ),
            )
        for place in ("cost", "funded", "second", "third"):
            if getattr(one, place).cents < 0:
                yield f"{place}-{one.year}", Text("Fill in an amount of zero or more.")
        if one.second + one.third > max(one.funded, NOTHING):
            yield (
                f"second-{one.year}",
                Text(
                    "The second and the third source pay more together than the %(funded)s that "
                    "is paid for in %(year)s. Raise that amount, or lower theirs.",
                    funded=one.funded,
                    year=str(one.year),
                ),
            )


# Everything that is still missing -----------------------------------------------------------------


def missing_in(file: CaseFile, years: tuple[int, ...]) -> list[Refusal]:
    """Say everything that must still be filled in before the file can be submitted.

    The place is ``part.field``: it tells the checklist where to link and who must act.
    """
    project = Project(
        title=file.title, summary=file.summary, starts_on=file.starts_on, ends_on=file.ends_on
    )
    answers = (project, file.contact, file.content, file.privacy)
    return _once(
        [
            *(refusal for part in answers for refusal in missing(part)),
            *unanswered(file.answers),
            *_outside_period(file),
            *_funding_gaps(file),
            *missing_expectations(file.expectations),
            *missing_steps(file.scalings, {one.id: one.title for one in file.realisations}),
            *missing_indicators(file.indicators, file.years, years),
            *(gap for p in file.partners for gap in not_ready_to_sign(file, p.id, years)),
        ]
    )


def _once(refusals: Sequence[Refusal]) -> list[Refusal]:
    """Several partners miss the same thing: say it once."""
    seen: dict[tuple[str, str | None], Refusal] = {}
    for refusal in refusals:
        seen.setdefault((str(refusal.text), refusal.place), refusal)
    return list(seen.values())


def _funding_gaps(file: CaseFile) -> Iterator[Refusal]:
    """Say what lacks in what the partners and others pay, at the page of that partner."""
    for one in file.funding:
        name, place = file.partner(one.partner_id).name, f"budget.{one.partner_id}"
        if one.other and not one.other_source:
            text = Text("Write who pays the other funding of %(partner)s.", partner=name)
            yield Refusal(text, place)
        paid = {amount.year for amount in one.amounts if amount.own or amount.other}
        if file.years and paid - set(file.years):
            text = Text(
                "Move what %(partner)s pays in %(years)s: the project does not run then.",
                partner=name,
                years=tuple(map(str, sorted(paid - set(file.years)))),
            )
            yield Refusal(text, place)


def _outside_period(file: CaseFile) -> Iterator[Refusal]:
    outside = sorted({line.year for line in file.lines} - set(file.years))
    if outside and file.years:
        yield Refusal(
            Text(
                "Move the amounts of %(years)s: the project does not run then.",
                years=tuple(str(year) for year in outside),
            ),
            "budget",
        )
