"""Load by an open model: every arrival is planned beforehand and nobody waits for the server.

A latency counts from the planned arrival, so a server that stalls is charged for everybody who
came meanwhile. A closed generator (send, wait, send) would slow down with it and hide the queue.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from statistics import quantiles

from tools.bench.client import Client

CLIENTS = 64
LIMIT_S = 30.0
FAULT = 500


@dataclass(frozen=True, slots=True)
class Phase:
    """Arrivals per second during some seconds."""

    per_second: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Planned:
    """One request: ``at`` seconds after the start."""

    at: float
    request: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a planned request. ``status`` 0: no answer. ``late``: sent after its time."""

    kind: str
    status: int
    at: float
    latency: float
    late: float
    location: str = ""


def arrivals(phases: Sequence[Phase], seed: str) -> Iterator[float]:
    """Give the instants of a Poisson process whose rate changes by phase."""
    chance = Random(seed)  # noqa: S311 - a plan that is the same each time
    start = 0.0
    for phase in phases:
        at = start + chance.expovariate(phase.per_second)
        while at < start + phase.seconds:
            yield at
            at += chance.expovariate(phase.per_second)
        start += phase.seconds


def run(port: int, plan: Sequence[Planned], began: float, clients: int = CLIENTS) -> list[Outcome]:
    """Send everything at its time, ``began`` being second zero on the monotonic clock."""
    todo = iter(sorted(plan, key=lambda one: one.at))
    with ThreadPoolExecutor(clients) as pool:
        workers = [pool.submit(_work, port, todo, began) for _ in range(clients)]
        found = [outcome for worker in workers for outcome in worker.result()]
    return sorted(found, key=lambda outcome: outcome.at)


def _work(port: int, todo: Iterator[Planned], began: float) -> list[Outcome]:
    """Take the next request, wait for its time, send it; until none is left."""
    done = []
    with Client(port, LIMIT_S) as client:
        while (one := next(todo, None)) is not None:
            time.sleep(max(0.0, began + one.at - time.monotonic()))
            late = time.monotonic() - began - one.at
            try:
                answer = client.send(one.request)
                status, location = answer.status, answer.headers.get("location", "")
            except OSError:
                client.close()
                status, location = 0, ""
            latency = time.monotonic() - began - one.at
            done.append(Outcome(one.kind, status, one.at, latency, late, location))
    return done


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds from the planned arrival, and how many requests went wrong."""

    number: int
    p50: float
    p95: float
    p99: float
    highest: float
    errors: int


def latencies(outcomes: Sequence[Outcome]) -> Latencies:
    times = sorted(outcome.latency * 1000 for outcome in outcomes)
    cuts = quantiles(times, n=100, method="inclusive")
    errors = sum(outcome.status == 0 or outcome.status >= FAULT for outcome in outcomes)
    return Latencies(len(times), cuts[49], cuts[94], cuts[98], times[-1], errors)
