"""The verbs of calls; the only writes."""

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
    "create",
    "facts",
    "propose",
    "publish",
    "regulation_of",
    "return_to_author",
    "save",
    "withdraw",
]
