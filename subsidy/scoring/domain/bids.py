"""What a juror wants to judge, said before the files are divided; a fifth of how well both suit."""

from collections.abc import Mapping
from types import MappingProxyType

from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class Bid(Labelled):
    """How gladly a juror judges a file."""

    EAGER = "eager", N_("gladly")
    WILLING = "willing", N_("fine with me")
    UNWILLING = "unwilling", N_("rather not")
    NO = "no", N_("no")


HUNDREDTHS: Mapping[Bid, int] = MappingProxyType(
    {Bid.EAGER: 100, Bid.WILLING: 75, Bid.UNWILLING: 25, Bid.NO: 0}
)
"""How much a bid weighs, 0-100, evenly about the 50 of who says nothing."""
