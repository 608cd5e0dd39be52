"""Why every file is in or out, by any method: from one JSON to another, with progress."""

from collections.abc import Callable, Mapping
from typing import Any

from subsidy.scoring.domain.explanation import Explanation
from subsidy.scoring.domain.frozen import question
from subsidy.scoring.domain.selection import reasons


def run(data: Mapping[str, Any], tell: Callable[[int, int], None]) -> Mapping[str, Any]:
    why = reasons(*question(data))
    number = len(why.ordered)
    found: dict[str, Any] = {}
    for position in range(number):
        tell(position, number)
        made = why.explain(position)
        found[made.id] = _data(made)
    tell(number, number)
    return {"explanations": found}


def _data(made: Explanation) -> dict[str, Any]:
    return {
        "sentences": [text.to_data() for text in made.sentences],
        "points_short": made.points_short,
        "fitting_cents": made.fitting_cents,
        "displaced": list(made.displaced),
        "freeing": [text.to_data() for text in made.freeing],
    }
