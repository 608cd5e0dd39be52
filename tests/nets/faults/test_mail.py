"""Mail: a crash at each point, a server that is down for hours: never lost, never for nothing."""

import smtplib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from subsidy.cli import work
from subsidy.core import clock
from subsidy.core.text import Text
from subsidy.workflow import OutboxMessage, tell
from tests.factories import person
from tests.nets.faults.mail import STEPS, PostOffice, open_post_office
from tests.nets.world import REAL, World

MESSAGES = 12
ORIGIN = "https://loket.example"
BEFORE, AFTER, NOTING = "before it is sent", "after it is sent", "before it is noted"
CRASHES = {
    BEFORE: (work, "composed"),
    AFTER: (smtplib.SMTP, "__exit__"),
    NOTING: (SessionTransaction, "commit"),
}
DOWN = timedelta(hours=2)
SUBJECT, BODY = Text("Your application is submitted"), Text("Your application is submitted")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as made:
        yield made


@pytest.fixture
def factory(world: World) -> sessionmaker[Session]:
    """Give a database with a few messages to send, and as many that were never committed."""
    made = sessionmaker(world.engine, expire_on_commit=False)
    with made.begin() as session:
        session.execute(update(OutboxMessage).values(sent_at=REAL))
        told(session)
    with made() as session:
        told(session)
        session.flush()
        session.rollback()
    return made


def told(session: Session) -> None:
    people = [person(session).id for _ in range(MESSAGES)]
    session.flush()
    tell(session, people, SUBJECT, BODY, path="/berichten", now=REAL)


def waiting(factory: sessionmaker[Session]) -> set[str]:
    with factory() as session:
        unsent = OutboxMessage.sent_at.is_(None)
        ids = session.scalars(select(OutboxMessage.public_id).where(unsent)).all()
    return {f"<{public_id}@loket.example>" for public_id in ids}


def ids(taken: list[Message]) -> Counter[str]:
    return Counter(str(mail["Message-ID"]) for mail in taken)


def later(by: timedelta) -> None:
    """Move the clock of the world, which starts it again; a monkeypatch would stop it for good."""
    at = REAL + by
    clock.now = lambda: at


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_breaks_off_gets_every_message_and_at_most_one_twice(
    factory: sessionmaker[Session],
    office: PostOffice,
    step: str,
) -> None:
    wanted = waiting(factory)
    office.breaks_at = step
    work.deliver(factory, office.url, ORIGIN)
    later(timedelta(minutes=1))
    work.deliver(factory, office.url, ORIGIN)

    assert len(wanted) == MESSAGES
    assert ids(office.taken).keys() == wanted
    assert ids(office.taken).total() <= MESSAGES + 1
    assert office.breaks_at == ""
    assert waiting(factory) == set()


class PowerCutError(BaseException):
    """The worker is gone: nothing of it runs any more."""


@pytest.mark.parametrize("point", CRASHES)
@pytest.mark.parametrize("at", [1, MESSAGES // 2, MESSAGES])
def test_a_worker_that_is_killed_sends_again_under_the_same_number(
    factory: sessionmaker[Session], office: PostOffice, point: str, at: int
) -> None:
    wanted = waiting(factory)
    with pytest.MonkeyPatch.context() as patched:
        _cut_power(patched, point, at)
        with pytest.raises(PowerCutError):
            work.deliver(factory, office.url, ORIGIN)
    work.deliver(factory, office.url, ORIGIN)

    twice = [number for number, times in ids(office.taken).items() if times > 1]
    assert ids(office.taken).keys() == wanted
    assert len(twice) == (point != BEFORE)
    assert waiting(factory) == set()


def _cut_power(patched: pytest.MonkeyPatch, point: str, at: int) -> None:
    """Let the worker die at one of its points: before sending, after it, while noting it."""
    seen = Counter[str]()
    owner, name = CRASHES[point]
    original = getattr(owner, name)

    def dying(*arguments: Any, **named: Any) -> object:  # noqa: ANN401 - stands in for anything
        seen[point] += 1
        if seen[point] == at:
            if point == AFTER:
                arguments[0].close()
            raise PowerCutError
        return original(*arguments, **named)

    patched.setattr(owner, name, dying)


def test_mail_that_waited_two_hours_for_the_server_all_leaves(
    factory: sessionmaker[Session], office: PostOffice
) -> None:
    wanted = waiting(factory)
    nobody = "smtp://127.0.0.1:9"  # the port of a service that throws everything away: closed
    for second in range(0, int(DOWN.total_seconds()), work.PAUSE_SECONDS):
        later(timedelta(seconds=second))
        assert work.deliver(factory, nobody, ORIGIN) == 0
    later(DOWN)
    work.deliver(factory, office.url, ORIGIN)

    assert ids(office.taken) == dict.fromkeys(wanted, 1)


def test_one_message_that_nobody_takes_does_not_hold_the_others(
    factory: sessionmaker[Session], office: PostOffice
) -> None:
    """It is tried less and less often, for three days, and then no more."""
    with factory.begin() as session:
        first = session.scalars(
            select(OutboxMessage).where(OutboxMessage.sent_at.is_(None)).order_by(OutboxMessage.id)
        ).first()
        assert first is not None
        first.subject = {"msgid": 12}
    attempts = []
    for hour in range(100):
        later(timedelta(hours=hour))
        work.deliver(factory, office.url, ORIGIN)
        attempts.append(_attempts(factory))

    assert len(office.taken) == MESSAGES - 1
    assert attempts[0] < attempts[50] < attempts[74] == attempts[-1]
    assert len(waiting(factory)) == 1


def _attempts(factory: sessionmaker[Session]) -> int:
    with factory() as session:
        unsent = OutboxMessage.sent_at.is_(None)
        return session.scalars(select(OutboxMessage.attempts).where(unsent)).one()


def test_the_worker_lives_on_while_the_database_is_away(
    factory: sessionmaker[Session], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_arguments: object) -> int:
        raise SQLAlchemyError

    monkeypatch.setattr(work, "deliver", gone)

    assert work._patiently(factory, world.app.config["SETTINGS"]) == 0  # noqa: SLF001 - the loop around it never ends
