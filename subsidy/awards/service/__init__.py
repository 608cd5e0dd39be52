"""The verbs of decisions: prepare, approve, return; and the award desk of a call."""

from subsidy.awards.service.decisions import (
    Proposal,
    Refused,
    approve,
    approve_all,
    content_hash,
    prepare,
    return_to_author,
)
from subsidy.awards.service.desk import divided, prepare_for_call
from subsidy.awards.service.withdrawal import withdraw_call

__all__ = [
    "Proposal",
    "Refused",
    "approve",
    "approve_all",
    "content_hash",
    "divided",
    "prepare",
    "prepare_for_call",
    "return_to_author",
    "withdraw_call",
]
