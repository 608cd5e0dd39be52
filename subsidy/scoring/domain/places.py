"""Ranks files by merit, with ties broken by the published rule (decision 20).

At the same merit: the higher mean mark on the criterion with the highest weight, then on the
next criterion, and so on; then the smaller amount; then a lot that anybody can draw again: the
smaller SHA-256 of the published seed and the file number. Criteria of the same weight count in
the order in which the regulation lists them.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text
from subsidy.scoring.domain.marks import Criterion


class DecidedBy(Labelled):
    """What separated a file from the one just before it in the ranking."""

    MERIT = "merit", N_("fewer points")
    CRITERION = "criterion", N_("same points, lower mean mark on a criterion")
    AMOUNT = "amount", N_("same points and marks, larger amount")
    LOT = "lot", N_("same points, marks and amount: drawn by lot")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a file brings to the ranking.

    ``merit`` in hundredths (0-10,000), ``criterion_means`` the exact mean mark (0-10) per
    criterion key, ``amount_cents`` the amount requested.
    """

    number: str
    merit: int
    criterion_means: Mapping[str, Fraction]
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in the ranking, from 1.

    ``decided_by``: what separated it from the file just before it; None for the first.
    ``criterion``: the key of the criterion that did, if a criterion did.
    """

    position: int
    standing: Standing
    decided_by: DecidedBy | None
    criterion: str | None = None

    @property
    def number(self) -> str:
        return self.standing.number


def ranking(
    standings: Iterable[Standing],
    criteria: Sequence[Criterion],
    seed: str,
) -> tuple[Rank, ...]:
    """Return the files from best to last; the order of ``standings`` has no influence.

    ``seed``: published before the marks are known. Raises ``ValueError`` for a number that
    stands in the list twice, ``KeyError`` for a missing mean.
    """
    found = list(standings)
    if len({standing.number for standing in found}) != len(found):
        raise ValueError("a file number stands in the list twice")
    keys = _by_weight(criteria)
    ordered = sorted(found, key=lambda standing: _place(standing, keys, seed))
    firsts = [Rank(1, standing, None) for standing in ordered[:1]]
    return (
        *firsts,
        *(
            Rank(position, after, *_difference(before, after, keys))
            for position, (before, after) in enumerate(pairwise(ordered), start=2)
        ),
    )


def lot(seed: str, number: str) -> str:
    """Return the lot of a file: SHA-256 of ``seed|number`` in UTF-8, in hexadecimal; lowest wins.

    Anybody can check it: ``printf '%s' 'SEED|NUMBER' | sha256sum``.
    """
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()


def reason(rank: Rank, criteria: Sequence[Criterion]) -> Text:
    """Return what separated this place from the one just before it, as a sentence."""
    match rank.decided_by:
        case None:
            return Text("This file has the highest place.")
        case DecidedBy.MERIT:
            return Text("The file just before it has more points.")
        case DecidedBy.CRITERION:
            labels = {criterion.key: criterion.label for criterion in criteria}
            return Text(
                "The file just before it has the same points, but a higher mean mark on "
                "“%(criterion)s”.",
                criterion=labels[str(rank.criterion)],
            )
        case DecidedBy.AMOUNT:
            return Text(
                "The file just before it has the same points and marks, but asks a smaller amount."
            )
        case DecidedBy.LOT:
            return Text(
                "The file just before it has the same points, marks and amount. "
                "The lot decided with the published seed."
            )


def _by_weight(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    heaviest_first = sorted(criteria, key=lambda criterion: -criterion.weight_basis_points)
    return tuple(criterion.key for criterion in heaviest_first)


def _place(
    standing: Standing,
    keys: Sequence[str],
    seed: str,
) -> tuple[int, tuple[Fraction, ...], int, str, str]:
    means = tuple(-standing.criterion_means[key] for key in keys)
    number = standing.number
    return -standing.merit, means, standing.amount_cents, lot(seed, number), number


def _difference(
    before: Standing,
    after: Standing,
    keys: Sequence[str],
) -> tuple[DecidedBy, str | None]:
    if before.merit != after.merit:
        return DecidedBy.MERIT, None
    for key in keys:
        if before.criterion_means[key] != after.criterion_means[key]:
            return DecidedBy.CRITERION, key
    same = before.amount_cents == after.amount_cents
    return (DecidedBy.LOT if same else DecidedBy.AMOUNT), None
