"""Try a call out: two files in, every document out, on a scratch database."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from subsidy.cli import database
from subsidy.db import make_engine, predictable
from subsidy.rehearsal import exports, imports, service


def run(arguments: argparse.Namespace) -> int:
    if arguments.template is not None:
        exports.write_template(arguments.template)
        sys.stdout.write(f"Een voorbeeld met uitleg staat in {arguments.template}.\n")
        return 0
    if arguments.folder is None or arguments.out is None:
        sys.stderr.write("Geef de map met de bestanden, en --out met de map voor de documenten.\n")
        return 2
    rehearsal = imports.read(arguments.folder)
    exports.check(arguments.out)
    with TemporaryDirectory() as scratch, predictable("rehearsal"):
        url = f"sqlite:///{Path(scratch) / 'rehearsal.sqlite'}"
        engine = make_engine(url)
        database.prepare(engine, url)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            outcome = service.rehearse(session, rehearsal)
            exports.write(session, outcome, arguments.out)
        engine.dispose()
    sys.stdout.write(f"{exports.summary_line(outcome)}\n")
    return 0
