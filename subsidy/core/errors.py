"""What the domain says when it refuses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from subsidy.core.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason, addressed to a person: what is wrong and what to do.

    ``place`` says where: the name of a form field (``title``), or a cell of a workbook
    (``begroting!D12``). None: the act as a whole.
    """

    text: Text
    place: str | None = None


class RefusedError(Exception):
    """The act is not done; the person gets every reason at once."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(str(refusal.text) for refusal in refusals))
        self.refusals = tuple(refusals)


def refuse_if(refusals: Iterable[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise RefusedError(found)


def refuse(text: Text, place: str | None = None) -> RefusedError:
    """Return (not raise) the error for a single reason, so that a type checker sees the raise."""
    return RefusedError([Refusal(text, place)])
