"""Where the bytes of files are kept: by their own fingerprint, so the same bytes are kept once."""

from subsidy.storage.base import Nowhere, Store, StoreError, fingerprint
from subsidy.storage.folder import Folder


def store_at(place: str) -> Store:
    """Return the store of an installation: a folder; nothing at all when no place is named."""
    return Folder(place) if place else Nowhere()


__all__ = ["Folder", "Nowhere", "Store", "StoreError", "fingerprint", "store_at"]
