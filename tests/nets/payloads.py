"""The attacks with which the nets try to get a script into a page: ``payloads.txt``, in bytes."""

import re
from pathlib import Path

ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|n|t|\\)")
PLAIN = {b"n": b"\n", b"t": b"\t", b"\\": b"\\"}


def payloads() -> list[bytes]:
    """Return every attack once, in the order of the list."""
    lines = Path(__file__).with_name("payloads.txt").read_bytes().splitlines()
    return [ESCAPE.sub(_byte, line) for line in lines if line and not _is_comment(line)]


def texts() -> list[str]:
    """Return every attack as a page shows it: what is no UTF-8, and NUL, became a sign for that."""
    return [each.decode(errors="replace").replace("\0", "\ufffd") for each in payloads()]


def _is_comment(line: bytes) -> bool:
    return line.startswith(b"# ")


def _byte(escape: re.Match[bytes]) -> bytes:
    named = escape[1]
    return PLAIN.get(named) or bytes([int(named[1:], 16)])
