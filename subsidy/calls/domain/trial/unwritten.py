"""What nobody wrote yet: a value that no rule can use without saying so.

A trial asks a rule about a consortium of which nothing is written. What an applicant still has to
write, and what the draft of the call does not say yet, is neither empty nor zero: a rule that looks
at it cannot be decided. So every use of such a value raises; a rule of the library needs to know
nothing of trials, and a rule that is added tomorrow takes part by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import Enum, auto
from functools import cached_property
from typing import Any, NoReturn

from subsidy.calls.domain.dossier import Around, Dossier, Municipality, Partner
from subsidy.calls.domain.rules import Terms
from subsidy.calls.domain.trial.consortia import Borders


class Writer(Enum):
    """Who still has to write it."""

    APPLICANT = auto()
    AGENCY = auto()


class UnwrittenError(Exception):
    """A rule looked at what nobody wrote yet."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(f"the {writer.name.lower()} has not written this yet")
        self.writer = writer


class _Unwritten:
    """Passed on it is harmless; compared, counted, read or computed with it raises."""

    __slots__ = ("_writer",)

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def _used(self, *_others: object) -> NoReturn:
        raise UnwrittenError(self._writer)

    __getattr__ = __getitem__ = __call__ = _used
    __bool__ = __len__ = __iter__ = __contains__ = __str__ = __format__ = _used
    __lt__ = __le__ = __gt__ = __ge__ = _used
    __eq__ = __ne__ = __hash__ = _used
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _used
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _used
    __and__ = __rand__ = __or__ = __ror__ = __neg__ = __abs__ = __int__ = __index__ = _used


BY_APPLICANT: Any = _Unwritten(Writer.APPLICANT)
BY_AGENCY: Any = _Unwritten(Writer.AGENCY)

# What a municipality brings by being one; all else of a dossier is written by an applicant.
_OF_DOSSIER = frozenset({"partners", "around"})
_OF_AROUND = frozenset({"borders"})
_OF_PARTNER = frozenset(
    {"id", "name", "municipality", "local_authority", "lead", "consent", "organisation_id"}
)


@dataclass(frozen=True, kw_only=True)
class _Consortium(Dossier):
    """Looks up once who takes part: a trial asks every rule about thousands of consortia."""

    @cached_property
    def accepted(self) -> tuple[Partner, ...]:
        return super().accepted

    @cached_property
    def invited(self) -> tuple[Partner, ...]:
        return super().invited

    @cached_property
    def municipalities(self) -> tuple[Municipality, ...]:
        return super().municipalities


def consortium(partners: Iterable[Partner], around: Around, **written: object) -> Dossier:
    """Return a dossier in which these partners take part and nothing else is written."""
    return _Consortium(partners=tuple(partners), around=around, **{**_BLANK_DOSSIER, **written})


def looked_up(dossier: Dossier) -> Dossier:
    """Return the same dossier, which looks up only once who takes part."""
    return _Consortium(**{each.name: getattr(dossier, each.name) for each in fields(dossier)})


def surroundings(borders: Borders) -> Around:
    """Return what is known around an application that is not there yet: who lies beside whom."""
    return Around(borders=borders, **_BLANK_AROUND)


def member(municipality: Municipality, *, lead: bool = False, **written: object) -> Partner:
    """Return a municipality that takes part, of which only is known what it is."""
    return Partner(
        id=municipality.nis,
        name=municipality.name,
        municipality=municipality,
        local_authority=True,
        organisation_id=municipality.nis,
        lead=lead,
        **{**_BLANK_PARTNER, **written},
    )


def _blank(kind: type[Dossier | Partner | Around], known: frozenset[str]) -> dict[str, Any]:
    return {each.name: BY_APPLICANT for each in fields(kind) if each.name not in known}


_BLANK_DOSSIER = _blank(Dossier, _OF_DOSSIER)
_BLANK_AROUND = _blank(Around, _OF_AROUND)
_BLANK_PARTNER = _blank(Partner, _OF_PARTNER)


def partly(terms: Terms, unreadable: Iterable[str]) -> Terms:
    """Return the terms of a draft, of which these cannot be read yet."""
    known = {each.name: getattr(terms, each.name) for each in fields(Terms)}
    return Terms(**{**known, **dict.fromkeys(unreadable, BY_AGENCY)})
