"""Measure what is asked for (everything by default) and write docs/benchmarks.md and .json."""

import argparse
import signal
import sys
from pathlib import Path
from typing import NoReturn

from tools.bench import report
from tools.bench.lab import FULL, TINY, opened, say
from tools.bench.parts import PARTS


def main() -> None:
    chosen = _arguments()
    signal.signal(signal.SIGTERM, _stop)
    measured = {} if chosen.small else report.known(chosen.folder)
    text = ""
    with opened(TINY if chosen.small else FULL) as lab:
        for name in chosen.parts or PARTS:
            say(f"== {name}")
            stamp = report.stamp()
            measured[name] = {"stamp": stamp, "figures": PARTS[name](lab)}
            text = report.write(chosen.folder, measured, small=chosen.small)
    sys.stdout.write(text)


def _stop(*_: object) -> NoReturn:
    """Leave by the front door, so that servers and databases are stopped."""
    raise SystemExit(1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--small", action="store_true", help="seconds, only to see that it works")
    parser.add_argument("--folder", type=Path, help="where to write; default: docs/")
    chosen = parser.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if chosen.folder is None:
        chosen.folder = Path("var/bench" if chosen.small else "docs")
    return chosen


if __name__ == "__main__":
    main()
