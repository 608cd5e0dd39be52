"""The verbs of what comes before a call."""

from subsidy.planning.service.agenda import add_entry, change_entry, remove_entry
from subsidy.planning.service.statements import publish_statement, write_statement
from subsidy.planning.service.surveys import (
    answer_survey,
    change_survey,
    create_survey,
    issue_survey,
    publish_result,
)

__all__ = [
    "add_entry",
    "answer_survey",
    "change_entry",
    "change_survey",
    "create_survey",
    "issue_survey",
    "publish_result",
    "publish_statement",
    "remove_entry",
    "write_statement",
]
