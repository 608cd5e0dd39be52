"""A snapshot is canonical, exact, and read back as the same file."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.form import Contact, Content
from subsidy.applications.domain.snapshot import canonical, digest, file_of, plain, snapshot
from subsidy.core.money import Money
from tests.support.case_files import complete_file, signed

AT = datetime(2021, 10, 29, 9, 59, 59, 999_000, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_a_file_survives_storage_unchanged() -> None:
    file = signed(complete_file())

    stored = json.loads(json.dumps(snapshot(file, AT)))

    assert file_of(stored) == file
    assert digest(stored) == digest(snapshot(file, AT))


def test_an_almost_empty_file_survives_too() -> None:
    empty = CaseFile(
        id="a",
        number="1",
        call_id="c",
        call_title="",
        regulation_version=1,
        regulation_hash="",
        contact=Contact(),
        content=Content(),
    )

    assert file_of(snapshot(empty, AT)) == empty


def test_the_hash_is_that_of_the_published_recipe() -> None:
    """SHA-256 of JSON with sorted keys and no spaces, in UTF-8: anyone can recompute it."""
    content = snapshot(complete_file(), AT)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert digest(content) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_the_instant_of_arrival_is_part_of_the_proof() -> None:
    later = AT.replace(microsecond=0)

    assert digest(snapshot(complete_file(), AT)) != digest(snapshot(complete_file(), later))


def test_one_cent_changes_the_hash() -> None:
    file = complete_file()
    first, *others = file.lines
    dearer = replace(first, requested=first.requested + Money(1))

    changed = replace(file, lines=(dearer, *others))

    assert digest(snapshot(file, AT)) != digest(snapshot(changed, AT))


@given(st.dictionaries(st.text(), JSON))
def test_the_order_of_keys_does_not_matter(data: dict[str, Any]) -> None:
    backwards = dict(reversed(data.items()))

    assert canonical(data) == canonical(backwards)
    assert json.loads(canonical(data)) == data


@pytest.mark.parametrize("data", [1.5, {"a": [1, {"b": 0.1}]}, (1, 2.0)])
def test_a_float_is_refused(data: object) -> None:
    with pytest.raises(TypeError):
        canonical(data)


def test_an_unknown_version_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="version 2"):
        file_of({**snapshot(complete_file(), AT), "version": 2})


def test_what_is_no_value_of_a_file_is_refused() -> None:
    with pytest.raises(TypeError):
        plain(object())
