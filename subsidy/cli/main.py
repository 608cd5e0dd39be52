"""Read the command line and call the command; a refusal is printed in words, exit code 1."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from subsidy.core.errors import RefusedError
from subsidy.language import words


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 refused, 2 not understood)."""
    chosen = _parser().parse_args(arguments)
    command = import_module(f"subsidy.cli.{chosen.module}")  # only what this command needs
    try:
        code: int = command.run(chosen)
    except RefusedError as refused:
        for refusal in refused.refusals:
            place = f"{refusal.place}: " if refusal.place else ""
            sys.stderr.write(f"{place}{words(refusal.text)}\n")
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="subsidy", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("serve", help="the demo programme on an embedded database")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--folder", type=Path, default=Path("var"), help="where the database lives")
    one.set_defaults(module="serve")

    one = commands.add_parser("migrate", help="bring the production database up to date")
    one.set_defaults(module="migrate")

    one = commands.add_parser("rehearse", help="try a call out, from two files to every document")
    one.add_argument("folder", type=Path, nargs="?", help="with regulation.toml and dossiers.xlsx")
    one.add_argument("--out", type=Path, help="where the documents are written")
    one.add_argument("--template", type=Path, metavar="FOLDER", help="write an annotated example")
    one.set_defaults(module="rehearse")

    one = commands.add_parser("verify", help="prove that a database is sound")
    one.add_argument("--database", help="its address; else SUBSIDY_DATABASE_URL, else the demo")
    one.set_defaults(module="verify")

    one = commands.add_parser("worker", help="deliver the messages of the outbox by mail")
    one.add_argument("--once", action="store_true", help="stop when the outbox is empty")
    one.set_defaults(module="work")

    one = commands.add_parser("write-docs", help="write docs/access.md and docs/lifecycles.md")
    one.add_argument("--check", action="store_true", help="only say whether they are fresh")
    one.set_defaults(module="docs")
    return parser
