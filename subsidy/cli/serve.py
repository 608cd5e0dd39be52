"""The demo programme on an embedded database, served by the production server.

One process with threads: SQLite allows one writer at a time, and threads wait for each other
without harm. Production runs several processes on PostgreSQL (``docs/operations.md``).
"""

import argparse
import os
import secrets
import sys
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy.orm import Session

from subsidy import demo
from subsidy.app import create_app
from subsidy.cli import database
from subsidy.cli.computing import compute_meanwhile
from subsidy.config import Settings
from subsidy.core import clock
from subsidy.db import make_engine
from subsidy.storage import store_at
from subsidy.web.clock import offset

THREADS = 8


def run(arguments: argparse.Namespace) -> int:
    settings = embedded(arguments.folder, arguments.host, arguments.port)
    _make_ready(settings)
    say(f"\nOpen {settings.origin} in a browser. Stop with Ctrl-C.\n")
    for line in demo.sign_ins():
        say(f"  {line}")
    say(f"\nSign in with one click: {settings.origin}/demo\n")
    Server(settings, arguments.host, arguments.port).run()
    return 0


def embedded(folder: Path, host: str, port: int) -> Settings:
    """Return the settings of a demo: everything lives in one folder, the secret too."""
    folder.mkdir(parents=True, exist_ok=True)
    notices = folder / "uitstel"
    notices.mkdir(exist_ok=True)
    attachments = folder / "bijlagen"
    attachments.mkdir(exist_ok=True)
    return Settings(
        database_url=f"sqlite:///{(folder / 'relanceloket.sqlite').resolve()}",
        secret_key=_secret(folder / "secret"),
        demo=True,
        origin=f"http://{host}:{port}",
        trusted_hosts=(host, "127.0.0.1", "localhost", "[::1]"),
        contact_email="loket@vlaanderen.example",
        contact_phone="02 555 01 23",
        attachments=str(attachments),
        clamd=os.environ.get("SUBSIDY_CLAMD", ""),
        notices=str(notices),
    )


def _secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


def _make_ready(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    if database.prepare(engine, settings.database_url):
        say("The tables and the reference data of 300 municipalities are in place.")
    with Session(engine) as session, session.begin():
        if not demo.exists(session):
            say("Making the demo programme (once, about 20 seconds)...")
            demo.build(session, store_at(settings.attachments))
    engine.dispose()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with one process and threads."""

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self._settings = settings
        self._bind = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app(self._settings)
        factory = app.extensions["sessions"]
        compute_meanwhile(factory, lambda: clock.now() + offset(factory))
        return app
