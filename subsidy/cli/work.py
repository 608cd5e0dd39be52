"""Deliver the outbox by mail; every message is in the inbox of the application already."""

import argparse
import os
import smtplib
import sys
import time
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from subsidy.accounts.models import Person
from subsidy.config import from_environment
from subsidy.core.clock import now
from subsidy.core.text import Text
from subsidy.db import make_engine
from subsidy.language import words
from subsidy.workflow import OutboxMessage

PAUSE_SECONDS = 5
BATCH = 50
MOST_ATTEMPTS = 50


def run(arguments: argparse.Namespace) -> int:
    settings = from_environment(os.environ)
    factory = sessionmaker(make_engine(settings.database_url), expire_on_commit=False)
    while True:
        sent = deliver(factory, settings.smtp_url, settings.origin)
        if sent == 0:
            if arguments.once:
                return 0
            time.sleep(PAUSE_SECONDS)


def deliver(factory: sessionmaker[Session], smtp_url: str, origin: str) -> int:
    """Send a batch; return how many messages left. A failure is tried again later.

    The Message-ID is made of the message's own id: a crash between sending and noting it sends
    the same message twice, which a mail client shows once.
    """
    with factory.begin() as session:
        waiting = session.execute(
            select(OutboxMessage, Person.email)
            .join(Person, Person.id == OutboxMessage.person_id)
            .where(OutboxMessage.sent_at.is_(None), OutboxMessage.attempts < MOST_ATTEMPTS)
            .order_by(OutboxMessage.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True, of=OutboxMessage)
        ).all()
        return sum(_send(message, address, smtp_url, origin) for message, address in waiting)


def _send(message: OutboxMessage, address: str, smtp_url: str, origin: str) -> bool:
    message.attempts += 1
    try:
        where = urlsplit(smtp_url)
        with smtplib.SMTP(where.hostname or "localhost", where.port or 25, timeout=10) as server:
            server.send_message(composed(message, address, origin))
    except OSError as error:
        sys.stderr.write(f"message {message.id}: {type(error).__name__}\n")
        return False
    message.sent_at = now()
    return True


def composed(message: OutboxMessage, address: str, origin: str) -> EmailMessage:
    """Make the mail: our own subject and words only, plain text, one link."""
    mail = EmailMessage(policy=SMTP)
    host = urlsplit(origin).hostname or "localhost"
    mail["From"] = f"Relanceloket <noreply@{host}>"
    mail["To"] = address
    mail["Subject"] = " ".join(words(Text.from_data(message.subject)).split())
    mail["Message-ID"] = f"<{message.public_id}@{host}>"
    mail.set_content(f"{words(Text.from_data(message.body))}\n\n{origin}{message.path}\n")
    return mail
