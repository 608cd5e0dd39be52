"""Two hundred approvals over HTTP by eight people at once, every button clicked twice.

The servers are those that people get: gunicorn with two processes on PostgreSQL, and the embedded
production server of `./dev serve` on SQLite. Sign-in, token and key are those of a browser.
"""

import gzip
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest

from subsidy.accounts.service import DEMO_PASSWORD
from subsidy.core.money import Money
from subsidy.db import make_engine
from tests.support import approvals
from tests.support.approvals import Waiting, Watch, judged
from tools import first_start
from tools.bench import serving as production
from tools.bench.client import Answer, Client, get, post
from tools.bench.forms import untouched

DECISIONS, MAKERS = 200, 8
MOST = 200_000_00
DATABASE = "relanceloket"  # as `./dev serve` names its file
START_LIMIT_S = 60
DONE, REFUSED = 303, 422


@contextmanager
def served(url: str, folder: Path) -> Iterator[int]:
    """Serve a database as it is served to people; give the port."""
    if url.startswith("postgresql"):
        with production.serving(url) as running:
            yield running.port
        return
    port = first_start.free_port()
    command = [sys.executable, "-m", "tests.support.embedded", str(folder)]
    with first_start.serving(command, port, START_LIMIT_S):
        yield port


class Maker:
    """A decision maker with a browser that keeps its cookie and can click twice."""

    def __init__(self, port: int, email: str) -> None:
        self._clients = (Client(port), Client(port))
        self._email, self._cookie = email, ""

    def __enter__(self) -> Self:
        form = [*self._form("/aanmelden"), ("email", self._email), ("password", DEMO_PASSWORD)]
        answer = self._clients[0].send(post("/aanmelden", self._cookie, _last_of_each(form)))
        assert answer.status == DONE, answer.body
        self._keep(answer)
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients:
            client.close()

    def approve(self, waiting: Waiting) -> int:
        """Click the button twice; return the status of both answers, which are equal."""
        path = f"/beslissingen/{waiting.public_id}/keur-goed"
        fields = self._form(path)  # opening the page may give another cookie
        request = post(path, self._cookie, fields)
        with ThreadPoolExecutor(len(self._clients)) as hands:
            answers = list(hands.map(lambda client: client.send(request), self._clients))
        (said,) = {(answer.status, answer.headers.get("location")) for answer in answers}
        self._keep(answers[-1])
        if said[1] is not None:
            self._open(said[1])
        return int(said[0])

    def _form(self, path: str) -> Sequence[tuple[str, str]]:
        fields = untouched(self._open(path))
        assert {"csrf_token", "_key"} <= dict(fields).keys()
        return fields

    def _open(self, path: str) -> str:
        answer = self._clients[0].send(get(path, self._cookie))
        assert answer.status == 200, answer.body
        self._keep(answer)
        packed = answer.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(answer.body) if packed else answer.body).decode()

    def _keep(self, answer: Answer) -> None:
        self._cookie = answer.headers.get("set-cookie", self._cookie).partition(";")[0]


def _last_of_each(fields: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    return list(dict(fields).items())


def approve_their_share(port: int, email: str, decisions: Sequence[Waiting]) -> dict[int, int]:
    with Maker(port, email) as maker:
        return {each.id: maker.approve(each) for each in decisions}


def approve_all(port: int, made: approvals.Case) -> dict[int, int]:
    """Let all decision makers work at once; return the status that each decision got."""
    shares = [made.decisions[number :: len(made.emails)] for number in range(len(made.emails))]
    with ThreadPoolExecutor(len(made.emails)) as people:
        ports = [port] * len(made.emails)
        each = people.map(approve_their_share, ports, made.emails, shares)
        return {id_: status for answers in each for id_, status in answers.items()}


@pytest.fixture
def url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """Give a database of this test alone, with everything the migrations make."""
    with (
        approvals.ready_to_clone(database_url, tmp_path) as ready,
        approvals.cloned(ready, tmp_path, DATABASE) as address,
    ):
        yield address


@pytest.mark.slow
def test_two_hundred_approvals_over_http(url: str, tmp_path: Path) -> None:
    amounts = approvals.mixed(5, DECISIONS, MOST)
    engine = make_engine(url)
    asked = Money(sum(map(sum, amounts)))
    made = approvals.case(engine, amounts, Money(asked.cents * 2 // 3), makers=MAKERS)
    with served(url, tmp_path) as port, Watch(url, made) as watch:
        answers = approve_all(port, made)
    outcome = judged(engine, made)
    engine.dispose()
    assert (watch.faults, outcome.faults) == ([], ())
    assert set(answers.values()) == {DONE, REFUSED}
    assert outcome.approved == {id_ for id_, status in answers.items() if status == DONE}
    assert len(answers) == DECISIONS
