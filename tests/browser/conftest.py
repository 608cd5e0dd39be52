"""The demo programme in a real server, and a browser on it."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from subsidy import demo
from subsidy.app import create_app
from subsidy.cli import database
from subsidy.config import Settings
from subsidy.db import make_engine
from tests.support.browser import browser_context_args, browser_type_launch_args

__all__ = ["browser_context_args", "browser_type_launch_args"]
SECRET = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105 - of tests


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo programme on a free port of this machine."""
    url = f"sqlite:///{tmp_path_factory.mktemp('browser')}/demo.sqlite"
    engine = make_engine(url)
    database.prepare(engine, url)
    with Session(engine) as session, session.begin():
        demo.build(session)
    engine.dispose()
    server = make_server(
        "127.0.0.1", 0, create_app(Settings(url, SECRET, demo=True)), threaded=True
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
