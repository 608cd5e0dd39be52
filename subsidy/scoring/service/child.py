"""The mathematics in a child process: whatever becomes of it, the answer is a result or words.

Solvers overrun their own limits and take memory, so they never run where pages are made. The child
gets nothing but the numbers: no database, no settings, no secrets.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import subsidy
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.text import Text
from subsidy.scoring.domain.computing import Answer, Kind, canonical

WHILE_SOMEBODY_WAITS = 8.0  # seconds; SQLite lets other writers wait for ten
IN_THE_BACKGROUND = (
    1_800.0  # all explanations of five hundred files take a minute, and more on a busy machine
)
PLACE = Path(subsidy.__file__).parent.parent
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

FAILED = Text(
    "The computation stopped before it was ready. Nothing was changed. Try again. "
    "Call the help desk when it happens again."
)


class StoppedError(RefusedError):
    """A computation that died, was too slow, or answered something that is no answer."""


Command = tuple[str, ...]
Tell = Callable[[int, int], None]


def command(kind: Kind) -> Command:
    return sys.executable, "-m", "subsidy.scoring.jobs", kind.value


def nobody(_done: int, _of: int) -> None:
    """Tell nobody how far it is."""


def solve(
    kind: Kind,
    data: Mapping[str, Any],
    limit: float = WHILE_SOMEBODY_WAITS,
    tell: Tell = nobody,
) -> Answer:
    """Return what a computation answers, within ``limit`` seconds.

    Raises RefusedError with what the computation refuses, or when it died, was too slow or
    answered something that is no answer.
    """
    return answered(command(kind), data, limit, tell)


def answered(program: Command, data: Mapping[str, Any], limit: float, tell: Tell) -> Answer:
    """Do what :func:`solve` does, with any program."""
    try:
        with _running(program, limit) as process:
            _give(process, canonical(data))
            return _answer(process, tell)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"computation: {type(error).__name__}\n")
        raise _failed() from None


@contextmanager
def _running(program: Command, limit: float) -> Iterator["subprocess.Popen[str]"]:
    """Start a program that is gone afterwards, with everything that it started itself."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        program,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=PLACE,
        env=_environment(),
        encoding="utf-8",
        start_new_session=True,
    )
    timer = Timer(limit, _end, [process])
    timer.daemon = True
    timer.start()
    try:
        yield process
    finally:
        timer.cancel()
        _end(process)
        _close(process)


def _close(process: "subprocess.Popen[str]") -> None:
    """Leave no pipe and no zombie; what could not be written any more is lost."""
    try:
        process.__exit__(None, None, None)
    except BrokenPipeError:
        process.wait()


def _environment() -> dict[str, str]:
    """Return what makes the same input give the same output; nothing of our own settings."""
    known = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    return {**known, "PYTHONHASHSEED": "0", **dict.fromkeys(ONE_THREAD, "1")}


def _end(process: "subprocess.Popen[str]") -> None:
    """Kill the child and what it started; it may have ended by itself."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _give(process: "subprocess.Popen[str]", text: str) -> None:
    if process.stdin is not None:
        process.stdin.write(text)
        process.stdin.close()


def _answer(process: "subprocess.Popen[str]", tell: Tell) -> Answer:
    for line in process.stdout or ():
        said = json.loads(line)
        if "progress" in said:
            done, of = said["progress"]
            tell(int(done), int(of))
        elif "refused" in said:
            raise RefusedError([_refusal(one) for one in said["refused"]])
        else:
            return Answer(dict(said["result"]), dict(said["versions"]))
    raise _failed()


def _refusal(data: Mapping[str, Any]) -> Refusal:
    return Refusal(Text.from_data(data["text"]), data["place"])


def _failed() -> StoppedError:
    return StoppedError([Refusal(FAILED)])
