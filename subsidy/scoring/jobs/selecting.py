"""Which files are funded, by any method: from one JSON to another."""

from collections.abc import Callable, Mapping
from typing import Any

from subsidy.scoring.domain.frozen import question, selection_data, verdict_data
from subsidy.scoring.domain.selection import judged


def run(data: Mapping[str, Any], tell: Callable[[int, int], None]) -> Mapping[str, Any]:
    tell(0, 1)
    made, said = judged(*question(data))
    return {
        "selection": selection_data(made),
        "verdicts": {id_: verdict_data(each) for id_, each in said.items()},
    }
