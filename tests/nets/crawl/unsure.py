"""What axe could not decide: each kind was looked at by a person, who says why it is no fault.

``unsure.toml`` holds those kinds. Anything else that axe is unsure of turns the net red: mend the
page, or look at it and write down what you saw.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

MATCHES = "pairs => pairs.map(([at, where]) => document.querySelector(at)?.matches(where) ?? false)"


@dataclass(frozen=True, slots=True)
class Kind:
    """``because``: axe's own word for what stopped it; ``where``: only elements like these."""

    rule: str
    because: str
    where: str
    reason: str

    def covers(self, doubt: "Doubt") -> bool:
        return (self.rule, self.because) == (doubt.rule, doubt.because)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One element that axe leaves to a person."""

    rule: str
    because: str
    at: str
    html: str

    def __str__(self) -> str:
        return f"axe is unsure, and nobody looked: {self.rule} ({self.because}): {self.html}"


def reviewed() -> list[Kind]:
    file = Path(__file__).with_name("unsure.toml")
    return [Kind(**entry) for entry in tomllib.loads(file.read_text())["reviewed"]]


def faults(page: Page, results: dict[str, Any], known: Sequence[Kind]) -> list[str]:
    """Return what axe is unsure of on this page and what nobody has looked at."""
    doubts = [doubt for found in results["incomplete"] for doubt in _doubts(found)]
    pairs = [(doubt, kind) for doubt in doubts for kind in known if kind.covers(doubt)]
    asked = [[doubt.at, kind.where] for doubt, kind in pairs]
    met: list[bool] = page.evaluate(MATCHES, asked) if asked else []
    looked_at = {doubt for (doubt, _), is_met in zip(pairs, met, strict=True) if is_met}
    return [str(doubt) for doubt in doubts if doubt not in looked_at]


def _doubts(found: dict[str, Any]) -> Iterator[Doubt]:
    for node in found["nodes"]:
        for because in _reasons(node):
            yield Doubt(found["id"], because, str(node["target"][0]), node["html"][:200])


def _reasons(node: dict[str, Any]) -> set[str]:
    """Return what stopped axe; a check that says no more is named itself."""
    checks = [*node["any"], *node["all"], *node["none"]]
    data = [(check["id"], check.get("data")) for check in checks]
    return {_key(value) or name for name, value in data}


def _key(value: object) -> str:
    return str(value.get("messageKey") or "") if isinstance(value, dict) else ""
