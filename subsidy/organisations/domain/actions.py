"""What organisations do for e-inclusion: the action types of the Flemish call of 2022."""

from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class ActionType(Labelled):
    """What an organisation, or the partners of a project, do."""

    HOME_INTERNET = (
        "home_internet",
        N_("Individual access to the internet at the home address of vulnerable citizens"),
    )
    POLICY = "policy", N_("Setting up an overarching e-inclusion policy")
    ACCESS = (
        "access",
        N_("Affordable, good access to hardware, software and public internet"),
    )
    COMPETENCES = "competences", N_("Strengthening competences, skills and attitudes")
    SUPPORT = "support", N_("A support network for citizens with digital questions")
    BY_DESIGN = "by_design", N_("E-inclusion by design")


def _same(action: ActionType) -> tuple[str, str]:
    return action.value, action.label.msgid


class ExistingAction(Labelled):
    """What an organisation does already: any of the types, or nothing yet."""

    HOME_INTERNET = _same(ActionType.HOME_INTERNET)
    POLICY = _same(ActionType.POLICY)
    ACCESS = _same(ActionType.ACCESS)
    COMPETENCES = _same(ActionType.COMPETENCES)
    SUPPORT = _same(ActionType.SUPPORT)
    BY_DESIGN = _same(ActionType.BY_DESIGN)
    NONE_YET = "none_yet", N_("No action yet")
