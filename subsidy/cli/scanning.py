"""What the worker does for enclosed files: has them scanned, and sweeps what nobody holds."""

import sys
from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from subsidy.applications import queries, service
from subsidy.applications.domain.attachments import Scan
from subsidy.core import clock
from subsidy.storage import Store, StoreError
from subsidy.storage.clamd import ScannerError, Verdict, scan

BATCH = 20
TRIED_AGAIN = timedelta(minutes=10)
UNTOUCHED = timedelta(hours=24)  # longer than any upload takes between its bytes and its row
FOUND = {Verdict.CLEAN: Scan.CLEAN, Verdict.INFECTED: Scan.INFECTED, Verdict.REFUSED: None}


def scan_waiting(factory: sessionmaker[Session], store: Store, clamd: str) -> int:
    """Have files scanned that wait, at most a batch; return of how many it is known now.

    No transaction is open while the scanner works. A scanner that is down leaves all as it is; a
    file that it does not want to look at is tried again later.
    """
    known = 0
    for _ in range(BATCH if clamd else 0):
        with factory() as session:
            content_hash = queries.to_scan(session, clock.now() - TRIED_AGAIN)
        if content_hash is None:
            break
        try:
            known += _scanned(factory, store, clamd, content_hash)
        except ScannerError as error:
            sys.stderr.write(f"scanner: {error}\n")
            break
    return known


def _scanned(factory: sessionmaker[Session], store: Store, clamd: str, content_hash: str) -> bool:
    """Have one file scanned; return whether it is known now. Raises ScannerError."""
    try:
        with store.open(content_hash) as file:
            found = FOUND[scan(clamd, file)]
    except StoreError:
        sys.stderr.write(f"store: {content_hash} does not open\n")
        found = None  # the others need not wait for it
    with factory.begin() as session:
        service.note_scan(session, content_hash, found, clock.now())
    return found is not None


def sweep(factory: sessionmaker[Session], store: Store) -> int:
    """Remove bytes that no application holds and that nobody put for a day; return how many."""
    before = clock.now() - UNTOUCHED
    old = [name for name, at in store.kept() if at < before]
    with factory() as session:
        held = queries.hashes_in_use(session)
    return sum(store.remove(name, before) for name in old if name not in held)
