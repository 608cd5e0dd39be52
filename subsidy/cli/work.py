"""Deliver the outbox, remind of deadlines, scan files, compute; no page waits for any of it."""

import argparse
import os
import smtplib
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from sqlalchemy import case, func, literal, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from subsidy.accounts.models import Person
from subsidy.cli.computing import compute_waiting
from subsidy.cli.forgetting import forget_due
from subsidy.cli.reminding import EVERY, remind_due
from subsidy.cli.scanning import UNTOUCHED, scan_waiting, sweep
from subsidy.cli.settling import remind_applicants, remind_jurors, settle_due
from subsidy.config import Settings, from_environment
from subsidy.core import clock
from subsidy.core.text import Text
from subsidy.db import make_engine
from subsidy.language import words
from subsidy.storage import StoreError, store_at
from subsidy.workflow import OutboxMessage

PAUSE_SECONDS = 5
BATCH = 50
LONGEST_WAIT = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(hours=72)


def _waits() -> Iterator[timedelta]:
    """Give how long after its making a message is tried: 0, 5, 15, 35 seconds ... then hourly."""
    waited, step = timedelta(0), timedelta(seconds=PAUSE_SECONDS)
    while waited <= GIVEN_UP_AFTER:
        yield waited
        waited, step = waited + step, min(2 * step, LONGEST_WAIT)


WAITS = tuple(_waits())


def run(arguments: argparse.Namespace) -> int:
    settings = from_environment(os.environ)
    factory = sessionmaker(make_engine(settings.database_url), expire_on_commit=False)
    tidy_at = remind_at = clock.now()
    while True:
        if clock.now() >= remind_at:
            _remind(factory)
            remind_at = clock.now() + EVERY
        if clock.now() >= tidy_at:
            _tidy(factory, settings)
            _forget(factory)
            tidy_at = clock.now() + UNTOUCHED
        if _patiently(factory, settings) == 0:
            if arguments.once:
                return 0
            time.sleep(PAUSE_SECONDS)


def _tidy(factory: sessionmaker[Session], settings: Settings) -> None:
    """Tidy the store once a day; that it cannot be done now is no reason to stop."""
    try:
        sweep(factory, store_at(settings.attachments))
    except (SQLAlchemyError, StoreError, OSError) as error:
        sys.stderr.write(f"store: {type(error).__name__}\n")


def _forget(factory: sessionmaker[Session]) -> None:
    """Erase once a day what was kept long enough."""
    try:
        forget_due(factory)
    except SQLAlchemyError as error:
        sys.stderr.write(f"database: {type(error).__name__}\n")


def _remind(factory: sessionmaker[Session]) -> None:
    """Remind and settle; what cannot be done now is done a minute later."""
    try:
        while remind_due(factory):
            pass
        settle_due(factory)
        remind_jurors(factory)
        remind_applicants(factory)
    except SQLAlchemyError as error:
        sys.stderr.write(f"database: {type(error).__name__}\n")


def _patiently(factory: sessionmaker[Session], settings: Settings) -> int:
    """Deliver, scan and compute; a database that is away for a while does not end the worker."""
    try:
        scanned = scan_waiting(factory, store_at(settings.attachments), settings.clamd)
        sent = deliver(factory, settings.smtp_url, settings.origin)
        return scanned + sent + compute_waiting(factory)
    except SQLAlchemyError as error:
        sys.stderr.write(f"database: {type(error).__name__}\n")
        return 0


def deliver(factory: sessionmaker[Session], smtp_url: str, origin: str) -> int:
    """Send what is due, at most a batch; return how many messages left.

    Nothing is tried, and no attempt counted, while the mail server cannot be reached. Each message
    is noted by itself: a crash between sending and noting sends one message twice, with the same
    Message-ID, so that a mail client shows it once.
    """
    sent = 0
    for _ in range(BATCH):
        with factory.begin() as session:
            next_one = _due(session)
            server = None if next_one is None else _reached(smtp_url)
            if next_one is None or server is None:
                break
            sent += _send(server, *next_one, origin)
    return sent


def _due(session: Session) -> tuple[OutboxMessage, str] | None:
    """Return the message that is tried next and its address; the least tried comes first."""
    column = OutboxMessage.created_at
    made_before = {
        attempts: literal(clock.now() - wait, column.type) for attempts, wait in enumerate(WAITS)
    }
    row = session.execute(
        select(OutboxMessage, func.coalesce(Person.email, OutboxMessage.address))
        .outerjoin(Person, Person.id == OutboxMessage.person_id)
        .where(
            OutboxMessage.sent_at.is_(None),
            column <= case(made_before, value=OutboxMessage.attempts),
        )
        .order_by(OutboxMessage.attempts, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboxMessage)
    ).first()
    return None if row is None else (row[0], row[1])


def _reached(smtp_url: str) -> smtplib.SMTP | None:
    where = urlsplit(smtp_url)
    try:
        return smtplib.SMTP(where.hostname or "localhost", where.port or 25, timeout=10)
    except OSError as error:
        sys.stderr.write(f"mail server: {type(error).__name__}\n")
        return None


def _send(server: smtplib.SMTP, message: OutboxMessage, address: str, origin: str) -> bool:
    message.attempts += 1
    try:
        with server:
            server.send_message(composed(message, address, origin))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one must not stop the others
        given_up = ""
        if message.attempts == len(WAITS):
            given_up, message.mail_path = " and is given up", ""
        sys.stderr.write(f"message {message.id}: {type(error).__name__}{given_up}\n")
        return False
    message.sent_at, message.mail_path = clock.now(), ""
    return True


def composed(message: OutboxMessage, address: str, origin: str) -> EmailMessage:
    """Make the mail: our own subject and words only, plain text, one link."""
    mail = EmailMessage(policy=SMTP)
    host = urlsplit(origin).hostname or "localhost"
    mail["From"] = f"Relanceloket <noreply@{host}>"
    mail["To"] = address
    mail["Subject"] = " ".join(words(Text.from_data(message.subject)).split())
    mail["Message-ID"] = f"<{message.public_id}@{host}>"
    mail.set_content(
        f"{words(Text.from_data(message.body))}\n\n{origin}{message.mail_path or message.path}\n"
    )
    return mail
