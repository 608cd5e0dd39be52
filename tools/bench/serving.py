"""The application as in production: gunicorn with two processes on PostgreSQL, on this machine."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.first_start import answers, stop

APPLICATION = "subsidy.app:production()"
SECRET = "only-for-measuring-only-for-measuring"  # noqa: S105 - of a server that lives for minutes
WORKERS = 2
THREADS = 8  # as docs/operations.md says
START_LIMIT_S = 60
POLL_S = 0.01
KIB_PER_MB = 1024


@dataclass(frozen=True, slots=True)
class Served:
    """A running server. ``seconds``: from its start to its first answer."""

    port: int
    process: int
    seconds: float

    def workers(self) -> list[int]:
        """Return the processes that answer; gunicorn's master is their parent."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        return [int(number) for number in children.read_text().split()]


def environment(url: str) -> Mapping[str, str]:
    """Return the settings of production; TLS is the proxy's, which is not here."""
    return {
        **os.environ,
        "SUBSIDY_DATABASE_URL": url,
        "SUBSIDY_SECRET_KEY": SECRET,
        "SUBSIDY_ORIGIN": "https://127.0.0.1",
        "SUBSIDY_HOSTS": "127.0.0.1",
        "SUBSIDY_CONTACT_EMAIL": "loket@vlaanderen.example",
        "SUBSIDY_ATTACHMENTS": tempfile.gettempdir(),
    }


@contextmanager
def serving(url: str, application: str = APPLICATION) -> Iterator[Served]:
    """Serve until the block ends; what the server says is shown when it gives no answer."""
    listener = socket.create_server(("127.0.0.1", 0))  # handed over, so nobody else takes the port
    port = int(listener.getsockname()[1])
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}"),
        *("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)),
        *("--preload", "--log-level", "warning", "--no-control-socket", application),
    ]
    with tempfile.TemporaryFile() as log:
        began = time.monotonic()
        with listener:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                env=environment(url),
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )
        try:
            while not answers(port):
                if process.poll() is not None or time.monotonic() - began > START_LIMIT_S:
                    log.seek(0)
                    sys.stderr.write(log.read().decode(errors="replace"))
                    raise SystemExit("The server gave no answer.")
                time.sleep(POLL_S)
            yield Served(port, process.pid, time.monotonic() - began)
        finally:
            stop(process)


def memory_mb(process: int, what: str = "VmRSS") -> float:
    """Return the memory of one process, shared pages included; ``VmHWM`` is its highest ever."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / KIB_PER_MB
    return 0.0


def forget_highest(process: int) -> None:
    """Let ``VmHWM`` begin again from what the process holds now."""
    Path(f"/proc/{process}/clear_refs").write_text("5")
