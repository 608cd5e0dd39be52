"""A thousand files in the hands of two hundred jurors; in a process of its own, for its memory."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from subsidy.scoring.domain.assignment import Assignment, Mode, Options, assign
from subsidy.scoring.domain.review_graph import strength
from tools.bench.lab import Lab

JURORS_PER_FILE = 4
CONFLICTS = 0.076
ONE_ROUND = Options(rounds=1)


def measure(lab: Lab) -> dict[str, Any]:
    files, jurors = lab.effort.panel
    command = [sys.executable, "-m", "tools.bench.assigning", str(files), str(jurors)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _measured(files: int, jurors: int) -> Mapping[str, float]:
    """Return seconds per kind of assignment, of a panel that is drawn from a seed."""
    rng = np.random.default_rng(1)
    affinity, conflicts = rng.beta(2, 5, (jurors, files)), rng.random((jurors, files)) < CONFLICTS
    mean = JURORS_PER_FILE * files // jurors
    shared = Options(organisations=[f"O{juror * 7 // 20}" for juror in range(jurors)])

    def assigned(mode: Mode, options: Options) -> Assignment:
        demand = np.full(files, JURORS_PER_FILE)
        loads = np.full(jurors, mean * 3 // 4), np.full(jurors, mean * 5 // 4 + 1)
        return assign(affinity, conflicts, demand, *loads, mode, options=options)

    pairs = assigned(Mode.TOTAL, Options()).pairs
    return {
        "files": files,
        "jurors": jurors,
        "total": _seconds(lambda: assigned(Mode.TOTAL, Options())),
        "balanced": _seconds(lambda: assigned(Mode.BALANCED, Options())),
        "organisations": _seconds(lambda: assigned(Mode.TOTAL, shared)),
        "fair": _seconds(lambda: assigned(Mode.FAIR, ONE_ROUND)),
        "strength": _seconds(lambda: strength(pairs, jurors, files)),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(_measured(*map(int, sys.argv[1:]))))  # noqa: T201 - what the parent reads
