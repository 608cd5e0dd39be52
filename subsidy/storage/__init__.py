"""Where the bytes of files are kept: by their own fingerprint, so the same bytes are kept once."""

from subsidy.storage.base import Nowhere, Store, StoreError, fingerprint
from subsidy.storage.bucket import Bucket
from subsidy.storage.folder import Folder

S3 = "s3://"


def store_at(place: str) -> Store:
    """Return the store of an installation: a folder, a bucket, or nothing when none is named."""
    if place.startswith(S3):
        return Bucket(place)
    return Folder(place) if place else Nowhere()


__all__ = [
    "Bucket",
    "Folder",
    "Nowhere",
    "Store",
    "StoreError",
    "fingerprint",
    "store_at",
]
