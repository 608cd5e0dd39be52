"""Five hundred files, seventy projects, minimums in fifteen regions; in a process of its own."""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from subsidy.scoring.domain.computing import Kind
from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.frozen import question_data
from subsidy.scoring.domain.selection import Method, reasons
from subsidy.scoring.jobs.explaining import PROCESSES
from subsidy.scoring.service import child
from tools.bench.lab import Lab

REGIONS, TOWNS, SMALL, MOST_PROJECTS = 15, 300, 150, 70
SEED = "lotgetal"
EVERY = 20  # of the files that are out, one in so many is explained


def measure(lab: Lab) -> dict[str, Any]:
    command = [sys.executable, "-m", "tools.bench.selecting", str(lab.effort.selected)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def drawn(files: int) -> tuple[list[Candidate], Rules]:
    """Return invented files that ask about eleven times the envelope, and rules for them."""
    chance = random.Random(1)  # noqa: S311 - invented files
    towns = [f"T{n:03}" for n in range(TOWNS)]
    rules = Rules(
        envelope_cents=3_000_000 * files,
        threshold=5_000,
        max_projects=MOST_PROJECTS,
        max_per_lead=2,
        region_minimum_projects={f"R{n:02}": files // 250 for n in range(REGIONS)},
        small_municipalities=frozenset(towns[:SMALL]),
        minimum_small_reached=min(60, files // 5),
    )
    return [_file(chance, number, towns) for number in range(files)], rules


def _file(chance: random.Random, number: int, towns: list[str]) -> Candidate:
    amount = max(5_000_000, min(int(chance.lognormvariate(17.2, 0.65)), 120_000_000))
    there = chance.sample(range(REGIONS), chance.choice([1, 1, 1, 2, 2, 3]))
    cuts = [0, *sorted(chance.randrange(amount) for _ in there[1:]), amount]
    return Candidate(
        id=f"F{number:04}",
        merit=max(0, min(10_000, int(chance.gauss(7_000, 1_200)))),
        amount_cents=amount,
        lead=chance.choice(towns),
        region_cents={f"R{n:02}": b - a for n, (a, b) in zip(there, pairwise(cuts), strict=True)},
        municipalities=frozenset(chance.sample(towns, chance.randint(2, 8))),
    )


def _measured(files: int) -> Mapping[str, Any]:
    candidates, rules = drawn(files)
    merit, quota = (_by(candidates, rules, method) for method in (Method.MERIT, Method.QUOTA))
    highest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    together = (1 + PROCESSES) * highest  # at most: when all are at their highest at once
    return {"files": files, "merit": merit, "quota": quota, "peak_mb": together}


def _by(candidates: list[Candidate], rules: Rules, method: Method) -> dict[str, float]:
    began = time.perf_counter()
    why = reasons(candidates, rules, method, SEED)
    funded = set(why.made[0].funded)
    selected = time.perf_counter()
    rows = len(why.without)
    left_out = time.perf_counter()
    out = [at for at, candidate in enumerate(why.ordered) if candidate.id not in funded]
    tried = out[::EVERY]
    for position in tried:
        why.explain(position)
    one = (time.perf_counter() - left_out) / max(1, len(tried))
    return {
        "select": selected - began,
        "rules": rows,
        "without": left_out - selected,
        "one": one,
        "out": len(out),
        "all": _all(candidates, rules, method),
    }


def _all(candidates: list[Candidate], rules: Rules, method: Method) -> float:
    """Return how long all explanations take in the background."""
    began = time.perf_counter()
    asked = question_data(candidates, rules, method, SEED)
    child.solve(Kind.EXPLAINING, asked, child.IN_THE_BACKGROUND)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(_measured(int(sys.argv[1]))))  # noqa: T201 - what the parent reads
