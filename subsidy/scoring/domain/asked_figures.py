"""What the statistics of a jury are asked of, as plain JSON and back; no order leaves a trace."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """The marks of one juror (a label, never a name) for one file (a number).

    ``thousandths`` of a point, 0-100,000; ``marks``: criterion key -> 0-10.
    """

    file: str
    juror: str
    thousandths: int
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RankedFile:
    """A file at its place in the ranking that counts. ``merit`` in hundredths."""

    number: str
    rank: int
    merit: int
    amount_cents: int
    minimum_cents: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """All that the statistics look at.

    ``threshold`` in hundredths; ``skips``: the rule passes
    over what does not fit; ``seed``: the published one, of which all chance follows.
    """

    sheets: tuple[Sheet, ...]
    files: tuple[RankedFile, ...]
    envelope_cents: int
    threshold: int
    skips: bool
    seed: str

    def to_data(self) -> dict[str, Any]:
        sheets = sorted(self.sheets, key=lambda each: (each.file, each.juror))
        files = sorted(self.files, key=lambda each: each.number)
        return {
            "sheets": [{**asdict(each), "marks": dict(each.marks)} for each in sheets],
            "files": [asdict(each) for each in files],
            "envelope_cents": self.envelope_cents,
            "threshold": self.threshold,
            "skips": self.skips,
            "seed": self.seed,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Question":
        return cls(
            **{
                **data,
                "sheets": tuple(Sheet(**each) for each in data["sheets"]),
                "files": tuple(RankedFile(**each) for each in data["files"]),
            }
        )
