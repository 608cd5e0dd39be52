"""Write the notices of later deadlines again: after a full disk, or on a new server."""

import argparse
import os
import sys
from pathlib import Path

from sqlalchemy.orm import Session

from subsidy.calls import exports, queries
from subsidy.config import from_environment
from subsidy.db import make_engine
from subsidy.documents import html


def run(_arguments: argparse.Namespace) -> int:
    settings = from_environment(os.environ)
    if not settings.notices:
        sys.stderr.write("SUBSIDY_NOTICES names no folder. Set it first.\n")
        return 1
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        pages = exports.notices(queries.in_force(session), settings.origin)
    html.put(Path(settings.notices), pages)
    engine.dispose()
    sys.stdout.write(f"{len(pages)} pages written in {settings.notices}\n")
    return 0
