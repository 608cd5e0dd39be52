"""Money is whole cents; fractions exist only inside a named rounding function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole euro cents; may be negative (the funder's account is)."""

    cents: int

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        """Return the amount for logs; people read the rendering of ``subsidy.language``."""
        sign = "-" if self.cents < 0 else ""
        return f"EUR {sign}{abs(self.cents) // 100}.{abs(self.cents) % 100:02d}"

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        return cls(sum(amount.cents for amount in amounts))

    def share_out(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Split one award among partners by ``weights`` (largest remainder); no cent is lost.

        Equal remainders: the earlier partner receives the cent. Raises ``ValueError`` when the
        weights are negative or sum to zero while there is money to split.
        """
        whole = sum(weights)
        if any(weight < 0 for weight in weights) or (whole == 0 and self.cents != 0):
            raise ValueError("weights must be zero or more and not all zero")
        if whole == 0:
            return tuple(Money(0) for _ in weights)
        parts = [divmod(self.cents * weight, whole) for weight in weights]
        missing = self.cents - sum(quotient for quotient, _ in parts)
        by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
        lucky = set(by_remainder[:missing])
        return tuple(Money(quotient + (i in lucky)) for i, (quotient, _) in enumerate(parts))
