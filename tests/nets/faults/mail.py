"""A mail server of the tests: it remembers what it took, and can be down, or break off."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from threading import Thread
from typing import ClassVar

GREETING, HEARD, GO_ON, BYE = b"220 post\r\n", b"250 ok\r\n", b"354 go on\r\n", b"221 bye\r\n"
STEPS = ("EHLO", "MAIL", "RCPT", "DATA", "BODY", "QUIT")


class PostOffice(socketserver.ThreadingTCPServer):
    """``breaks_at``: the step after which it breaks off, once; the body is taken before BODY."""

    daemon_threads = True
    allow_reuse_address: ClassVar[bool] = True  # type: ignore[misc]  # a plain flag in its parent

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.taken: list[Message] = []
        self.breaks_at = ""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def breaks(self, step: str) -> bool:
        if self.breaks_at != step:
            return False
        self.breaks_at = ""
        return True


class _Counter(socketserver.StreamRequestHandler):
    """One conversation, as far as ``smtplib`` needs it."""

    server: PostOffice

    def handle(self) -> None:
        self.wfile.write(GREETING)
        for line in self.rfile:
            step = line[:4].decode().upper()
            if self.server.breaks(step) or not self._answer(step):
                return

    def _answer(self, step: str) -> bool:
        if step == "DATA":
            self.wfile.write(GO_ON)
            self._take()
            if self.server.breaks("BODY"):
                return False
        self.wfile.write(BYE if step == "QUIT" else HEARD)
        return step != "QUIT"

    def _take(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        self.server.taken.append(message_from_bytes(b"".join(lines)))


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        thread = Thread(target=office.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield office
        finally:
            office.shutdown()
            thread.join()
