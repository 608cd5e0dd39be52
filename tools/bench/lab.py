"""The place where is measured: one PostgreSQL, with a database per size, made when first asked."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from subsidy.cli.verify import found as faults_of
from subsidy.db import make_engine
from tests.support.postgres import AS_IN_PRODUCTION, create_database, running_postgres
from tools.bench import dataset
from tools.bench.dataset import DataSet, Size
from tools.bench.serving import environment


@dataclass(frozen=True, slots=True)
class Effort:
    """How much and how long; the small one only proves that all of it works."""

    starts: int  # of the server, for a median
    small: Size
    large: Size
    singles: int  # requests for a median
    seconds: float  # of throughput, for each page
    submits: tuple[int, int]  # with 1 and with 8 clients
    surge: tuple[float, float, float]  # seconds at 60/s, at 120/s, and after the deadline
    jury_seconds: float
    transfers: int
    recipients: int
    panel: tuple[int, int]  # files and jurors
    selected: int  # files to select among


FULL = Effort(
    starts=3,
    small=Size(1_000, 400),
    large=Size(10_000, 1_500),
    singles=100,
    seconds=4.0,
    submits=(150, 500),
    surge=(60.0, 20.0, 10.0),
    jury_seconds=20.0,
    transfers=1_000_000,
    recipients=100_000,
    panel=(1_000, 200),
    selected=500,
)
TINY = Effort(
    starts=1,
    small=Size(9, 90),
    large=Size(9, 90),  # the same: one data set is enough
    singles=2,
    seconds=0.1,
    submits=(2, 8),
    surge=(0.5, 0.5, 0.3),
    jury_seconds=0.5,
    transfers=500,
    recipients=100,
    panel=(50, 20),
    selected=20,
)


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """Open a database; its connections are closed too when something fails."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@dataclass(slots=True)
class Lab:
    """A server of databases, how much effort to spend, and the data sets made so far."""

    url: str
    effort: Effort
    _made: dict[Size, tuple[str, DataSet]] = field(default_factory=dict)

    def data(self, size: Size) -> tuple[str, DataSet]:
        """Return a database of this size and what is in it; it has passed ``subsidy verify``."""
        if size not in self._made:
            say(f"Making {size.applications} applications and {size.drafts} drafts...")
            began = time.monotonic()
            url, _ = self.empty(f"size_{size.applications}")
            with engine_of(url) as engine:
                self._made[size] = url, dataset.build(engine, size)
            say(f"... made in {time.monotonic() - began:.0f} s; verifying")
            self.verify(url)
        return self._made[size]

    def empty(self, name: str) -> tuple[str, float]:
        """Return a database with tables and reference data, and the seconds that `migrate` took."""
        url = create_database(self.url, name)
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "subsidy.cli", "migrate"],
            env=environment(url),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return url, time.monotonic() - began

    def verify(self, url: str) -> float:
        """Return the seconds that the proofs of ``subsidy verify`` take. Raises for a fault."""
        began = time.monotonic()
        with engine_of(url) as engine, Session(engine) as session:
            faults = list(faults_of(session))
        if faults:
            raise RuntimeError(f"the database is not sound: {faults[:5]}")
        return time.monotonic() - began


@contextmanager
def opened(effort: Effort) -> Iterator[Lab]:
    with running_postgres(AS_IN_PRODUCTION) as url:
        yield Lab(url, effort)


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
