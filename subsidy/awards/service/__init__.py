"""The verbs of decisions: prepare, approve, return, give up; and the award desk of a call."""

from subsidy.awards.service.decisions import (
    Proposal,
    Refused,
    content_hash,
    prepare,
)
from subsidy.awards.service.desk import divided, prepare_for_call
from subsidy.awards.service.moving_up import approve, approve_all, prepare_next, return_to_author
from subsidy.awards.service.waiving import (
    confirm_waiver,
    drop_waiver,
    no_waiver,
    propose_waiver,
)
from subsidy.awards.service.withdrawal import withdraw_call

__all__ = [
    "Proposal",
    "Refused",
    "approve",
    "approve_all",
    "confirm_waiver",
    "content_hash",
    "divided",
    "drop_waiver",
    "no_waiver",
    "prepare",
    "prepare_for_call",
    "prepare_next",
    "propose_waiver",
    "return_to_author",
    "withdraw_call",
]
