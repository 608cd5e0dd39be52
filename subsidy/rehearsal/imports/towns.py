"""The municipalities that a rehearsal can name, without a database: the facts that ship."""

from collections.abc import Mapping
from dataclasses import dataclass

from subsidy.core.text import Text
from subsidy.documents.reading import Row
from subsidy.organisations.domain.reference import MunicipalityFacts, read
from subsidy.organisations.service import packaged


@dataclass(frozen=True, slots=True)
class Towns:
    """``words``: what can be written -> NIS code; ``successors``: code -> code after a merger.

    ``borders``: the pairs of codes that lie side by side.
    """

    by_nis: Mapping[str, MunicipalityFacts]
    words: Mapping[str, str]
    indicators: Mapping[str, Mapping[str, int]]
    successors: Mapping[str, str]
    borders: frozenset[frozenset[str]]

    @classmethod
    def packaged(cls) -> "Towns":
        facts = read(packaged())
        by_nis = {each.nis: each for each in facts.municipalities}
        indicators: dict[str, dict[str, int]] = {nis: {} for nis in by_nis}
        for (nis, key), value in facts.indicators.items():
            indicators[nis][key.value] = value
        return cls(
            by_nis=by_nis,
            words={
                **{each.name.casefold(): nis for nis, each in by_nis.items()},
                **{nis: nis for nis in by_nis},
            },
            indicators=indicators,
            successors={each.predecessor_nis: each.successor_nis for each in facts.successions},
            borders=frozenset(frozenset(pair) for pair in facts.neighbours),
        )

    def name(self, nis: str) -> str:
        return self.by_nis[nis].name

    def read(self, row: Row, heading: str) -> str:
        """Return the NIS code that a cell names; nothing, with a fault, when it names none."""
        written = row.text(heading)
        nis = self.words.get(written.casefold(), "")
        if written and not nis:
            unknown = Text(
                "There is no municipality “%(name)s” in Flanders. Write its name or its NIS code.",
                name=written,
            )
            row.fault(heading, unknown)
        return nis
