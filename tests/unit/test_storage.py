"""The store keeps bytes whole and once, whatever breaks while they are written."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from subsidy.storage import Bucket, Folder, Nowhere, Store, StoreError, store_at

LATER = datetime.now(UTC) + timedelta(days=1)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Give a store of each kind: what one can, the other can."""
    return Folder(tmp_path) if request.param == "folder" else Bucket(MemoryStore())


def test_bytes_are_kept_under_their_fingerprint_and_come_back(store: Store) -> None:
    name = store.put(b"Besluit")

    assert name == hashlib.sha256(b"Besluit").hexdigest()
    with store.open(name) as file:
        assert file.read() == b"Besluit"
    assert [each for each, _ in store.kept()] == [name]


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    assert store.put(b"Besluit") == store.put(b"Besluit")
    store.put(b"Ander besluit")

    assert len(list(store.kept())) == 2


@pytest.mark.parametrize("name", ["../secret", "", "a" * 63, "A" * 64, f"{'a' * 64}/../x"])
def test_only_a_fingerprint_names_a_file(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    with pytest.raises(StoreError):
        store.open(name)


def test_what_is_not_there_is_a_fault_in_words(store: Store) -> None:
    with pytest.raises(StoreError):
        store.open("a" * 64)
    with pytest.raises(StoreError):
        store.remove("a" * 64, LATER)


def test_what_was_put_after_an_instant_is_not_removed(store: Store) -> None:
    name = store.put(b"Besluit")

    assert not store.remove(name, datetime.now(UTC) - timedelta(hours=1))
    assert store.remove(name, LATER)
    assert list(store.kept()) == []


def test_the_address_says_which_store_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")

    assert isinstance(store_at(str(tmp_path)), Folder)
    assert isinstance(store_at("s3://bijlagen/2026"), Bucket)


@pytest.mark.parametrize("call", ["fsync", "fdopen", "open"])
def test_a_full_disk_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    store = Folder(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(os, call, full)
        with pytest.raises(StoreError):
            store.put(b"Besluit")

    assert [name for name, _ in store.kept()] == []
    assert store.put(b"Besluit")
    assert len(files(tmp_path)) == 1


def test_a_file_is_removed_unless_it_was_put_again(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    name = store.put(b"Besluit")
    path = files(tmp_path)[0]
    os.utime(path, (1, 1))

    store.put(b"Besluit")  # somebody encloses it again, while it is about to be swept away

    assert not store.remove(name, datetime.now(UTC) - timedelta(hours=1))
    assert store.remove(name, LATER)
    assert files(tmp_path) == []


def test_no_store_keeps_nothing_and_says_so() -> None:
    store = store_at("")

    assert isinstance(store, Nowhere)
    assert list(store.kept()) == []
    with pytest.raises(StoreError):
        store.put(b"x")
    with pytest.raises(StoreError):
        store.open("a" * 64)
