"""Start pages: for whom they are, what waits for somebody, and how long there is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text
from subsidy.policy import AGENCY, Action, Actor, Role, allows

FAR = datetime.max.replace(tzinfo=UTC)


class Audience(StrEnum):
    """Kinds of people; somebody may be of several kinds."""

    VISITOR = "visitor"
    AGENCY = "agency"
    APPLICANT = "applicant"
    JUROR = "juror"


def audiences(actor: Actor | None) -> frozenset[Audience]:
    """Return what somebody is; who signed in without any right sees what a visitor sees."""
    if actor is None:
        return frozenset({Audience.VISITOR})
    found = set()
    if not actor.roles.isdisjoint(AGENCY):
        found.add(Audience.AGENCY)
    if not actor.roles.isdisjoint((Role.JUROR, Role.JURY_CHAIR)):
        found.add(Audience.JUROR)
    if actor.mandates:
        found.add(Audience.APPLICANT)
    return frozenset(found or {Audience.VISITOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation: for whom, and which right opens the page behind it."""

    endpoint: str
    label: str
    audiences: frozenset[Audience]
    action: Action | None = None

    def is_for(self, actor: Actor | None) -> bool:
        if self.audiences.isdisjoint(audiences(actor)):
            return False
        return self.action is None or allows(actor, self.action)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits for a person: a verb, the object, until when, and where to do it.

    ``endpoint`` and ``values`` name a page; only a view can turn them into an address.
    """

    verb: Text
    object: Text | str
    endpoint: str
    values: Mapping[str, str] = field(default_factory=dict)
    deadline: datetime | None = None
    tag: Labelled | None = None


def most_urgent_first(tasks: Iterable[Task]) -> Sequence[Task]:
    """Order tasks by deadline; what has none comes last, in the order in which it was found."""
    return sorted(tasks, key=lambda task: (task.deadline is None, task.deadline or FAR))


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDesk:
    """How far a closed call is, in numbers: what the agency must do next follows from them."""

    unjudged: int
    admissible: int
    reviews: int
    scored: int
    selections: int
    undecided: int


class Step(Labelled):
    """The next act of a case officer on a closed call; the value names the page."""

    JUDGE = "applications.admissibility", N_("Judge the admissibility")
    ASSIGN = "scoring.panel", N_("Assign the files to the jury")
    SELECT = "scoring.ranking", N_("Make the selection")
    PREPARE = "awards.desk", N_("Prepare the decisions")


def next_step(desk: CallDesk) -> Step | None:
    """Return what is next on a closed call; None when nothing waits for a case officer."""
    if desk.unjudged:
        return Step.JUDGE
    if desk.selections or not desk.admissible:
        return Step.PREPARE if desk.undecided else None
    if not desk.reviews:
        return Step.ASSIGN
    return Step.SELECT if desk.scored == desk.reviews else None
