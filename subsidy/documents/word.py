"""A document as a Word file, from the same blocks as the PDF; see ``word_writing``."""

from datetime import datetime
from importlib import import_module

from subsidy.documents.blocks import Document


def render(document: Document, created: datetime) -> bytes:
    """Return the document as a Word file; the same document and instant give the same bytes.

    The library is loaded with the first file, so that a start does not pay for it.
    """
    made: bytes = import_module("subsidy.documents.word_writing").render(document, created)
    return made
