"""What it means that a realisation is there for everybody."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Offer:
    """A realisation as a project promises it to all municipalities."""

    title: str
    for_whom: str
    licence: str
    how_to_use: str
    conditions: str
    available_from: date | None
