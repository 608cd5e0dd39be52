"""What a new call starts from: the usual rules with their usual numbers, 80/20 instalments."""

from typing import Any

from subsidy.calls.domain.regulation.codec import written_parameter
from subsidy.calls.domain.rules import RULES


def new_draft(title: str) -> dict[str, Any]:
    """Return the data of a draft that still lacks its dates, amounts, texts and criteria."""
    return {
        "oproep": {"titel": title},
        "regels": {
            rule.word: {p.word: written_parameter(p, p.default) for p in rule.parameters}
            for rule in RULES.values()
            if rule.usual
        },
        "schijven": [{"naam": "Voorschot", "aandeel": 80}, {"naam": "Saldo", "aandeel": 20}],
    }
