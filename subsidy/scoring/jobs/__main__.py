"""`python -m subsidy.scoring.jobs KIND`: one JSON in, lines of progress and one answer out.

Each line that goes out is JSON: ``{"progress": [done, of]}`` any number of times, then one
``{"result": ..., "versions": ...}`` or ``{"refused": [{"text": ..., "place": ...}]}``.
A kind is a module with ``run(data, tell)``: plain JSON in and out, ``tell(done, of)`` at will.
"""

import json
import os
import platform
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Any, TextIO

from subsidy.core.errors import RefusedError
from subsidy.scoring.domain.computing import Kind, canonical

SOLVERS = ("numpy", "ortools", "scipy")


def main(kind: Kind) -> None:
    out = _only_ours()

    def say(line: object) -> None:
        out.write(f"{canonical(line)}\n")
        out.flush()

    def tell(done: int, of: int) -> None:
        say({"progress": [done, of]})

    module: Any = import_module(f"subsidy.scoring.jobs.{kind.value}")  # only what this kind needs
    try:
        say({"result": module.run(json.load(sys.stdin), tell), "versions": _versions()})
    except RefusedError as error:
        refused = [{"text": one.text.to_data(), "place": one.place} for one in error.refusals]
        say({"refused": refused})


def _only_ours() -> TextIO:
    """Return what reaches the parent; what a solver prints goes where errors go."""
    ours = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(ours, "w", encoding="utf-8")


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in SOLVERS}}


if __name__ == "__main__":
    main(Kind(sys.argv[1]))
