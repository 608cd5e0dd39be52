"""How what comes before a call is stored."""

from subsidy.planning.models.agenda import AgendaEntry
from subsidy.planning.models.grants import RegisteredGrant
from subsidy.planning.models.links import UndertakingLink
from subsidy.planning.models.surveys import Survey, SurveyAnswer

__all__ = ["AgendaEntry", "RegisteredGrant", "Survey", "SurveyAnswer", "UndertakingLink"]
