"""What rules share that ask for at least so many of a code list."""

from collections.abc import Sequence

from subsidy.calls.domain.rules.awaiting import met_if
from subsidy.calls.domain.rules.base import Outcome, Verdict


def at_least_so_many(chosen: Sequence[str], needed: int) -> Verdict:
    """Judge a list of which each code counts once; an empty list is a part that is empty."""
    return at_least(len(set(chosen)), needed)


def at_least(have: int, needed: int) -> Verdict:
    """Judge a number; nothing at all is a part that is empty."""
    return Verdict(
        outcome=met_if(have >= needed) if have else Outcome.UNKNOWN,
        facts={"n": have, "needed": needed},
    )
