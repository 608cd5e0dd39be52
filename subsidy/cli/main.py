"""Read the command line and call the command; a refusal is printed in words, exit code 1."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from subsidy import loaded
from subsidy.core.errors import RefusedError
from subsidy.language import words

Commands: TypeAlias = Any  # what add_subparsers returns has no public name
DATABASE = "its address; else SUBSIDY_DATABASE_URL, else the demo"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 refused, 2 not understood)."""
    chosen = _parser().parse_args(arguments)
    command = import_module(f"subsidy.cli.{chosen.module}")  # only what this command needs
    loaded()
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
    for describe in (
        _serve,
        _migrate,
        _person,
        _programme,
        _rehearse,
        _verify,
        _worker,
        _notices,
        _docs,
    ):
        describe(commands)
    return parser


def _serve(commands: Commands) -> None:
    one = commands.add_parser("serve", help="the demo programme on an embedded database")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--folder", type=Path, default=Path("var"), help="where the database lives")
    one.set_defaults(module="serve")


def _migrate(commands: Commands) -> None:
    one = commands.add_parser("migrate", help="bring the production database up to date")
    one.set_defaults(module="migrate")


def _person(commands: Commands) -> None:
    one = commands.add_parser("person", help="make an account, or give one more rights")
    one.add_argument("email")
    one.add_argument("name")
    one.add_argument("--role", action="append", default=[], help="case_officer, juror ...")
    of: dict[str, Any] = {
        "action": "append",
        "default": [],
        "dest": "works_for",
        "metavar": "NIS=KINDS",
    }
    one.add_argument("--for", **of, help="41002=editor,signatory")
    one.add_argument("--database", help=DATABASE)
    one.set_defaults(module="person")


def _programme(commands: Commands) -> None:
    one = commands.add_parser("programme", help="found a programme with its lines, from a file")
    one.add_argument("file", type=Path)
    one.add_argument("--by", required=True, metavar="EMAIL", help="a budget officer")
    one.add_argument("--approved-by", required=True, metavar="EMAIL", help="a decision maker")
    one.add_argument("--database", help=DATABASE)
    one.set_defaults(module="programme")


def _rehearse(commands: Commands) -> None:
    one = commands.add_parser("rehearse", help="try a call out, from two files to every document")
    one.add_argument("folder", type=Path, nargs="?", help="with regulation.toml and dossiers.xlsx")
    one.add_argument("--out", type=Path, help="where the documents are written")
    one.add_argument("--template", type=Path, metavar="FOLDER", help="write an annotated example")
    one.set_defaults(module="rehearse")


def _verify(commands: Commands) -> None:
    one = commands.add_parser("verify", help="prove that a database is sound")
    one.add_argument("--database", help=DATABASE)
    one.set_defaults(module="verify")


def _worker(commands: Commands) -> None:
    one = commands.add_parser("worker", help="deliver mail, have files scanned, compute")
    one.add_argument("--once", action="store_true", help="stop when nothing can be done any more")
    one.set_defaults(module="work")


def _notices(commands: Commands) -> None:
    one = commands.add_parser("notices", help="write the notices of later deadlines again")
    one.set_defaults(module="notices")


def _docs(commands: Commands) -> None:
    one = commands.add_parser("write-docs", help="write the pages of docs/ made from the code")
    one.add_argument("--check", action="store_true", help="only say whether they are fresh")
    one.set_defaults(module="docs")
