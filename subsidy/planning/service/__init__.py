"""The verbs of what comes before a call."""

from subsidy.planning.service.agenda import add_entry, change_entry, remove_entry
from subsidy.planning.service.grants import add_grant, reduce_award, register_award, remove_grant
from subsidy.planning.service.links import add_link, remove_link
from subsidy.planning.service.saving import saved_meanwhile, take_version
from subsidy.planning.service.statements import publish_statement, write_statement
from subsidy.planning.service.surveys import (
    answer_survey,
    change_survey,
    create_survey,
    issue_survey,
    not_over,
    publish_result,
    withhold_texts,
)

__all__ = [
    "add_entry",
    "add_grant",
    "add_link",
    "answer_survey",
    "change_entry",
    "change_survey",
    "create_survey",
    "issue_survey",
    "not_over",
    "publish_result",
    "publish_statement",
    "reduce_award",
    "register_award",
    "remove_entry",
    "remove_grant",
    "remove_link",
    "saved_meanwhile",
    "take_version",
    "withhold_texts",
    "write_statement",
]
