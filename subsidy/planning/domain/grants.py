"""The register of subsidies: what municipalities already receive, from this agency or another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.planning.domain.codes import Aim

LONGEST_TITLE, LONGEST_FUNDER = 200, 160


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """What an officer types of a subsidy that a municipality receives. ``amount``: if known."""

    title: str
    funder: str
    aims: tuple[Aim, ...]
    first_day: date
    last_day: date
    amount: Money | None = None


def grant_faults(new: NewGrant) -> Iterator[Refusal]:
    """Say why this cannot be in the register, all reasons at once."""
    if not new.aims:
        yield Refusal(Text("Choose at least one action that it pays for."), "aims")
    if new.last_day < new.first_day:
        yield Refusal(Text("Choose a last day after the first day."), "last_day")
    if new.amount is not None and new.amount.cents <= 0:
        yield Refusal(Text("Fill in an amount above zero, or leave it empty."), "amount")
