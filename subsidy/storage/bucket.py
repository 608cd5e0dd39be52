"""A store in a bucket of S3, or of anything that speaks the same; who may use it stands in AWS_*.

The library is loaded with the first bucket: an installation with a folder does without.
"""

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from io import BytesIO
from typing import IO, Any

from subsidy.storage.base import NAME, StoreError, fingerprint


class Bucket:
    """Files under ``ab/cdef...``, as in a folder; an object is whole, or not there at all."""

    def __init__(self, place: Any) -> None:  # noqa: ANN401 - an object store of the library, or its address
        self._library: Any = import_module("obstore")
        stores: Any = import_module("obstore.store")
        self._objects = stores.from_url(place) if isinstance(place, str) else place
        failed: Any = import_module("obstore.exceptions")
        self._failed = (failed.BaseError, OSError)

    def put(self, content: bytes) -> str:
        """Write the object, also when it is there: the same bytes, and fresh from now on."""
        name = fingerprint(content)
        try:
            self._library.put(self._objects, _path(name), content)
        except self._failed as error:
            raise StoreError(str(error)) from error
        return name

    def open(self, name: str) -> IO[bytes]:
        try:
            found = self._library.get(self._objects, _path(name))
            return BytesIO(bytes(found.bytes()))
        except self._failed as error:
            raise StoreError(str(error)) from error

    def kept(self) -> Iterator[tuple[str, datetime]]:
        try:
            for several in self._library.list(self._objects):
                for one in several:
                    name = one["path"].replace("/", "")
                    if NAME.fullmatch(name):
                        yield name, one["last_modified"]
        except self._failed as error:
            raise StoreError(str(error)) from error

    def remove(self, name: str, before: datetime) -> bool:
        path = _path(name)
        try:
            if self._library.head(self._objects, path)["last_modified"] >= before:
                return False
            self._library.delete(self._objects, path)
        except self._failed as error:
            raise StoreError(str(error)) from error
        return True


def _path(name: str) -> str:
    """Return the key of an object. Raises StoreError for what is no fingerprint."""
    if not NAME.fullmatch(name):
        raise StoreError("this is no fingerprint")
    return f"{name[:2]}/{name[2:]}"
