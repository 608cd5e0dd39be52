"""The worker has files scanned: what is down leaves them waiting, and nobody else waits for it."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session, sessionmaker

from subsidy.applications import queries
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.models import Attachment
from subsidy.cli.scanning import scan_waiting, sweep
from subsidy.core import clock
from subsidy.core.text import Text
from subsidy.language import words
from subsidy.storage import Folder
from subsidy.storage.clamd import ScannerError, Verdict, scan
from subsidy.workflow import OutboxMessage
from tests.support.applications import Consortium, complete, published_call
from tests.support.clamd import Scanner, scanner
from tests.support.enclosures import EICAR, enclosed, pdf

NOBODY = "tcp://127.0.0.1:9"  # the port of a service that throws everything away: closed


@pytest.fixture
def factory(connection: Connection) -> sessionmaker[Session]:
    return sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def made(session: Session) -> Consortium:
    return complete(session, published_call(session))


def states(session: Session, made: Consortium) -> dict[str, Scan]:
    session.expire_all()
    return {row.name: row.scan for row in queries.attachments(session, made.record)}


def test_what_is_clean_and_what_is_not_is_noted_and_told(
    session: Session, factory: sessionmaker[Session], store: Folder, made: Consortium
) -> None:
    enclosed(session, made, store, ("goed.pdf", pdf()), ("slecht.pdf", pdf(EICAR)))
    session.commit()

    with scanner() as address:
        assert scan_waiting(factory, store, address) == 2
        assert scan_waiting(factory, store, address) == 0

    assert states(session, made) == {"goed.pdf": Scan.CLEAN, "slecht.pdf": Scan.INFECTED}
    told = session.scalars(
        select(OutboxMessage).where(OutboxMessage.path.endswith("/bijlagen"))
    ).all()
    assert [each.person_id for each in told] == [made.lead.person.id]
    assert words(Text.from_data(told[0].subject)) == "Er zit een virus in “slecht.pdf”"


@pytest.mark.parametrize("address", [NOBODY, "unix:///no/such/socket"])
def test_a_scanner_that_is_down_leaves_files_waiting_and_is_tried_again(
    session: Session, factory: sessionmaker[Session], store: Folder, made: Consortium, address: str
) -> None:
    enclosed(session, made, store)
    session.commit()

    assert scan_waiting(factory, store, address) == 0
    assert states(session, made) == {"besluit.pdf": Scan.WAITING}
    with scanner() as up:
        scan_waiting(factory, store, up)
    assert states(session, made) == {"besluit.pdf": Scan.CLEAN}


def test_without_a_scanner_nothing_counts_as_clean(
    session: Session, factory: sessionmaker[Session], store: Folder, made: Consortium
) -> None:
    enclosed(session, made, store, scanned=False)
    session.commit()

    assert scan_waiting(factory, store, "") == 0
    assert states(session, made) == {"besluit.pdf": Scan.UNSCANNED}
    with scanner() as address:  # one is set up later
        scan_waiting(factory, store, address)
    assert states(session, made) == {"besluit.pdf": Scan.CLEAN}


def test_a_file_that_cannot_be_scanned_does_not_hold_up_the_others(
    session: Session,
    factory: sessionmaker[Session],
    store: Folder,
    made: Consortium,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Scanner, "limit", 1_000)
    enclosed(session, made, store, ("groot.pdf", pdf(b"a" * 300_000)), ("klein.pdf", pdf()))
    session.commit()

    with scanner() as address:
        assert scan_waiting(factory, store, address) == 1
        assert scan_waiting(factory, store, address) == 0  # the worker can rest

    assert states(session, made) == {"groot.pdf": Scan.WAITING, "klein.pdf": Scan.CLEAN}
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(Scanner, "limit", 1_000_000)
    with scanner() as address:
        assert scan_waiting(factory, store, address) == 1
    assert states(session, made) == {"groot.pdf": Scan.CLEAN, "klein.pdf": Scan.CLEAN}


def test_a_file_that_the_store_lost_does_not_hold_up_the_others(
    session: Session, factory: sessionmaker[Session], store: Folder, made: Consortium
) -> None:
    (lost, _) = enclosed(session, made, store, ("weg.pdf", pdf(b"weg")), ("er.pdf", pdf()))
    store.remove(lost.content_hash, clock.now() + timedelta(days=1))
    session.commit()

    with scanner() as address:
        scan_waiting(factory, store, address)

    assert states(session, made) == {"weg.pdf": Scan.WAITING, "er.pdf": Scan.CLEAN}


def test_the_same_bytes_in_two_applications_are_scanned_once(
    session: Session, factory: sessionmaker[Session], store: Folder, made: Consortium
) -> None:
    other = complete(session, published_call(session), "Ninove", "Lede", "Haaltert")
    for each in (made, other):
        enclosed(session, each, store)
    session.commit()

    with scanner() as address:
        assert scan_waiting(factory, store, address) == 1

    assert {*states(session, made).values(), *states(session, other).values()} == {Scan.CLEAN}


def test_only_the_exact_word_for_clean_is_clean() -> None:
    with scanner() as address:
        assert scan(address, BytesIO(pdf())) is Verdict.CLEAN
        assert scan(address, BytesIO(EICAR)) is Verdict.INFECTED
    with pytest.raises(ScannerError):
        scan(NOBODY, BytesIO(pdf()))


# Sweeping -----------------------------------------------------------------------------------------


def test_only_bytes_that_nobody_holds_for_a_day_are_swept_away(
    session: Session,
    factory: sessionmaker[Session],
    store: Folder,
    made: Consortium,
    tmp_path: Path,
) -> None:
    (held,) = enclosed(session, made, store)
    session.commit()
    stray, fresh = store.put(b"never enclosed"), store.put(b"just being enclosed")
    two_days_ago = (clock.now() - timedelta(days=2)).timestamp()
    for name in (held.content_hash, stray):
        os.utime(tmp_path / name[:2] / name[2:], (two_days_ago, two_days_ago))

    assert sweep(factory, store) == 1

    assert {name for name, _ in store.kept()} == {held.content_hash, fresh}
    assert session.scalars(select(Attachment.content_hash)).all() == [held.content_hash]
