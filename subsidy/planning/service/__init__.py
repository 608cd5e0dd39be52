"""The verbs of what comes before a call."""

from subsidy.planning.service.agenda import add_entry, change_entry, remove_entry
from subsidy.planning.service.statements import publish_statement, write_statement

__all__ = [
    "add_entry",
    "change_entry",
    "publish_statement",
    "remove_entry",
    "write_statement",
]
