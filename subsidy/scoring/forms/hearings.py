"""What the chair types about the hearings of a call: three fields per file."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import HiddenField, StringField

from subsidy.core.text import N_
from subsidy.scoring.domain.hearings import (
    LONGEST_PLACE,
    Asked,
    Slot,
    minutes_place,
    start_place,
    where_place,
)
from subsidy.web.forms import BaseForm, MomentField, NumberField, filled, longest

Row = tuple[str, str, Slot | None]  # public id of the file, its number, its slot


class HearingsForm(BaseForm):
    """The slots of a call. ``seen``: what was on the screen."""

    seen = HiddenField()

    def asked(self, rows: Iterable[Row]) -> dict[str, Asked]:
        return {
            key: Asked(
                number=number,
                starts_at=self[start_place(key)].data,
                minutes=self[minutes_place(key)].data,
                place=str(self[where_place(key)].data or "").strip(),
            )
            for key, number, _ in rows
        }


def hearings_form(rows: Sequence[Row]) -> HearingsForm:
    """Return the form with three fields per file, filled with what was typed or else its slot."""
    fields: dict[str, Any] = {}
    kept: dict[str, object] = {}
    for key, number, slot in rows:
        fields[start_place(key)] = MomentField(N_("Day and hour"), description=number)
        fields[minutes_place(key)] = NumberField(N_("Minutes"), description=number)
        fields[where_place(key)] = StringField(
            N_("Place or link"), [longest(LONGEST_PLACE, pasted=True)], description=number
        )
        if slot is not None:
            kept[start_place(key)] = slot.starts_at
            kept[minutes_place(key)] = slot.minutes
            kept[where_place(key)] = slot.place
    return filled(type("PlanHearingsForm", (HearingsForm,), fields), **kept)
