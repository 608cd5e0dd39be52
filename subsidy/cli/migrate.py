"""Bring the production database up to date: tables and reference data."""

import argparse
import os
import sys

from subsidy.cli import database
from subsidy.config import from_environment
from subsidy.db import make_engine


def run(_arguments: argparse.Namespace) -> int:
    url = from_environment(os.environ).database_url
    engine = make_engine(url)
    done = database.prepare(engine, url)
    engine.dispose()
    sys.stdout.write("The database is up to date.\n" if done else "Nothing to do.\n")
    return 0
