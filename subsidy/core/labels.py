"""Enumerations that know what a person calls their members."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self, TypeVar

from subsidy.core.text import Text

E = TypeVar("E", bound=StrEnum)


class Labelled(StrEnum):
    """A member is ``NAME = "stored value", N_("msgid"), "tone"``; the tone colours its tag."""

    label: Text
    tone: str

    def __new__(cls, value: str, msgid: str = "", tone: str = "grey") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = Text(msgid)
        member.tone = tone
        return member


def chosen(kind: type[E], values: Iterable[str]) -> tuple[E, ...]:
    """Return the members in the order of the list, each once; what is on no list is dropped."""
    wanted = frozenset(values)
    return tuple(member for member in kind if member.value in wanted)
