"""Who moves up when money returns, and in which order: from one JSON to another."""

from collections.abc import Callable, Mapping
from typing import Any

from subsidy.scoring.domain.frozen import question, standing, waiting_data
from subsidy.scoring.domain.reserve_list import listed
from subsidy.scoring.domain.restoring import can_be_met


def run(data: Mapping[str, Any], tell: Callable[[int, int], None]) -> Mapping[str, Any]:
    tell(0, 1)
    waiting = listed(*question(data["question"]), standing(data["standing"]), can_be_met)
    return {"waiting": [waiting_data(each) for each in waiting]}
