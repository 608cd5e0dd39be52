"""What the marks of a large jury say: severity by REML and draws of ranks, in their own process."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from subsidy.scoring.domain.calibration import fit
from subsidy.scoring.domain.ranking import Asked, ranks
from subsidy.scoring.domain.variance_draws import Prior
from tests.support.jury_worlds import Size, world
from tools.bench.lab import Lab

DRAWS = 10_000
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # as the application computes


def measure(lab: Lab) -> dict[str, Any]:
    files, jurors = lab.effort.panel
    command = [sys.executable, "-m", "tools.bench.marking", str(files), str(jurors)]
    done = subprocess.run(  # noqa: S603 - ours
        command, capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD}
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _measured(files: int, jurors: int) -> Mapping[str, float]:
    scores = world(1, 0.6, Size(files, jurors)).scores
    began = time.perf_counter()
    fit(scores)
    fitted = time.perf_counter()
    ranks(scores, Asked(seed=1, prior=Prior(5.0), top=max(files // 10, 1), draws=DRAWS))
    return {
        "files": files,
        "jurors": jurors,
        "draws": DRAWS,
        "reml": fitted - began,
        "ranks": time.perf_counter() - fitted,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(_measured(*map(int, sys.argv[1:]))))  # noqa: T201 - what the parent reads
