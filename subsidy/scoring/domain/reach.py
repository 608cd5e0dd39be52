"""Which municipalities a selection reaches through the files that are funded."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class Reach(Labelled):
    """What a selection means for a municipality."""

    NOWHERE = "nowhere", N_("takes part in no application")
    OUT = "out", N_("takes part, without a subsidy")
    ONCE = "once", N_("takes part in one application with a subsidy")
    MORE = "more", N_("takes part in more applications with a subsidy")


@dataclass(frozen=True, slots=True)
class Reached:
    """By NIS code: in how many funded files, and in how many files at all, a municipality is."""

    funded: Mapping[str, int]
    files: Mapping[str, int]

    @classmethod
    def of(cls, taking_part: Mapping[str, Collection[str]], funded: Collection[str]) -> "Reached":
        """``taking_part``: file -> NIS codes; ``funded``: files."""
        within = Counter(nis for file in funded for nis in set(taking_part.get(file, ())))
        every = Counter(nis for codes in taking_part.values() for nis in set(codes))
        return cls(within, every)

    def kind(self, nis: str | None) -> Reach:
        number = self.funded.get(nis or "", 0)
        if number:
            return Reach.ONCE if number == 1 else Reach.MORE
        return Reach.OUT if self.files.get(nis or "", 0) else Reach.NOWHERE
