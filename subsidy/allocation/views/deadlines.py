"""When one can claim, in words."""

from datetime import datetime

from subsidy.allocation.models import Round
from subsidy.core.clock import is_open
from subsidy.core.deadline import time_left
from subsidy.core.text import Text


def when(round_: Round, now: datetime) -> Text:
    """Return the period as a fact: from when, until when, or that it ended."""
    if now < round_.opens_at:
        return Text("from %(opens)s", opens=round_.opens_at)
    return time_left(round_.closes_at, now)


def sentence(round_: Round, now: datetime) -> Text:
    """Return the same as a sentence."""
    if now < round_.opens_at:
        return Text("You can claim from %(opens)s.", opens=round_.opens_at)
    if is_open(round_.opens_at, round_.closes_at, now):
        return Text("You can claim %(when)s.", when=time_left(round_.closes_at, now))
    return Text("The round closed on %(at)s.", at=round_.closes_at)
