"""A variant of a selection: what is tried out, and where its outcome differs; it never decides."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from subsidy.calls.domain.criteria import shown_percent
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.scoring.domain.marks import WHOLE
from subsidy.scoring.domain.rank_order import FUNDED, Outcome

MOST_MONEY = Money(10**12)
MOST_PROJECTS = 10_000
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """By which rules the files are selected once more.

    ``threshold``: the least merit (hundredths), None: no threshold; ``max_projects``,
    ``max_per_lead``: None is no limit; ``weights``: basis points per criterion, in the order of the
    regulation; ``without``: the label of the juror whose marks are left out, or NOBODY.
    """

    envelope: Money
    threshold: int | None
    max_projects: int | None
    max_per_lead: int | None
    weights: Mapping[str, int]
    without: str = NOBODY

    def to_data(self) -> dict[str, Any]:
        return {
            "envelope": self.envelope.cents,
            "threshold": self.threshold,
            "max_projects": self.max_projects,
            "max_per_lead": self.max_per_lead,
            "weights": dict(self.weights),
            "without": self.without,
        }


def weight_place(key: str) -> str:
    """Return the name of the field of the weight of a criterion."""
    return f"weight-{key}"


def faults(wish: Wish, jurors: Collection[str]) -> list[Refusal]:
    """Say everything that is wrong with what was typed, place by place.

    ``jurors``: the labels of the jurors on whose marks the selection rests.
    """
    found = []
    if not Money(0) < wish.envelope <= MOST_MONEY:
        text = Text("Fill in an amount above zero, and at most %(most)s.", most=MOST_MONEY)
        found.append(Refusal(text, "envelope"))
    if wish.threshold is not None and wish.threshold > WHOLE:
        found.append(Refusal(Text("Fill in at most 100 points."), "threshold"))
    if sum(wish.weights.values()) != WHOLE:
        text = Text(
            "The weights are %(total)s %% together. Make that 100 %%.",
            total=shown_percent(sum(wish.weights.values())),
        )
        found.append(Refusal(text, weight_place(next(iter(wish.weights), ""))))
    if wish.without and wish.without not in jurors:
        found.append(Refusal(Text("Choose a juror of this selection, or nobody."), "without"))
    return found


def without_marks(jurors: Mapping[str, int]) -> list[Refusal]:
    """Refuse to leave a juror out when a file then has no marks at all.

    ``jurors``: file number -> how many jurors' marks are left.
    """
    empty = tuple(sorted(number for number, left in jurors.items() if not left))
    if not empty:
        return []
    text = Text("Without this juror nobody scored %(numbers)s. Choose another.", numbers=empty)
    return [Refusal(text, "without")]


class Change(Labelled):
    """How the outcome of one file differs in the variant."""

    ENTERS = "enters", N_("comes in"), "green"
    LEAVES = "leaves", N_("falls out"), "red"
    AMOUNT = "amount", N_("other amount"), "yellow"
    SAME = "same", N_("the same"), "grey"


@dataclass(frozen=True, slots=True)
class Side:
    """The place of one file in one of the two. ``merit`` in hundredths."""

    rank: int
    merit: int
    outcome: Outcome
    awarded: Money

    @property
    def is_funded(self) -> bool:
        return self.outcome in FUNDED


@dataclass(frozen=True, slots=True)
class Compared:
    """One file in the selection and in the variant; ``sentences``: what decided in the variant."""

    number: str
    title: str
    lead: str
    before: Side
    after: Side
    sentences: tuple[Text, ...] = ()

    @property
    def change(self) -> Change:
        if self.before.is_funded != self.after.is_funded:
            return Change.ENTERS if self.after.is_funded else Change.LEAVES
        return Change.SAME if self.before.awarded == self.after.awarded else Change.AMOUNT


@dataclass(frozen=True, slots=True)
class Sum:
    """What one of the two amounts to. ``merit``: of the funded files together, in hundredths."""

    funded: int
    spent: Money
    left: Money
    merit: int


def sum_of(sides: Iterable[Side], envelope: Money) -> Sum:
    funded = [each for each in sides if each.is_funded]
    spent = Money.total(each.awarded for each in funded)
    return Sum(len(funded), spent, envelope - spent, sum(each.merit for each in funded))


def different(rows: Sequence[Compared]) -> tuple[Compared, ...]:
    """Return the files with another outcome in the variant, in its rank order."""
    return tuple(row for row in rows if row.change is not Change.SAME)
