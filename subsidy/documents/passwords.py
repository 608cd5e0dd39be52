"""Whether a PDF has a password; ``recognising`` loads this with the first one that may."""

from io import BytesIO

from pikepdf import PasswordError, Pdf, PdfError


def asks_password(content: bytes) -> bool:
    """Return whether a PDF opens with a password only; a ban on printing alone needs none."""
    try:
        Pdf.open(BytesIO(content)).close()
    except PasswordError:
        return True
    except PdfError:
        return False
    return False
