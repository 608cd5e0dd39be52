"""A whole file as canonical JSON: frozen at submission, read back years later, proved by its hash.

No floats: an amount is whole cents, a day or an instant is ISO text.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from subsidy.applications.domain.case_file import CaseFile
from subsidy.calls.domain.rules import Finding, Outcome, Weight
from subsidy.core.money import Money
from subsidy.core.text import Text

VERSION = 1
T = TypeVar("T")


def snapshot(
    file: CaseFile, received_at: datetime, findings: Sequence[Finding] = ()
) -> dict[str, Any]:
    """Return the content to keep; the instant of arrival is part of what the hash proves.

    ``findings``: what the rules of the call said then, in their own words.
    """
    kept = {"version": VERSION, "received_at": received_at.isoformat(), "file": plain(file)}
    return {**kept, "findings": [_written(one) for one in findings]} if findings else kept


def _written(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "weight": finding.weight.value,
        "sentence": finding.sentence.to_data(),
        "remedy": None if finding.remedy is None else finding.remedy.to_data(),
    }


def findings_in(content: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return what the rules said at submission; a snapshot of before they were kept has none."""
    return tuple(
        Finding(
            rule=one["rule"],
            outcome=Outcome(one["outcome"]),
            weight=Weight(one["weight"]),
            sentence=Text.from_data(one["sentence"]),
            remedy=None if one["remedy"] is None else Text.from_data(one["remedy"]),
        )
        for one in content.get("findings", ())
    )


def file_of(content: Mapping[str, Any]) -> CaseFile:
    """Return the file that a snapshot holds. Raises ValueError for a version it does not know."""
    if content.get("version") != VERSION:
        raise ValueError(f"a snapshot of version {content.get('version')} cannot be read")
    return read(CaseFile, content["file"])


def canonical(data: object) -> str:
    """Return the one text of this data: keys sorted, no spaces. Raises TypeError for a float."""
    _refuse_floats(data)
    return ordered(data)


def ordered(data: object) -> str:
    """Return the same text of a part, to sort by; the whole is checked for floats once."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(data: object) -> str:
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - any part of a file becomes JSON; one line per type
    """Return the JSON data of a frozen value."""
    match value:
        case None | bool() | int():
            return value
        case StrEnum():
            return value.value
        case str():
            return value
        case Money():
            return value.cents
        case date():
            return value.isoformat()
        case tuple() | list():
            return [plain(item) for item in value]
    if is_dataclass(value):
        return {name: plain(part) for name, part in _told(value)}
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _told(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - a dataclass
    """Yield the parts of a value; a quiet one only when there is something in it."""
    for part in fields(value):
        content = getattr(value, part.name)
        if content or not part.metadata.get("quiet"):
            yield part.name, content


def _refuse_floats(data: object) -> None:
    if isinstance(data, float):
        raise TypeError("a float has no exact text")
    if isinstance(data, Mapping):
        for value in data.values():
            _refuse_floats(value)
    elif isinstance(data, list | tuple):
        for value in data:
            _refuse_floats(value)


def read(kind: type[T], data: Mapping[str, Any]) -> T:
    """Return the frozen value of which :func:`plain` made this data."""
    readers = _readers(kind)
    return kind(**{name: None if it is None else readers[name](it) for name, it in data.items()})


Reader = Callable[[Any], Any]


def _readers_of(kind: Any) -> Mapping[str, Reader]:  # noqa: ANN401 - a type annotation
    """Return how each part of a kind is read: worked out once, as a trial reads 1,000 files."""
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


_readers: Callable[[Any], Mapping[str, Reader]] = cache(_readers_of)


def _reader(kind: Any) -> Reader:  # noqa: ANN401 - a type annotation
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
    if get_origin(kind) is tuple:
        inner = _reader(get_args(kind)[0])
        return lambda items: tuple([None if item is None else inner(item) for item in items])
    if kind in (date, datetime):
        return cast(Reader, kind.fromisoformat)
    if isinstance(kind, type) and is_dataclass(kind) and kind is not Money:
        return partial(read, kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _member(kind)
    return cast(Reader, kind)


def _member(kind: type[StrEnum]) -> Reader:
    """Return how a value of a list is read: a look-up, far quicker than asking the list itself."""
    known = {one.value: one for one in kind}
    return lambda value: known[value] if value in known else kind(value)
