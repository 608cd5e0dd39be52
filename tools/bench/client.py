"""A plain HTTP/1.1 client that costs little itself: one connection, requests as ready bytes."""

import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

LIMIT_S = 60.0
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``wire``: bytes over the connection, headers included."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    wire: int


class Client:
    """One connection to a server on this machine; opened again when the server closed it."""

    def __init__(self, port: int, limit: float = LIMIT_S) -> None:
        self._port = port
        self._limit = limit
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def send(self, request: bytes) -> Answer:
        """Send a request; once more when the connection had been closed before it was read."""
        if self._socket is not None:
            with suppress(ConnectionError):
                return self._exchange(self._socket, request)
            self.close()
        self._socket = socket.create_connection(("127.0.0.1", self._port), self._limit)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._exchange(self._socket, request)

    def _exchange(self, to: socket.socket, request: bytes) -> Answer:
        to.sendall(request)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += _more(to)
        status, headers = _head(bytes(received[:end]))
        start = end + 4
        if headers.get("transfer-encoding") == "chunked":
            body = _chunks(to, received, start)
        else:
            length = int(headers.get("content-length", "0"))
            while len(received) < start + length:
                received += _more(to)
            body = bytes(received[start : start + length])
        if headers.get("connection") == "close":
            self.close()
        return Answer(status, headers, body, len(received))


def _more(source: socket.socket) -> bytes:
    data = source.recv(CHUNK)
    if not data:
        raise ConnectionResetError("the server closed the connection")
    return data


def _head(text: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = text.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, _, value in pairs}


def _chunks(source: socket.socket, received: bytearray, start: int) -> bytes:
    """Read a body that comes in pieces; ``received`` grows with all that was read."""
    pieces = []
    while True:
        while (end := received.find(b"\r\n", start)) < 0:
            received += _more(source)
        size = int(received[start:end], 16)
        while len(received) < end + 2 + size + 2:
            received += _more(source)
        pieces.append(bytes(received[end + 2 : end + 2 + size]))
        start = end + 2 + size + 2
        if size == 0:
            return b"".join(pieces)


def get(path: str, cookie: str = "", etag: str = "") -> bytes:
    """Return a request; ``etag``: of the answer that the client kept."""
    request = _request("GET", path, cookie, "")
    return request[:-2] + f"If-None-Match: {etag}\r\n\r\n".encode() if etag else request


def post(path: str, cookie: str, fields: Mapping[str, str] | Sequence[tuple[str, str]]) -> bytes:
    return _request("POST", path, cookie, urlencode(fields))


def _request(method: str, path: str, cookie: str, body: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if method == "POST":
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", body]).encode()


def timed(client: Client, request: bytes) -> tuple[float, Answer]:
    """Return the seconds that an answer took, and the answer."""
    began = time.perf_counter()
    answer = client.send(request)
    return time.perf_counter() - began, answer
