"""What an officer types of what came before a call: aims and target groups to compare with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wtforms import SelectField

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
    bevraging = SelectField(N_("Which needs survey does the call stand on?"))
    titles: Mapping[str, str] = MappingProxyType({})

    def offer(self, titles: Mapping[str, str]) -> None:
        """Offer the surveys with a published result, by public id."""
        self.titles = titles
        self.bevraging.choices = options(("", N_("none")), *titles.items())

    def to_draft(self) -> dict[str, Any]:
        survey = self.bevraging.data or ""
        return {
            "voorbereiding": {
                "doelen": list(self.doelen.data or []),
                "doelgroepen": list(self.doelgroepen.data or []),
                "bevraging": survey,
                "titel_bevraging": self.titles.get(survey, ""),
            }
        }


def preparation_values(draft: Mapping[str, Any]) -> dict[str, Any]:
    return dict(draft.get("voorbereiding", {}))
