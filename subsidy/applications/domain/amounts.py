"""Why an amount of the budget does not fit, whoever pays it."""

from collections.abc import Collection, Iterator, Sequence

from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from subsidy.core.text import Text

NO_PERIOD = Text("Fill in the first and the last day of the project first.")


def unfit_amount(amount: Money, year: int, years: Sequence[int]) -> Iterator[Text]:
    """Say what is wrong with an amount of one year. ``years``: those of the project, not empty."""
    if year not in years:
        yield Text(
            "Choose a year in which the project runs: from %(first)s to %(last)s.",
            first=str(years[0]),
            last=str(years[-1]),
        )
    if amount.cents < 0:
        yield Text("Fill in an amount above zero, or leave it empty.")


def not_paid(allowed: Collection[CostType]) -> Text:
    """Say which costs the call pays."""
    return Text(
        "Choose a cost that this call pays: %(allowed)s.",
        allowed=tuple(kind.label for kind in allowed),
    )
