"""Who pays the rest: what a partner puts in itself, and what others pay, beside the subsidy.

What is asked stands in the budget of the whole file. Each partner fills in its own rest on a page
of its own, so that two partners never write over each other.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from subsidy.applications.domain.amounts import NO_PERIOD, not_paid, unfit_amount
from subsidy.calls.domain.regulation import CostType
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text

FUNDING = "funding"  # before the identifier of a partner, in the key of a part
LONGEST_NOTE = 300
NOTHING = Money(0)


class Payer(Labelled):
    """Who pays a cost; the order is that of the pages."""

    REQUESTED = "requested", N_("Requested")
    OWN = "own", N_("Own contribution")
    OTHER = "other", N_("Other funding")


RESTS = (Payer.OWN, Payer.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What is paid beside the subsidy for one cost type in one year, in cents of zero or more."""

    cost_type: CostType
    year: int
    own: Money = NOTHING
    other: Money = NOTHING

    def of(self, payer: Payer) -> Money:
        return self.own if payer is Payer.OWN else self.other


@dataclass(frozen=True, slots=True)
class Note:
    """What a cost is for, in the words of the partner."""

    cost_type: CostType
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """The rest of one partner. ``other_source``: who the others are; only known once saved."""

    partner_id: str
    amounts: tuple[Amount, ...] = ()
    notes: tuple[Note, ...] = ()
    other_source: str = ""

    @property
    def own(self) -> Money:
        return Money.total(amount.own for amount in self.amounts)

    @property
    def other(self) -> Money:
        return Money.total(amount.other for amount in self.amounts)

    def amount(self, payer: Payer, cost_type: CostType, year: int) -> Money:
        same = (a for a in self.amounts if (a.cost_type, a.year) == (cost_type, year))
        return Money.total(amount.of(payer) for amount in same)

    def note(self, cost_type: CostType) -> str:
        return next((note.text for note in self.notes if note.cost_type is cost_type), "")

    @property
    def signed(self) -> list[list[str | int]]:
        """The amounts that the partner commits to, always in the same order; zeros are none."""
        return sorted(
            [amount.cost_type.value, amount.year, amount.own.cents, amount.other.cents]
            for amount in self.amounts
            if amount.own or amount.other
        )


def place(payer: Payer, cost_type: CostType, year: int) -> str:
    """Return the name of the field of one amount."""
    return f"{payer.value}-{cost_type.value}-{year}"


def note_place(cost_type: CostType) -> str:
    return f"note-{cost_type.value}"


def unfit(
    funding: Funding, years: Sequence[int], cost_types: Collection[CostType]
) -> list[Refusal]:
    """Say what is wrong with what was typed; what is still empty is no fault."""
    if not years:
        return [Refusal(NO_PERIOD)]
    faults = [fault for one in funding.amounts for fault in _unfit(one, years, cost_types)]
    long = Text("Use at most %(limit)s characters.", limit=LONGEST_NOTE)
    faults += [
        Refusal(long, note_place(note.cost_type))
        for note in funding.notes
        if len(note.text) > LONGEST_NOTE
    ]
    if len(funding.other_source) > LONGEST_NOTE:
        faults.append(Refusal(long, "other_source"))
    return faults


def _unfit(
    one: Amount, years: Sequence[int], cost_types: Collection[CostType]
) -> Iterator[Refusal]:
    for payer in RESTS:
        amount, where = one.of(payer), place(payer, one.cost_type, one.year)
        if amount:
            yield from (Refusal(text, where) for text in unfit_amount(amount, one.year, years))
        if amount and one.cost_type not in cost_types:
            yield Refusal(not_paid(cost_types), where)


SOURCE_LABEL = N_("Who pays the other funding?")


def label(payer: Payer, cost_type: CostType, year: int) -> Text:
    return Text(
        "%(payer)s, %(cost)s, %(year)s",
        payer=payer.label,
        cost=cost_type.label,
        year=str(year),
    )


def note_label(cost_type: CostType) -> Text:
    return Text("What are the %(cost)s for?", cost=cost_type.label)


# Who pays what ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Payment:
    """What one partner, or all of them together, costs and who pays that."""

    name: str
    partner_id: str = ""
    requested: Money = NOTHING
    own: Money = NOTHING
    other: Money = NOTHING

    @property
    def cost(self) -> Money:
        return self.requested + self.own + self.other


def together(payments: Sequence[Payment]) -> Payment:
    """Return the sums of what all partners cost."""
    return Payment(
        "",
        requested=Money.total(one.requested for one in payments),
        own=Money.total(one.own for one in payments),
        other=Money.total(one.other for one in payments),
    )


def share(part: Money, whole: Money) -> int:
    """Return a part in basis points, rounded down; nothing of nothing is nothing."""
    return part.cents * 10_000 // whole.cents if whole else 0
