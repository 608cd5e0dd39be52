"""Serve this folder with `./dev serve`: the first time makes everything, from then on it is quick.

Runs before there is an environment, so it needs nothing but Python.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

FIRST_LIMIT_S = 900
NO_ANSWER_S = 60
AGAIN_LIMIT_S = 3.0
TRIES = 3  # the best counts: the machine does other things too
WORKER_LIMIT_MB = 150.0
KIB_PER_MB = 1024
STOP_LIMIT_S = 20
POLL_S = 0.02


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200  # noqa: PLR2004 - http.HTTPStatus says no more
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def serving(command: list[str], port: int, limit: float) -> Iterator["subprocess.Popen[bytes]"]:
    """Serve, and go on at the first answer. Shows what the server said when none came."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            [*command, "--port", str(port)], stdout=log, stderr=log, start_new_session=True
        )
        try:
            while not answers(port):
                if process.poll() is not None or time.monotonic() - began > limit:
                    log.seek(0)
                    sys.stderr.write(log.read().decode(errors="replace"))
                    raise SystemExit(f"{command[0]} gave no answer (limit: {limit:.0f} s).")
                time.sleep(POLL_S)
            yield process
        finally:
            stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(STOP_LIMIT_S)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise SystemExit(f"The server did not stop within {STOP_LIMIT_S} s.") from None


def started(command: list[str], limit: float) -> tuple[float, float]:
    """Return the seconds to the first answer, and the MB of the process that gave it."""
    began = time.monotonic()
    with serving(command, free_port(), limit) as process:
        seconds = time.monotonic() - began
        return seconds, max(map(memory_mb, children(process.pid)))


def children(process: int) -> list[int]:
    """Return the processes that answer; gunicorn's master is their parent."""
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in text.split()]


def memory_mb(process: int) -> float:
    """Return the memory of one process, shared pages included."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(each.split()[1]) for each in lines if each.startswith("VmRSS:")) / KIB_PER_MB


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - its output


def main() -> None:
    first, _ = started(["./dev", "serve"], FIRST_LIMIT_S)
    again = [started(["./dev", "serve"], NO_ANSWER_S) for _ in range(TRIES)]
    seconds, memory = min(each[0] for each in again), max(each[1] for each in again)
    say(f"./dev serve: first answer after {first:.1f} s, the first time")
    say(f"again, the best of {TRIES}: {seconds:.1f} s (limit {AGAIN_LIMIT_S:.1f})")
    say(f"an idle worker holds {memory:.0f} MB (limit {WORKER_LIMIT_MB:.0f})")
    if seconds > AGAIN_LIMIT_S or memory > WORKER_LIMIT_MB:
        raise SystemExit("That is over a limit.")


if __name__ == "__main__":
    main()
