"""Derives conflicts of interest from facts, before anybody reads a file.

A juror may not judge a file in which the own organisation leads or takes part, nor a file of
another organisation of the same municipality (its OCMW, for instance), nor of a municipality with
which the own one merges or has merged. What a juror declares comes on top. Rules of this
project (issue 6, "Conflicts first"); the facts of mergers come from Statbel's REFNIS.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text


class ConflictKind(Labelled):
    """Why a juror may not judge a file."""

    EMPLOYER = "employer", N_("own organisation is the lead partner"), "red"
    PARTNER = "partner", N_("own organisation is a partner"), "red"
    SAME_MUNICIPALITY = "same_municipality", N_("organisation of the same municipality"), "red"
    MERGED = "merged", N_("municipality of the same merger"), "red"
    DECLARED = "declared", N_("declared by the juror"), "red"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation. ``nis``: the code (5 characters) of its municipality, if it has one."""

    id: int
    name: str
    nis: str | None = None


@dataclass(frozen=True, slots=True)
class DerivedConflict:
    """One kind of conflict between a juror and a file, with what it follows from."""

    kind: ConflictKind
    evidence: Text


def derive(
    own: Iterable[Body],
    lead: Body,
    partners: Iterable[Body],
    successors: Mapping[str, str],
) -> tuple[DerivedConflict, ...]:
    """Return the conflicts between a juror's organisations and those of a file, one per kind.

    ``own``: every organisation of the juror. ``partners``: with or without the lead.
    ``successors``: NIS code -> code after a merger, for all mergers known, past and announced; a
    code that stays may point to itself. Two codes with the same final successor are one merger,
    whichever of the two was the older.
    """
    mine = sorted(own, key=_by_id)
    others = sorted({body for body in partners if body.id != lead.id}, key=_by_id)
    found = (
        _same(ConflictKind.EMPLOYER, mine, [lead]),
        _same(ConflictKind.PARTNER, mine, others),
        _near(ConflictKind.SAME_MUNICIPALITY, mine, [lead, *others], {}),
        _near(ConflictKind.MERGED, mine, [lead, *others], successors),
    )
    return tuple(conflict for conflict in found if conflict is not None)


def declared(reason: str) -> DerivedConflict | Refusal:
    """Return the conflict that a juror declares, or the refusal of an empty reason."""
    if not reason.strip():
        return Refusal(Text("Write why you cannot judge this file."), "reason")
    return DerivedConflict(ConflictKind.DECLARED, Text("%(reason)s", reason=reason.strip()))


def final_successor(nis: str, successors: Mapping[str, str]) -> str:
    """Return the code that ``nis`` has after all mergers."""
    seen = {nis}
    while (following := successors.get(nis, nis)) not in seen:
        nis = following
        seen.add(nis)
    return nis


def _by_id(body: Body) -> int:
    return body.id


def _same(kind: ConflictKind, mine: list[Body], theirs: list[Body]) -> DerivedConflict | None:
    own = {body.id for body in mine}
    names = tuple(body.name for body in theirs if body.id in own)
    if not names:
        return None
    text = N_("The juror belongs to %(names)s, the lead partner of this file.")
    if kind is ConflictKind.PARTNER:
        text = N_("The juror belongs to %(names)s, a partner in this file.")
    return DerivedConflict(kind, Text(text, names=names))


def _near(
    kind: ConflictKind,
    mine: list[Body],
    theirs: list[Body],
    successors: Mapping[str, str],
) -> DerivedConflict | None:
    merged = kind is ConflictKind.MERGED
    pairs = tuple(
        Text("%(own)s with %(other)s", own=own.name, other=other.name)
        for own in mine
        for other in theirs
        if _related(own, other, successors) and (own.nis != other.nis) is merged
    )
    if not pairs:
        return None
    text = N_("These organisations belong to the same municipality: %(pairs)s.")
    if merged:
        text = N_("These municipalities merge or have merged: %(pairs)s.")
    return DerivedConflict(kind, Text(text, pairs=pairs))


def _related(own: Body, other: Body, successors: Mapping[str, str]) -> bool:
    if own.id == other.id or own.nis is None or other.nis is None:
        return False
    return final_successor(own.nis, successors) == final_successor(other.nis, successors)
