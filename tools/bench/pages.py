"""Pages as one person sees them and as eight ask for them at once, and what each asks of SQL."""

import gzip
import re
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex

from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from subsidy.app import create_app
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.config import from_environment
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review
from tools.bench.client import Answer, Client, get, post, timed
from tools.bench.dataset import REVIEWS, DataSet, Draft
from tools.bench.people import Visitor, sign_in
from tools.bench.serving import Served, environment

CLIENTS = 8
WARMING = 20
OK, SEE_OTHER, NOT_MODIFIED = 200, 303, 304


@dataclass(frozen=True, slots=True)
class Page:
    """A page to ask for, as the one who may see it; ``visitor`` None: nobody."""

    key: str
    path: str
    visitor: Visitor | None = None
    etag: str = ""

    @property
    def request(self) -> bytes:
        return get(self.path, self.visitor.cookie if self.visitor else "", self.etag)

    @property
    def status(self) -> int:
        """What is answered: nothing new to a client that kept the last answer."""
        return NOT_MODIFIED if self.etag else OK


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds (median of single requests), requests per second of eight, statements, kB."""

    ms: float
    per_second: float
    statements: int
    kb: float


@dataclass(frozen=True, slots=True)
class Cast:
    """Who asks for the pages."""

    officer: Visitor
    juror: Visitor
    applicant: Visitor
    applicant_draft: Draft


def cast_of(session: Session, data: DataSet) -> Cast:
    own = data.drafts[0]
    return Cast(
        officer=sign_in(session, data.officer_id),
        juror=sign_in(session, data.juror_people[REVIEWS - 1]),  # is halfway with some
        applicant=sign_in(session, own.person_id, own.organisation_id),
        applicant_draft=own,
    )


def pages(session: Session, data: DataSet, cast: Cast) -> Sequence[Page]:
    """Return the pages of the table of demands."""
    return [
        Page("sign_in", "/aanmelden"),
        Page("list", "/aanvragen", cast.officer),
        Page("application", f"/aanvragen/{_admissible(session)}", cast.officer),
        Page("score_form", f"/jury/{_to_score(session, data)}", cast.juror),
        Page("juror_list", "/jury", cast.juror),
        Page("start", "/", cast.applicant),
        Page(
            "section",
            f"/aanvragen/{cast.applicant_draft.public_id}/onderdeel/inhoud",
            cast.applicant,
        ),
    ]


def _admissible(session: Session) -> str:
    """Return a file from the middle of the list."""
    found = session.scalars(
        select(Application.public_id)
        .where(Application.status == Status.ADMISSIBLE)
        .order_by(Application.number)
    ).all()
    return found[len(found) // 2]


def _to_score(session: Session, data: DataSet) -> str:
    """Return a file that the juror is working on."""
    own = Juror.person_id == data.juror_people[REVIEWS - 1]
    query = select(Review.public_id).join(Juror, Juror.id == Review.juror_id)
    working = query.where(own, Review.status == ReviewStatus.CLEARED).order_by(Review.id)
    return session.scalars(working).first() or ""


# Measuring ----------------------------------------------------------------------------------------


def measure(served: Served, page: Page, singles: int, seconds: float) -> tuple[float, float, float]:
    """Return the median in ms, requests per second with eight clients, and kB on the wire."""
    with Client(served.port) as client:
        for _ in range(WARMING if singles > WARMING else 1):
            answer = client.send(page.request)
        _must_be(page, answer)
        times = [timed(client, page.request)[0] for _ in range(singles)]
    return statistics.median(times) * 1000, throughput(served, page, seconds), answer.wire / 1000


def throughput(served: Served, page: Page, seconds: float) -> float:
    """Return how many answers eight clients get per second, each asking again at once."""
    began = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        counts = list(pool.map(lambda _: _ask_until(served, page, began + seconds), range(CLIENTS)))
    return sum(counts) / (time.monotonic() - began)


def _ask_until(served: Served, page: Page, end: float) -> int:
    done = 0
    with Client(served.port) as client:
        while time.monotonic() < end:
            _must_be(page, client.send(page.request))
            done += 1
    return done


def _must_be(page: Page, answer: Answer) -> None:
    if answer.status != page.status:
        raise RuntimeError(f"{page.path} answered {answer.status}")


def submits(served: Served, requests: Sequence[bytes], clients: int) -> float:
    """Return how many applications are submitted per second; every one must be accepted."""
    began = time.monotonic()
    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(lambda part: _send_all(served, part), _dealt(requests, clients)))
    seconds = time.monotonic() - began
    statuses = [status for part in answers for status in part]
    if set(statuses) != {SEE_OTHER}:
        raise RuntimeError(f"not every submission was accepted: {statuses[:10]}")
    return len(requests) / seconds


def _dealt(requests: Sequence[bytes], clients: int) -> list[Sequence[bytes]]:
    return [requests[number::clients] for number in range(clients)]


def _send_all(served: Served, requests: Sequence[bytes]) -> list[int]:
    with Client(served.port) as client:
        return [client.send(request).status for request in requests]


def submission(session: Session, draft: Draft) -> bytes:
    """Return the request that submits a draft, by its own lead."""
    visitor = sign_in(session, draft.person_id, draft.organisation_id)
    path = f"/aanvragen/{draft.public_id}/indienen"
    return post(path, visitor.cookie, visitor.fields(token_hex(8)))


# Statements ---------------------------------------------------------------------------------------


def application_on(url: str) -> tuple[Flask, Engine]:
    """Return the application in this process, and the engine whose statements are counted."""
    app = create_app(from_environment(environment(url)))
    engine = app.extensions["sessions"].kw["bind"]
    return app, engine


def statements(url: str, chosen: Sequence[Page]) -> dict[str, int]:
    """Return how many statements each page sends."""
    app, engine = application_on(url)
    found = {}
    client = app.test_client(use_cookies=False)
    for page in chosen:
        headers = {"Host": "127.0.0.1", "Cookie": page.visitor.cookie if page.visitor else ""}
        with _counted(engine) as seen:
            answer = client.get(page.path, headers=headers)
        if answer.status_code != OK:
            raise RuntimeError(f"{page.path} answered {answer.status_code}")
        found[page.key] = len(seen)
    engine.dispose()
    return found


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


# A first visit ------------------------------------------------------------------------------------

_FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def first_visit(served: Served, page: Page) -> tuple[float, int]:
    """Return the kB and the requests of a visit with nothing in the cache."""
    with Client(served.port) as client:
        answer = client.send(page.request)
        _must_be(page, answer)
        html = gzip.decompress(answer.body).decode()
        files = [client.send(get(path)) for path in dict.fromkeys(_FILES.findall(html))]
    for file in files:
        _must_be(page, file)
    return (answer.wire + sum(file.wire for file in files)) / 1000, 1 + len(files)
