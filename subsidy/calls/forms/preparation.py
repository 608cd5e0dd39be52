"""What an officer types of what came before a call: aims and target groups to compare with."""

from collections.abc import Mapping
from typing import Any

from subsidy.core.text import N_
from subsidy.planning.domain.codes import AIM_WORDS, GROUP_WORDS
from subsidy.web.forms import BaseForm, Checkboxes, options


class PreparationForm(BaseForm):
    doelen = Checkboxes(
        N_("Aim"), choices=options(*((word, aim.label) for word, aim in AIM_WORDS.items()))
    )
    doelgroepen = Checkboxes(
        N_("Target group"),
        choices=options(*((word, group.label) for word, group in GROUP_WORDS.items())),
    )

    def to_draft(self) -> dict[str, Any]:
        return {
            "voorbereiding": {
                "doelen": list(self.doelen.data or []),
                "doelgroepen": list(self.doelgroepen.data or []),
            }
        }


def preparation_values(draft: Mapping[str, Any]) -> dict[str, Any]:
    return dict(draft.get("voorbereiding", {}))
