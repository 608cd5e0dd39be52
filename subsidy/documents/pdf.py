"""A document as a tagged PDF (PDF/UA in shape); the drawing itself is in ``drawing``."""

from datetime import datetime
from importlib import import_module

from subsidy.documents.blocks import Document


def render(document: Document, created: datetime) -> bytes:
    """Return the document as a PDF; the same document and instant give the same bytes.

    The drawing library is loaded with the first PDF: it would cost every start 0.4 s.
    """
    made: bytes = import_module("subsidy.documents.drawing").render(document, created)
    return made
