"""The instant at which the requests of a test arrive."""

from datetime import datetime

import pytest

from subsidy.web import clock
from tests.support.applications import DURING


class Clock:
    """Lets every request arrive at one instant of the programme."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = DURING
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def move(self, to: datetime) -> None:
        self.now = to
