"""A deviation from the selection: one file, other money, a reason, and two people.

It lies beside the frozen selection and changes nothing in it. Only a confirmed one counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.core.two_people import two_people
from subsidy.policy import Action
from subsidy.scoring.domain.computing import digest
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.domain.rank_order import Outcome

DEVIATION_LIFECYCLE = two_people(
    Action.CONFIRM_DEVIATION,
    Action.DROP_DEVIATION,
    Text("You proposed this deviation. Ask a colleague to confirm it."),
)


@dataclass(frozen=True, slots=True)
class Deviation:
    """Other money for one file. ``amount``: zero is no subsidy; applicants read the ``reason``."""

    number: str
    amount: Money
    reason: str

    @property
    def sentence(self) -> Text:
        """Say it beside what the selection says."""
        if not self.amount:
            return Text(
                "The decision deviates from the selection: no subsidy. The reason: %(reason)s",
                reason=self.reason,
            )
        return Text(
            "The decision deviates from the selection: %(amount)s. The reason: %(reason)s",
            amount=self.amount,
            reason=self.reason,
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a file can be awarded. ``minimum``: None is all or nothing."""

    asked: Money
    minimum: Money | None

    def allow(self, amount: Money) -> bool:
        least = self.asked if self.minimum is None else self.minimum
        return not amount or least <= amount <= self.asked


def digest_of(selection: str, deviation: Deviation) -> str:
    """Return the hash of a deviation from the selection with hash ``selection``."""
    return digest(
        {
            "selection": selection,
            "number": deviation.number,
            "amount": deviation.amount.cents,
            "reason": deviation.reason,
        }
    )


def in_force(selection: str, digests: Iterable[str]) -> str:
    """Return the hash of a selection with its confirmed deviations; without any, its own."""
    confirmed = sorted(digests)
    return digest({"selection": selection, "deviations": confirmed}) if confirmed else selection


def decided(row: Row, deviation: Deviation | None) -> Row:
    """Return the row as it will be decided, with the deviation said after the selection."""
    if deviation is None:
        return row
    full = deviation.amount == row.asked
    given = Outcome.FUNDED if full else Outcome.PARTIAL
    return replace(
        row,
        awarded=deviation.amount,
        outcome=given if deviation.amount else Outcome.SET_ASIDE,
        sentences=(*row.sentences, deviation.sentence),
    )


def why(sentences: Sequence[Text], deviation: Deviation | None) -> Sequence[Text]:
    """Return what decided on a file, with the deviation after what the selection says."""
    return sentences if deviation is None else (*sentences, deviation.sentence)


def all_decided(rows: Iterable[Row], confirmed: Mapping[str, Deviation]) -> tuple[Row, ...]:
    """Return every row as it will be decided. ``confirmed``: file number -> its deviation."""
    return tuple(decided(row, confirmed.get(row.number)) for row in rows)


def spent(rows: Iterable[Row], others: Mapping[str, Money]) -> Money:
    """Return what is awarded in all. ``others``: file number -> amount after a deviation."""
    return Money.total(others.get(row.number, row.awarded) for row in rows)


def faults(row: Row, bounds: Bounds, amount: Money) -> list[Refusal]:
    """Say why a file cannot be awarded this amount instead of what the selection gives."""
    if amount == row.awarded:
        text = Text("The selection already gives this amount. Choose another.")
        return [Refusal(text, "amount")]
    if bounds.allow(amount):
        return []
    if bounds.minimum is None:
        text = Text(
            "This application names no amount with which it can do less. Fill in %(asked)s or 0.",
            asked=bounds.asked,
        )
    else:
        text = Text(
            "Fill in an amount from %(least)s to %(asked)s, or 0 for no subsidy.",
            least=bounds.minimum,
            asked=bounds.asked,
        )
    return [Refusal(text, "amount")]


def over(envelope: Money, total: Money) -> list[Refusal]:
    """Keep the envelope, to the cent."""
    if total <= envelope:
        return []
    text = Text(
        "This awards %(more)s more than the envelope of %(envelope)s. "
        "First give another file less, and have that confirmed.",
        more=total - envelope,
        envelope=envelope,
    )
    return [Refusal(text, "amount")]
