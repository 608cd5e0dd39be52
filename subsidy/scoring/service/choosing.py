"""What a selection chooses from and by which rules, and its outcome for every file.

STOP and SKIP are done here, QUOTA and MERIT where the solvers are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import Boundaries, Regulation
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import frozen, marks, places
from subsidy.scoring.domain.computing import Kind
from subsidy.scoring.domain.conflicts import final_successor
from subsidy.scoring.domain.constraints import Candidate, Rules, is_eligible
from subsidy.scoring.domain.deliberation import merit, with_consensus
from subsidy.scoring.domain.explanation import told
from subsidy.scoring.domain.in_order import RANK_ORDER, explain
from subsidy.scoring.domain.in_order import select as select_in_order
from subsidy.scoring.domain.methods import Method, Selection
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.domain.rank_order import Outcome, Verdict
from subsidy.scoring.models import Computation
from subsidy.scoring.service.computing import ask, compute

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ranked:
    """A file with everything that the ranking and the selection look at."""

    application: Application
    standing: places.Standing
    under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """All that a selection depends on."""

    candidates: Sequence[Candidate]
    rules: Rules
    method: Method
    seed: str

    @property
    def data(self) -> dict[str, Any]:
        return frozen.question_data(self.candidates, self.rules, self.method, self.seed)


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome of one file, in words; the numbers in cents and hundredths."""

    outcome: Outcome
    awarded_cents: int
    sentences: tuple[Text, ...]
    points_short: int | None = None
    fitting_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The outcome of every file by its number; ``kept``: what a run keeps of it beside the rows."""

    told: Mapping[str, Told]
    kept: Mapping[str, Any]


def ranked_by(
    application: Application,
    criteria: Sequence[marks.Criterion],
    sheets: Sequence[marks.Review],
    agreed: Mapping[str, int] = NOTHING,
) -> Ranked:
    """Return a file with what these marks of its jurors say of it; ``agreed`` takes their place."""
    means = with_consensus(marks.criterion_means(criteria, sheets), agreed)
    asked = Money.total(line.requested for line in application.budget_lines)
    standing = places.Standing(
        number=application.number,
        merit=merit(criteria, means) if means else 0,
        criterion_means=means,
        amount_cents=asked.cents,
    )
    return Ranked(application, standing, marks.under_threshold(criteria, means))


def question_of(
    ranked: Sequence[Ranked],
    order: Mapping[str, int],
    regulation: Regulation,
    envelope: Money,
    merged: Mapping[str, str] = NOTHING,
) -> Question:
    """Return the question that a regulation asks of these files.

    ``merged``: NIS code -> code after a merger; both are one municipality.
    """
    towns = {each.application.number: _towns(each.application, merged) for each in ranked}
    candidates = [
        _candidate(each, order[each.application.number], frozenset(towns[each.application.number]))
        for each in ranked
    ]
    return Question(
        candidates,
        _rules(towns, candidates, regulation, envelope),
        Method(regulation.method),
        regulation.published_seed,
    )


def choose(session: Session, actor: Actor, call: Call, question: Question) -> Chosen:
    """Return the outcome of every file, by the method of the question.

    What would have changed it takes longer: of QUOTA and MERIT the worker computes that after.
    """
    if question.method in RANK_ORDER:
        return _in_order(question)
    made = compute(session, actor, call, Kind.SELECTING, question.data)
    found = made.result or {}
    said = worded(question, verdicts_of(found))
    why = ask(session, actor, call, Kind.EXPLAINING, question.data)
    kept = {
        "computation": made.public_id,
        "explaining": why.public_id,
        "versions": made.versions,
        **found["selection"],
    }
    return Chosen(said, {"selection": kept})


def verdicts_of(found: Mapping[str, Any]) -> Mapping[str, Verdict]:
    """Return what the solvers said of every file."""
    return {id_: frozen.verdict(data) for id_, data in found["verdicts"].items()}


def worded(question: Question, verdicts: Mapping[str, Verdict]) -> Mapping[str, Told]:
    """Return every verdict with what decided on it, without what would have changed it."""
    by_id = {each.id: each for each in question.candidates}
    of = len(by_id)
    return {
        id_: Told(
            verdict.outcome,
            verdict.awarded_cents,
            told(by_id[id_], verdict, question.rules, by_id[id_].order or 0, of),
        )
        for id_, verdict in verdicts.items()
    }


def _in_order(question: Question) -> Chosen:
    asked = (question.candidates, question.rules, question.method, question.seed)
    found = {each.id: explain(*asked, each.id) for each in question.candidates}
    said = {
        id_: Told(
            each.outcome,
            each.awarded_cents,
            each.sentences,
            each.points_short,
            each.fitting_cents,
        )
        for id_, each in found.items()
    }
    if question.method is Method.STOP:
        return Chosen(said, NOTHING)
    return Chosen(said, {"selection": frozen.selection_data(select_in_order(*asked))})


def selection_of(content: Mapping[str, Any]) -> Selection | None:
    """Return what a run keeps of its selection; STOP keeps its rows only."""
    kept = content.get("selection")
    if kept is None:
        return None
    known = {name: kept[name] for name in Selection.__slots__}
    return frozen.selection(known)


def computation_of(content: Mapping[str, Any]) -> str | None:
    """Return the public id of the computation that made a selection, if one did."""
    made: str | None = content.get("selection", NOTHING).get("computation")
    return made


def explaining_of(session: Session, content: Mapping[str, Any]) -> Computation | None:
    """Return the computation that says what would have changed a selection, if there is one."""
    asked = content.get("selection", NOTHING).get("explaining")
    return None if asked is None else queries.computation(session, asked)


def explained(explaining: Computation | None, row: Row) -> tuple[Text, ...]:
    """Return the sentences about a file: all of them, as soon as they are there."""
    result = explaining.result if explaining is not None else None
    if result is None:
        return row.sentences
    told_later = result["explanations"][row.number]["sentences"]
    return tuple(Text.from_data(data) for data in told_later)


Towns = Mapping[str, Sequence[Organisation]]
"""Who takes part in one file, by the NIS code of today; more than one where they merged."""


def _towns(application: Application, merged: Mapping[str, str]) -> Towns:
    """Return the municipalities of a file; who refused an invitation has no part in it."""
    found: dict[str, list[Organisation]] = defaultdict(list)
    for partner in application.partners:
        town = partner.organisation
        if town.nis and partner.consent is not Consent.REFUSED:
            found[final_successor(town.nis, merged)].append(town)
    return found


def _candidate(each: Ranked, position: int, municipalities: frozenset[str]) -> Candidate:
    application = each.application
    minimum = application.feasible_minimum
    partner_regions = {p.id: p.organisation.region or "" for p in application.partners}
    regions: dict[str, int] = defaultdict(int)
    for line in application.budget_lines:
        regions[partner_regions[line.partner_id]] += line.requested.cents
    return Candidate(
        id=application.number,
        merit=each.standing.merit,
        amount_cents=each.standing.amount_cents,
        minimum_cents=None if minimum is None else minimum.cents,
        lead=application.lead.public_id,
        region_cents=dict(regions),
        municipalities=municipalities,
        order=position,
        under=each.under,
    )


def _rules(
    towns: Mapping[str, Towns],
    candidates: Sequence[Candidate],
    regulation: Regulation,
    envelope: Money,
) -> Rules:
    limits = regulation.boundaries
    bare = Rules(
        envelope_cents=envelope.cents,
        threshold=regulation.threshold or 0,
        max_projects=limits.max_projects,
        max_per_lead=limits.max_per_lead,
    )
    fundable = [each for each in candidates if is_eligible(each, bare)]
    return Rules(
        envelope_cents=bare.envelope_cents,
        threshold=bare.threshold,
        max_projects=bare.max_projects,
        max_per_lead=bare.max_per_lead,
        shared=_shared(towns) if limits.once_per_municipality else {},
        region_minimum_projects=_projects(fundable, limits),
        region_minimum_cents=_amounts(fundable, limits),
        small_municipalities=_small(towns, limits),
        minimum_small_reached=limits.small_reached or 0,
    )


def _regions(fundable: Sequence[Candidate]) -> dict[str, list[int]]:
    """Return per region what the files that can be funded ask there."""
    asked: dict[str, list[int]] = defaultdict(list)
    for each in fundable:
        for region, cents in each.region_cents.items():
            if region and cents:
                asked[region].append(cents)
    return dict(sorted(asked.items()))


def _projects(fundable: Sequence[Candidate], limits: Boundaries) -> dict[str, int]:
    least = limits.region_projects
    if least is None:
        return {}
    return {region: min(least, len(asked)) for region, asked in _regions(fundable).items()}


def _amounts(fundable: Sequence[Candidate], limits: Boundaries) -> dict[str, int]:
    least = limits.region_amount
    if least is None:
        return {}
    return {region: min(least.cents, sum(asked)) for region, asked in _regions(fundable).items()}


def _shared(towns: Mapping[str, Towns]) -> dict[str, frozenset[str]]:
    """Return the municipalities that take part in more than one file, with those files.

    A name that two of them bear gets the number of the municipality.
    """
    names: dict[str, str] = {}
    files: dict[str, set[str]] = defaultdict(set)
    for number, own in towns.items():
        for nis, town in _each(own):
            names[nis] = min(names.get(nis, town.name), town.name)
            files[nis].add(number)
    bearers = Counter(names.values())
    return {
        names[nis] if bearers[names[nis]] == 1 else f"{names[nis]} ({nis})": frozenset(own)
        for nis, own in sorted(files.items())
        if len(own) > 1
    }


def _each(towns: Towns) -> Iterator[tuple[str, Organisation]]:
    return ((nis, town) for nis, those in towns.items() for town in those)


def _small(towns: Mapping[str, Towns], limits: Boundaries) -> frozenset[str]:
    """Return the small municipalities that take part in a file.

    One that merged is as large as the largest of what takes part under its code.
    """
    below = limits.small_below or 0
    largest: dict[str, int] = defaultdict(int)
    for own in towns.values():
        for nis, town in _each(own):
            largest[nis] = max(largest[nis], town.population or below)
    return frozenset(nis for nis, people in largest.items() if people < below)
