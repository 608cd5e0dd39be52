"""A scanner that speaks the protocol of ClamAV (clamd, INSTREAM) and knows one virus: EICAR.

Written from the manual of clamd: a command ends with NUL, a piece begins with its length in four
bytes in network order, a length of zero ends the stream.
"""

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from tests.support.enclosures import EICAR


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0"
        found = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            found += self.rfile.read(size)
            if len(found) > Scanner.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        answer = b"stream: Eicar-Signature FOUND" if EICAR in found else b"stream: OK"
        self.wfile.write(answer + b"\0")


class Scanner(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine."""

    allow_reuse_address = True
    daemon_threads = True
    limit = 25_000_000

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def scanner() -> Iterator[str]:
    """Give the address of a scanner that works."""
    with Scanner() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.address
        finally:
            server.shutdown()
            thread.join()
