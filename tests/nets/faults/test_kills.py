"""Workers killed and a database stopped under load: nothing acknowledged is lost or done twice."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.app import create_app
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Snapshot
from subsidy.cli import work
from subsidy.config import Settings
from subsidy.core import clock
from subsidy.core.money import Money
from subsidy.db import make_engine
from subsidy.policy import Action
from subsidy.web.clock import ProgrammeClock
from subsidy.workflow import AuditEntry, OutboxMessage
from tests.nets.faults.mail import open_post_office
from tests.nets.faults.serving import CLIENTS, DONE, LATEST, Killer, Load, Served, served
from tests.nets.world import SECRET
from tests.support import approvals
from tests.support.applications import DURING, complete, published_call
from tests.support.databases import prepared
from tests.support.postgres import Cluster, create_database, running_cluster

DECISIONS, MOST = 160, 100_000_00
SUBMISSIONS = 24
TOLD = 3 * SUBMISSIONS  # three towns, and of each as many members as there are files
DURABLE = ""  # what a stopped server had acknowledged must be there, as in production
NO_DATABASE, FOUND, RETRY_AFTER = 503, 200, "30"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running_cluster(DURABLE) as made:
        prepared(made.url)
        yield made


@contextmanager
def loaded(url: str, decisions: int) -> Iterator[tuple[Engine, approvals.Case, list[str]]]:
    """Give decisions that all fit, and the cookies of those who may approve them."""
    amounts = approvals.mixed(5, decisions, MOST)
    engine = make_engine(url)
    made = approvals.case(engine, amounts, Money(sum(map(sum, amounts))))
    yield engine, made, [_cookie(engine, email) for email in made.emails]
    engine.dispose()


def _cookie(engine: Engine, email: str) -> str:
    with Session(engine) as session, session.begin():
        person = session.scalars(select(Person).where(Person.email == email)).one()
        token = accounts.sign_in(session, person, clock.now()).get_id()
    client = create_app(Settings("sqlite://", SECRET, demo=True)).test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    found = client.get_cookie("relanceloket")
    assert found is not None
    return f"relanceloket={found.value}"


def approve_under_fire(
    server: Served,
    engine: Engine,
    made: approvals.Case,
    cookies: list[str],
    cluster: Cluster | None,
) -> str:
    load = Load(server, made.decisions, cookies)
    killed = under_fire(load, cluster)
    outcome = approvals.judged(engine, made)

    assert load.refused == []
    assert outcome.faults == ()
    assert load.acknowledged == outcome.approved == {each.id for each in made.decisions}
    assert killed > 0
    return f"{len(load.acknowledged)} approved once in {load.tried} tries, {killed} workers killed"


def under_fire(load: Load, cluster: Cluster | None) -> int:
    """Let everybody do all while workers are killed; return how many were."""
    with Killer(load.server) as killer:
        threads = load.start()
        if cluster is not None:
            _restart_halfway(load, cluster)
        for thread in threads:
            thread.join()
    return killer.killed


def _restart_halfway(load: Load, cluster: Cluster) -> None:
    end = time.monotonic() + LATEST
    while len(load.acknowledged) < len(load.waiting) // 2:
        assert time.monotonic() < end
        time.sleep(0.05)
    cluster.stop()
    cluster.start()


@pytest.mark.slow
def test_workers_on_postgresql_killed_and_its_server_restarted(
    cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        loaded(cluster.url, DECISIONS) as (engine, made, cookies),
        served(cluster.url, workers=2, threads=CLIENTS) as server,
    ):
        said = approve_under_fire(server, engine, made, cookies, cluster)
        mails = mailed(engine)
    _print(capsys, f"PostgreSQL: {said}, 1 restart, {mails} mails")


def mailed(engine: Engine) -> int:
    """Deliver what the acts left in the outbox: each message once."""
    factory = sessionmaker(engine)
    with open_post_office() as office:
        while work.deliver(factory, office.url, "https://loket.example"):
            pass
        taken = [mail["Message-ID"] for mail in office.taken]
    with factory() as session:
        written = session.scalars(select(OutboxMessage.public_id)).all()
    assert sorted(taken) == sorted(f"<{public_id}@loket.example>" for public_id in written)
    return len(taken)


@pytest.mark.slow
def test_the_embedded_server_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path}/embedded.sqlite"
    prepared(url)
    with (
        loaded(url, DECISIONS) as (engine, made, cookies),
        served(url, workers=1, threads=2 * CLIENTS) as server,
    ):
        said = approve_under_fire(server, engine, made, cookies, None)
    _print(capsys, f"SQLite: {said}")


@pytest.mark.slow
def test_what_was_submitted_while_workers_are_killed_is_there_once(
    cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    own = create_database(cluster.url, "submitted")
    prepared(own)
    engine = make_engine(own)
    drafts, cookies = _ready_to_submit(engine)
    with served(own, workers=2, threads=CLIENTS) as server:
        load = Load(server, drafts, cookies, "/aanvragen/{}/indienen")
        killed = under_fire(load, cluster)
    with Session(engine) as session:
        kept = Counter(session.scalars(select(Snapshot.application_id)))
        asked = select(Application.id).where(Application.status == Status.SUBMITTED)
        files = session.scalars(asked).all()
        submitting = AuditEntry.action == Action.SUBMIT_APPLICATION
        noted = Counter(session.scalars(select(AuditEntry.subject).where(submitting)))
        told = Counter(
            session.scalars(
                select(OutboxMessage.path).where(
                    OutboxMessage.subject["msgid"].as_string() == "%(number)s is submitted"
                )
            )
        )
    engine.dispose()

    assert load.refused == []
    assert len(load.acknowledged) == SUBMISSIONS
    assert len(files) == SUBMISSIONS
    assert kept == dict.fromkeys(files, 1)
    assert noted == {f"application:{each}": 1 for each in files}
    assert told == {f"/aanvragen/{each.public_id}": TOLD for each in drafts}
    assert killed > 0
    _print(capsys, f"{SUBMISSIONS} submitted once in {load.tried} tries, {killed} workers killed")


def _ready_to_submit(engine: Engine) -> tuple[list[approvals.Waiting], list[str]]:
    """Return complete drafts of an open call, and of each the cookie of its lead."""
    now = clock.now()
    with Session(engine) as session, session.begin():
        session.add(ProgrammeClock(offset_seconds=int((DURING - now).total_seconds())))
        call = published_call(session)
        made = [complete(session, call) for _ in range(SUBMISSIONS)]
        drafts = [
            approvals.Waiting(number, each.record.public_id, Money(0))
            for number, each in enumerate(made)
        ]
        emails = [each.lead.person.email for each in made]
    return drafts, [_cookie(engine, email) for email in emails]


@pytest.mark.slow
def test_while_the_database_is_away_every_page_says_when_to_come_back(cluster: Cluster) -> None:
    own = create_database(cluster.url, "away")
    prepared(own)
    with (
        loaded(own, 1) as (engine, made, cookies),
        served(own, workers=1, threads=2) as server,
    ):
        approving = f"/beslissingen/{made.decisions[0].public_id}/keur-goed"
        asked = [("GET", "/"), ("GET", "/oproepen"), ("GET", approving), ("POST", approving)]
        before = [server.ask(method, path, cookies[0])[0] for method, path in asked[:3]]
        cluster.stop()
        away = [server.ask(method, path, cookies[0], "_key=1") for method, path in asked]
        cluster.start()
        assert approvals.judged(engine, made).approved == set()
        back, _ = server.ask("POST", approving, cookies[0], "_key=1")
        after = approvals.judged(engine, made)

    assert before == [FOUND] * 3
    assert away == [(NO_DATABASE, RETRY_AFTER)] * len(asked)
    assert back == DONE
    assert after.faults == ()
    assert after.approved == {made.decisions[0].id}


def _print(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        print(f"  {line}")  # noqa: T201 - what was covered
