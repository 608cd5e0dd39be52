"""Enumerations that know what a person calls their members."""

from enum import StrEnum
from typing import Self

from subsidy.core.text import Text


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
