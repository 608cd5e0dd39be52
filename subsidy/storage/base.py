"""What a store can do. Its names are SHA-256 fingerprints, so no name ever comes from a person."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import IO, NoReturn, Protocol

NAME = re.compile(r"[0-9a-f]{64}")


class StoreError(Exception):
    """The store could not do it: no space, no access, no such file. Nothing half is left behind."""


class Store(Protocol):
    """Files by fingerprint. What is there already is not written again, only marked as fresh."""

    def put(self, content: bytes) -> str:
        """Keep these bytes safely and return their fingerprint. Raises StoreError."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file to read. Raises StoreError."""

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Yield every fingerprint with the last instant at which it was put."""

    def remove(self, name: str, before: datetime) -> bool:
        """Forget a file, unless it was put again since ``before``; say whether it is gone."""


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Nowhere:
    """The store of an installation that has none: it keeps nothing and says so."""

    def put(self, content: bytes) -> NoReturn:
        raise StoreError(f"no store for {len(content)} bytes")

    def open(self, name: str) -> NoReturn:
        raise StoreError(f"no store with {name}")

    def kept(self) -> Iterator[tuple[str, datetime]]:
        return iter(())

    def remove(self, name: str, before: datetime) -> bool:
        raise StoreError(f"no store with {name} of before {before}")
