"""Jurors without a name: J1, J2 and so on in a drawn order, and texts that name nobody of them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MAIL = re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+")
HIDDEN = "[…]"


@dataclass(frozen=True, slots=True)
class Mask:
    """``order``: ids of jurors in the drawn order; ``names``: what no text may hold."""

    order: Sequence[str]
    names: Sequence[str]

    @classmethod
    def of(cls, seed: str, jurors: Mapping[str, str]) -> "Mask":
        """Return the mask of these jurors, id -> name.

        The order is that of the SHA-256 of seed and id: it follows neither names nor seats.
        """

        def drawn(id_: str) -> str:
            return hashlib.sha256(f"{seed} {id_}".encode()).hexdigest()

        longest = sorted(set(jurors.values()), key=lambda name: (-len(name), name))
        return cls(tuple(sorted(jurors, key=drawn)), tuple(longest))

    def place(self, id_: str) -> int:
        """Return the place of a juror, from 1."""
        return self.order.index(id_) + 1

    def label(self, id_: str) -> str:
        return f"J{self.place(id_)}"

    def hidden(self, text: str) -> str:
        """Return the text without mail addresses and without names, in capitals or not."""
        said = MAIL.sub(HIDDEN, text)
        for name in self.names:
            spaced = r"\s+".join(map(re.escape, name.split()))
            said = re.sub(rf"(?<!\w){spaced}(?!\w)", HIDDEN, said, flags=re.IGNORECASE)
        return said
