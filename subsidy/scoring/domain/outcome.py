"""The frozen outcome of one selection: every file with its rank, its result and its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.scoring.domain.rank_order import FUNDED, Outcome


@dataclass(frozen=True, slots=True)
class Row:
    """One file. ``merit``, ``means`` and ``points_short`` in hundredths."""

    application: str
    number: str
    title: str
    lead: str
    rank: int
    merit: int
    means: Mapping[str, int]
    asked: Money
    awarded: Money
    outcome: Outcome
    tie: Text
    sentences: tuple[Text, ...]
    points_short: int | None
    fitting: Money | None

    @property
    def is_funded(self) -> bool:
        return self.outcome in FUNDED

    def to_data(self) -> dict[str, Any]:
        return {
            "application": self.application,
            "number": self.number,
            "title": self.title,
            "lead": self.lead,
            "rank": self.rank,
            "merit": self.merit,
            "means": dict(self.means),
            "asked": self.asked.cents,
            "awarded": self.awarded.cents,
            "outcome": self.outcome.value,
            "tie": self.tie.to_data(),
            "sentences": [sentence.to_data() for sentence in self.sentences],
            "points_short": self.points_short,
            "fitting": None if self.fitting is None else self.fitting.cents,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Row":
        return cls(
            **{
                **data,
                "asked": Money(data["asked"]),
                "awarded": Money(data["awarded"]),
                "outcome": Outcome(data["outcome"]),
                "tie": Text.from_data(data["tie"]),
                "sentences": tuple(Text.from_data(each) for each in data["sentences"]),
                "fitting": None if data["fitting"] is None else Money(data["fitting"]),
            }
        )
