"""What is computed apart from any page: its kinds, its states, and what one answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class Kind(Labelled):
    """What is computed; its value is the name of the module in ``subsidy/scoring/jobs``."""

    ASSIGNING = "assigning", N_("assignment of files to jurors")
    EXPLAINING = "explaining", N_("explanations of the selection")
    RESERVING = "reserving", N_("reserve list")
    SELECTING = "selecting", N_("selection")
    STATISTICS = "statistics", N_("statistics of the jury")


class State(Labelled):
    """Where a computation is."""

    WAITING = "waiting", N_("waits for its turn"), "yellow"
    RUNNING = "running", N_("in progress"), "blue"
    DONE = "done", N_("ready"), "green"
    REFUSED = "refused", N_("did not work out"), "red"


ENDED = (State.DONE, State.REFUSED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a computation answers, and with which versions of Python and of the solvers."""

    result: Mapping[str, Any]
    versions: Mapping[str, str]


def canonical(data: object) -> str:
    """Return the one JSON of data: keys in order, no spaces. Raises ValueError for NaN."""
    return json.dumps(
        data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(data: object) -> str:
    """Return the SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()
