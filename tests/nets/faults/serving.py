"""A real gunicorn whose workers are killed, and people who try again with the same key."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from typing import Self
from urllib.parse import urlencode

from tests.support.approvals import Waiting

ROOT = Path(__file__).parents[3]
SERVED = "tests.nets.faults.served:app"
LATEST = 60  # seconds in which somebody who tries again must be heard
KILLED_EACH = 0.7
CLIENTS = 4
DONE, BROKEN = 303, 500


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: the master process has its workers as children."""

    master: int
    port: int

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.master}/task/{self.master}/children")
        return [int(pid) for pid in children.read_text().split()]

    def ask(self, method: str, path: str, cookie: str, body: str = "") -> tuple[int, str | None]:
        """Ask once; return the status and when to try again. Raises OSError, HTTPException."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.getheader("Retry-After")
        finally:
            connection.close()


@contextmanager
def served(url: str, *, workers: int, threads: int) -> Iterator[Served]:
    """Serve as production does; the application is loaded once, so that a worker is back soon."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--preload", "--log-level", "critical"]
    command += ["--workers", str(workers), "--worker-class", "gthread", "--threads", str(threads)]
    command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket", SERVED]
    environment = {**os.environ, "FAULTS_DATABASE": url}
    master = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 - our own command
    try:
        made = Served(master.pid, port)
        _until_it_answers(made)
        yield made
    finally:
        master.terminate()
        master.wait(LATEST)


def _until_it_answers(made: Served) -> None:
    end = time.monotonic() + LATEST
    while time.monotonic() < end:
        with suppress(OSError, HTTPException):
            made.ask("GET", "/aanmelden", "")
            return
        time.sleep(0.1)
    raise TimeoutError


class Killer:
    """Kills a random worker now and then, until told to stop."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self._done = Event()
        self._thread = Thread(target=self._kill)
        self.killed = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _kill(self) -> None:
        chance = random.Random(1)  # noqa: S311 - a test that can be repeated
        while not self._done.wait(KILLED_EACH):
            alive = self._server.workers()
            if alive:
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(alive), signal.SIGKILL)
                    self.killed += 1


@dataclass(slots=True)
class Load:
    """People who approve one decision after the other, or do another act, and never give up.

    ``cookies``: of who acts on each, in the order of their numbers and round again.
    """

    server: Served
    waiting: Sequence[Waiting]
    cookies: Sequence[str]
    act: str = "/beslissingen/{}/keur-goed"
    acknowledged: set[int] = field(default_factory=set)
    tried: int = 0
    refused: list[str] = field(default_factory=list)

    def start(self) -> list[Thread]:
        """Divide what waits among the people and let all of them begin."""
        shares = [self.waiting[number::CLIENTS] for number in range(CLIENTS)]
        threads = [Thread(target=self._do_all, args=(share,)) for share in shares]
        for thread in threads:
            thread.start()
        return threads

    def _do_all(self, share: Sequence[Waiting]) -> None:
        for waiting in share:
            self._do(waiting)
            time.sleep(0.05)

    def _do(self, waiting: Waiting) -> None:
        """Try with the same key and body until somebody says that it is done, or refuses."""
        cookie = self.cookies[waiting.id % len(self.cookies)]
        path, body = self.act.format(waiting.public_id), urlencode({"_key": waiting.id})
        end = time.monotonic() + LATEST
        while time.monotonic() < end:
            self.tried += 1
            with suppress(OSError, HTTPException):
                status, _ = self.server.ask("POST", path, cookie, body)
                if status == DONE:
                    self.acknowledged.add(waiting.id)
                if status < BROKEN:
                    self.refused += [] if status == DONE else [f"{path}: {status}"]
                    return
            time.sleep(0.1)
        self.refused.append(f"{path}: nobody answers")
