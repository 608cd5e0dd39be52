"""Files that a person downloads: always as an attachment, never shown inside our own origin."""

import mimetypes
import re
import unicodedata
from collections.abc import Iterator
from typing import IO, cast
from urllib.parse import quote

from flask import Flask, Response, current_app

from subsidy.storage import Store

TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".ics": "text/calendar",
}
LONGEST = 120
NOTHING_RUNS = "default-src 'none'; sandbox"
PIECE = 65_536


def init_app(app: Flask, store: Store, *, scanned: bool) -> None:
    """Give the application its store. ``scanned``: a worker will look for viruses in it."""
    app.extensions["store"] = store
    app.extensions["scanned"] = scanned


def store() -> Store:
    return cast("Store", current_app.extensions["store"])


def is_scanned() -> bool:
    return bool(current_app.extensions["scanned"])


def download(content: bytes, filename: str) -> Response:
    """Answer with a file; its name keeps only letters, digits, dots and hyphens."""
    safe = safe_name(filename)
    suffix = safe[safe.rfind(".") :]
    kind = TYPES.get(suffix) or mimetypes.guess_type(safe)[0] or "application/octet-stream"
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response


def download_file(file: IO[bytes], filename: str) -> Response:
    """Answer with a file that was just written, piece by piece; it is closed when all is sent."""
    response = download(b"", filename)
    response.content_length = file.tell()
    file.seek(0)
    response.response = _pieces(file)
    response.call_on_close(file.close)
    return response


def download_stored(file: IO[bytes], size: int, name: str, media_type: str) -> Response:
    """Answer with what somebody enclosed, under its own name, in a way that nothing in it runs."""
    response = Response(_pieces(file), mimetype=media_type)
    response.content_length = size
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{safe_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.call_on_close(file.close)
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def safe_name(filename: str) -> str:
    """Return a name that no system or header reads as something else; accents are dropped."""
    stem, dot, suffix = filename.rpartition(".")
    plain = unicodedata.normalize("NFKD", stem or suffix).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST] or "bestand"
    ending = re.sub(r"[^a-z0-9]", "", suffix.lower()) if dot and stem else ""
    return f"{words}.{ending}" if ending else words
