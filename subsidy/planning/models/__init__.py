"""How what comes before a call is stored."""

from subsidy.planning.models.agenda import AgendaEntry

__all__ = ["AgendaEntry"]
