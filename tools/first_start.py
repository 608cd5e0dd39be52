"""Serve this folder twice with `./dev serve`: the first time makes everything, the second is quick.

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

FIRST_LIMIT_S = 900
SECOND_LIMIT_S = 60
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


def seconds_to_first_answer(command: list[str], limit: float) -> float:
    began = time.monotonic()
    with serving(command, free_port(), limit):
        return time.monotonic() - began


def main() -> None:
    first = seconds_to_first_answer(["./dev", "serve"], FIRST_LIMIT_S)
    second = seconds_to_first_answer(["./dev", "serve"], SECOND_LIMIT_S)
    print(f"./dev serve: first answer after {first:.1f} s, the second time {second:.1f} s")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
