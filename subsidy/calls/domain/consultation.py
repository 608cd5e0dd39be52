"""A draft call before local authorities: what they can say, and what the agency must answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from subsidy.core.clock import is_open
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text

LONGEST = 2000


class Topic(Labelled):
    """A part of the draft on which one can comment."""

    AIM = "doel", N_("Aim, background and dates")
    MONEY = "geld", N_("Money and period")
    RULES = "regels", N_("Conditions")
    CRITERIA = "criteria", N_("Award criteria")
    ASSESSMENT = "beoordeling", N_("Assessment, payment, continuity")
    OTHER = "ander", N_("Something else")


class Expectation(Labelled):
    """What a municipality will have to do itself, if it takes part."""

    VOLUNTEERS = "vrijwilligers", N_("Find and guide volunteers")
    CONTINUING = "voortzetten", N_("Pay the cost after the subsidy")
    PASSING_ON = "doorgeven", N_("Pass on what was made to others")


class Feasible(Labelled):
    """Whether a local authority can do what is expected."""

    YES = "haalbaar", N_("feasible"), "green"
    NO = "niet_haalbaar", N_("not feasible"), "red"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What one organisation says on one subject. ``feasible``: of an expectation only."""

    text: str = ""
    feasible: Feasible | None = None

    @property
    def asks_an_answer(self) -> bool:
        return bool(self.text)


Reactions = Mapping[str, Reaction]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsultation:
    """What an officer types. ``expectations``: by value, what the draft expects in words."""

    opens_at: datetime
    closes_at: datetime
    introduction: str
    expectations: Mapping[str, str]


def start_faults(new: NewConsultation, now: datetime) -> Iterator[Refusal]:
    """Return why nobody could react in this period."""
    if new.opens_at >= new.closes_at:
        text = Text("The consultation begins on %(at)s. Choose a later end.", at=new.opens_at)
        yield Refusal(text, "closes_at")
    elif new.closes_at <= now:
        text = Text("The consultation ends on %(at)s. Choose a later moment.", at=new.closes_at)
        yield Refusal(text, "closes_at")


def reaction_faults(reactions: Reactions) -> Iterator[Refusal]:
    """Return why these reactions cannot be kept: “not feasible” has a reason."""
    if not reactions:
        yield Refusal(Text("Comment on at least one part, or judge one expectation."))
    for subject, reaction in reactions.items():
        if reaction.feasible is Feasible.NO and not reaction.text:
            yield Refusal(Text("Write why this is not feasible."), f"{subject}_waarom")


def closed(opens_at: datetime, closes_at: datetime, now: datetime) -> Iterator[Refusal]:
    """Return why nobody can react at this instant."""
    if is_open(opens_at, closes_at, now):
        return
    if now < opens_at:
        yield Refusal(Text("You can react from %(at)s.", at=opens_at))
    else:
        yield Refusal(Text("The consultation ended on %(at)s.", at=closes_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one organisation said, with what the agency answered.

    ``speaks_for``: the members that let this association answer, by name; ``local``: whether it
    is a local authority that speaks for itself.
    """

    name: str
    local: bool
    reactions: Reactions
    answers: Mapping[str, str]
    speaks_for: tuple[str, ...] = ()

    @property
    def unanswered(self) -> tuple[str, ...]:
        return tuple(
            subject
            for subject, reaction in self.reactions.items()
            if reaction.asks_an_answer and not self.answers.get(subject, "").strip()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """Everything that publishing the reaction report depends on."""

    now: datetime
    closes_at: datetime
    everybody: Sequence[Said]
    report: str
    is_reported: bool = False


def report_faults(facts: ReportFacts) -> Iterator[Refusal]:
    """Return what stands between a consultation and its report, all at once."""
    if facts.is_reported:
        yield Refusal(Text("The reaction report is published already."))
    if facts.now < facts.closes_at:
        text = Text("Local authorities can react until %(at)s. Publish then.", at=facts.closes_at)
        yield Refusal(text)
    for said in facts.everybody:
        if said.unanswered:
            yield Refusal(Text("Answer first what %(name)s wrote on each subject.", name=said.name))
    if not facts.report.strip():
        yield Refusal(Text("Write what the agency does with the reactions."), "report")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who thinks that one expectation is feasible, and who does not: each authority once."""

    expectation: Expectation
    text: str
    feasible: tuple[str, ...]
    infeasible: tuple[str, ...]


def verdicts(expected: Mapping[str, str], everybody: Sequence[Said]) -> tuple[Verdict, ...]:
    """Count each local authority once: its own judgement goes before that of an association."""
    return tuple(
        _verdict(expectation, expected[expectation.value], everybody)
        for expectation in Expectation
        if expected.get(expectation.value)
    )


def _verdict(expectation: Expectation, text: str, everybody: Sequence[Said]) -> Verdict:
    judged: dict[str, Feasible] = {}
    for said in sorted(everybody, key=lambda each: each.local):  # own judgements overwrite
        reaction = said.reactions.get(expectation.value)
        if reaction is None or reaction.feasible is None:
            continue
        for name in (said.name,) if said.local else said.speaks_for:
            judged[name] = reaction.feasible
    names = sorted(judged, key=str.casefold)
    return Verdict(
        expectation,
        text,
        tuple(name for name in names if judged[name] is Feasible.YES),
        tuple(name for name in names if judged[name] is Feasible.NO),
    )


def label_of(subject: str) -> Labelled:
    """Return what a person calls a subject of a reaction."""
    known: dict[str, Labelled] = {each.value: each for each in (*Topic, *Expectation)}
    return known[subject]
