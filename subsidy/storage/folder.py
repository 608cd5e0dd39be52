"""A store on a disk: a file is whole under its name, or not there at all, whatever breaks."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from subsidy.storage.base import NAME, StoreError, fingerprint

UNFINISHED = ".part"


class Folder:
    """Files under ``ab/cdef...``: 256 folders, so that none holds too many."""

    def __init__(self, place: str | Path) -> None:
        self._root = Path(place)

    def put(self, content: bytes) -> str:
        name = fingerprint(content)
        path = self._path(name)
        try:
            if not _freshened(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, content)
        except OSError as error:
            raise StoreError(str(error)) from error
        return name

    def open(self, name: str) -> IO[bytes]:
        try:
            return self._path(name).open("rb")
        except OSError as error:
            raise StoreError(str(error)) from error

    def kept(self) -> Iterator[tuple[str, datetime]]:
        for path in sorted(self._root.glob("??/*")):
            name = path.parent.name + path.name
            if NAME.fullmatch(name):
                yield name, _changed(path)

    def remove(self, name: str, before: datetime) -> bool:
        path = self._path(name)
        try:
            if _changed(path) >= before:
                return False
            path.unlink()
        except OSError as error:
            raise StoreError(str(error)) from error
        return True

    def _path(self, name: str) -> Path:
        """Return where a file is. Raises StoreError for what is no fingerprint: never a path."""
        if not NAME.fullmatch(name):
            raise StoreError("this is no fingerprint")
        return self._root / name[:2] / name[2:]


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _freshened(path: Path) -> bool:
    """Mark a file that is there as put now, so that nobody sweeps it away meanwhile."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    """Write beside the place, make sure it is on the disk, then give it its name in one step."""
    handle, unfinished = tempfile.mkstemp(suffix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(unfinished).unlink()
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Put the new name itself on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
