"""What comes into the slice of rounds from files: the rounds that ship as a beginning."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from subsidy.allocation.domain.key import Component, Key
from subsidy.allocation.domain.key import faults as key_faults
from subsidy.allocation.queries import INDICATORS
from subsidy.calls.domain.reading import Table, one_of, short, whole
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text

ROUNDS = Path(__file__).parent / "data" / "rounds"
NAME_LENGTH, TEXT_LENGTH = 120, 3000
WHOLE = 100
BASIS_POINTS = 100  # in a percentage


@dataclass(frozen=True, slots=True)
class RoundTemplate:
    """A round to begin with: its texts and its key. An officer fills in dates and amounts."""

    key: str
    name: str
    aim: str
    continuity_statement: str
    components: tuple[tuple[str, int], ...]

    @property
    def values(self) -> Mapping[str, Any]:
        """Return what stands in the fields of a new round at first."""
        rows = [{"indicator": name, "weight": weight} for name, weight in self.components]
        return {
            "aim": self.aim,
            "continuity_statement": self.continuity_statement,
            "components": rows,
        }


@cache
def round_templates() -> Mapping[str, RoundTemplate]:
    """Return the rounds that ship, by key. Raises RefusedError for a file that is not right."""
    found = map(read_round_template, sorted(ROUNDS.glob("*.toml")))
    return {template.key: template for template in found}


def read_round_template(path: Path) -> RoundTemplate:
    """Read one template. Raises RefusedError with every fault: the file, and where in it."""
    faults: list[Refusal] = []
    table = Table(_toml(path), "", faults)
    template = RoundTemplate(
        key=path.stem,
        name=table.value("naam", short(NAME_LENGTH), ""),
        aim=table.value("doel", short(TEXT_LENGTH), ""),
        continuity_statement=table.value("verwachting", short(TEXT_LENGTH), ""),
        components=tuple(_component(each) for each in table.tables("verdeelsleutel")),
    )
    table.done()
    key = Key(tuple(Component(*each) for each in template.components), 0, None)
    faults += [replace(each, place="verdeelsleutel") for each in key_faults(key, INDICATORS)]
    refuse_if(replace(each, place=f"{path.name}: {each.place}") for each in faults)
    return template


def _component(table: Table) -> tuple[str, int]:
    indicator = table.value("indicator", one_of({key: key for key in INDICATORS}), "")
    weight = table.value("aandeel", whole(1, WHOLE), 0)
    table.done()
    return indicator, weight * BASIS_POINTS


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        text = Text("This file is not TOML: %(reason)s", reason=str(error))
        raise refuse(text, path.name) from error
