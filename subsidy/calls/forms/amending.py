"""What can be typed to change what is published."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from wtforms import SelectField, TextAreaField

from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, MomentField, longest, options, required

LONGEST_REASON = 1000
F = TypeVar("F", bound=BaseForm)


class PlacedForm(BaseForm):
    """A form whose refusals name places of a regulation: ``regels.minimum_gemeenten.aantal``."""

    def show(self, refused: RefusedError) -> None:
        super().show(RefusedError([self._at_its_field(each) for each in refused.refusals]))

    def _at_its_field(self, refusal: Refusal) -> Refusal:
        known = (name for name in _names(refusal.place or "") if name in self._fields)
        return replace(refusal, place=next(known, None))


def _names(place: str) -> Iterator[str]:
    """Give what the field of a place can be called, from its whole name to its last word."""
    words = place.split(".")
    for first in range(len(words)):
        yield "__".join(words[first:])


class ExtensionForm(PlacedForm):
    """A later deadline, and why."""

    sluit = MomentField(N_("New deadline"), [required(N_("Fill in the new deadline."))])
    reason = TextAreaField(
        N_("Why does the call close later?"),
        [required(N_("Write why the call closes later.")), longest(LONGEST_REASON)],
    )


class DropForm(BaseForm):
    """Why a change is not made."""

    reason = TextAreaField(
        N_("Why is the change not made?"),
        [required(N_("Write why the change is not made.")), longest(LONGEST_REASON)],
    )


def changing(part: type[F], questions: Sequence[tuple[str, str]]) -> type[F]:
    """Return the form of a part of a regulation that also asks why, and after which question."""

    class Changing(part, PlacedForm):  # type: ignore[valid-type, misc]  # the part is chosen by the address
        """The part as it is in force, to be changed."""

        reason = TextAreaField(
            N_("Why do you change the rules?"),
            [required(N_("Write why you change the regulation.")), longest(LONGEST_REASON)],
        )
        question = SelectField(
            N_("Does the answer to a question change the rules?"),
            choices=options(("", N_("No question")), *questions),
        )

    return Changing
