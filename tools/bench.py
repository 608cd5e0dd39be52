"""Measure the server on this machine and write docs/benchmarks.md: start, memory, start page."""

import os
import platform
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from tools.first_start import free_port, seconds_to_first_answer, serving

PAGE = Path("docs/benchmarks.md")
LIMIT_S = 120
STARTS = 5
REQUESTS = 200
KIB_PER_MB = 1024


def memory_mb(group: int) -> float:
    """Return the memory of a process group, each shared page counted once (PSS)."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == group:
                lines = (process / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (ProcessLookupError, FileNotFoundError):
            continue  # it ended while we looked
    return total / KIB_PER_MB


def request_ms(port: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    times = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        connection.request("GET", "/")
        connection.getresponse().read()
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return times


def measured(folder: str) -> list[tuple[str, str]]:
    command = [".venv/bin/subsidy", "serve", "--folder", folder]
    first = seconds_to_first_answer(command, LIMIT_S)
    starts = [seconds_to_first_answer(command, LIMIT_S) for _ in range(STARTS)]
    port = free_port()
    with serving(command, port, LIMIT_S) as process:
        idle = memory_mb(process.pid)
        times = request_ms(port)
        busy = memory_mb(process.pid)
    return [
        ("first start on an empty folder, with the demo programme", f"{first:.1f} s"),
        (f"start to first answer, median of {STARTS}", f"{statistics.median(starts):.2f} s"),
        ("memory after the first answer", f"{idle:.0f} MB"),
        (f"memory after {REQUESTS} requests", f"{busy:.0f} MB"),
        ("start page, median", f"{statistics.median(times):.1f} ms"),
        ("start page, 95th percentile", f"{statistics.quantiles(times, n=20)[-1]:.1f} ms"),
    ]


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - the git of the developer
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown commit"


def page(rows: list[tuple[str, str]]) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Measured by `./dev bench` on {datetime.now(UTC):%Y-%m-%d}: {machine}, {commit()}.",
            "One process with threads on SQLite; one client on the same machine.",
            "",
            "| what | measured |",
            "| --- | --- |",
            *(f"| {what} | {figure} |" for what, figure in rows),
            "",
        ]
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = page(measured(folder))
    PAGE.write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - the output


if __name__ == "__main__":
    main()
