"""The verbs of calls; the only writes."""

from subsidy.calls.service.amending import approve_change, drop_change, prepare_extension
from subsidy.calls.service.writing import (
    create,
    facts,
    propose,
    publish,
    regulation_of,
    return_to_author,
    save,
    withdraw,
)

__all__ = [
    "approve_change",
    "create",
    "drop_change",
    "facts",
    "prepare_extension",
    "propose",
    "publish",
    "regulation_of",
    "return_to_author",
    "save",
    "withdraw",
]
