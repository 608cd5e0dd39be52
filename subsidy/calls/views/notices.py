"""Notices of later deadlines: written after the act, beside the application."""

from functools import partial
from pathlib import Path

from flask import current_app

from subsidy.calls import exports, queries
from subsidy.config import Settings
from subsidy.documents import html
from subsidy.web.session import afterwards, db


def write_notices() -> None:
    """Make the pages now, write them once the act is committed: nothing is read later."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.notices:
        db().flush()
        pages = exports.notices(queries.in_force(db()), settings.origin)
        afterwards(partial(html.put, Path(settings.notices), pages))
