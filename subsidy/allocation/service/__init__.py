"""The verbs of allocation rounds and claims."""

from subsidy.allocation.queries import Computed
from subsidy.allocation.service.claims import (
    faults,
    prepare_claims,
    save_claim,
    start_claim,
    submit_claim,
    withdraw_claim,
)
from subsidy.allocation.service.rounds import (
    RoundInput,
    compute,
    create_round,
    key_of,
    open_round,
    propose_round,
    return_round,
    save_round,
)

__all__ = [
    "Computed",
    "RoundInput",
    "compute",
    "create_round",
    "faults",
    "key_of",
    "open_round",
    "prepare_claims",
    "propose_round",
    "return_round",
    "save_claim",
    "save_round",
    "start_claim",
    "submit_claim",
    "withdraw_claim",
]
