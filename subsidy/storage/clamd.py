"""Ask a ClamAV daemon whether bytes are harmful, over its own protocol (INSTREAM)."""

import socket
import struct
from enum import Enum
from typing import IO
from urllib.parse import urlsplit

PIECE = 65_536
SECONDS = 60
LONGEST_ANSWER = 4_096
DEFAULT_PORT = 3310


class Verdict(Enum):
    """What the scanner says. REFUSED: it did not want to look, for example at so large a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    REFUSED = "refused"


class ScannerError(Exception):
    """The scanner does not answer: nothing is known, so nothing counts as clean."""


def scan(address: str, file: IO[bytes]) -> Verdict:
    """Send a file to ``tcp://host:3310`` or ``unix:///path``. Raises ScannerError."""
    try:
        with _connected(address) as connection:
            _send(connection, file)
            answer = _answer(connection)
    except OSError as error:
        raise ScannerError(type(error).__name__) from error
    return _read(answer)


def _connected(address: str) -> socket.socket:
    where = urlsplit(address)
    if where.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(where.path)
        except OSError:
            connection.close()
            raise
        return connection
    host, port = where.hostname or "localhost", where.port or DEFAULT_PORT
    return socket.create_connection((host, port), timeout=SECONDS)


def _send(connection: socket.socket, file: IO[bytes]) -> None:
    connection.sendall(b"zINSTREAM\0")
    try:
        while piece := file.read(PIECE):
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
    except ConnectionError:
        return  # it closes its ear at its limit; why stands in its answer


def _answer(connection: socket.socket) -> str:
    found = b""
    while len(found) < LONGEST_ANSWER and not found.endswith(b"\0"):
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        found += piece
    return found.rstrip(b"\0").decode(errors="replace").strip()


def _read(answer: str) -> Verdict:
    """Only the exact word for clean is clean."""
    if answer == "stream: OK":
        return Verdict.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict.INFECTED
    if answer.endswith("ERROR"):
        return Verdict.REFUSED
    raise ScannerError("no answer that means anything")
