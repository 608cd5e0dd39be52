"""Text as it comes from a word processor, a PDF or a web page, made into plain text.

Curly quotes, dashes, accents and emoji stay: somebody chose them. What nobody sees or types goes.
"""

import re
import unicodedata
from types import MappingProxyType

LINE_ENDS = "\r\n|[\r\v\f\u0085\u2028\u2029]"  # Word sends a vertical tab for a line break
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
UNSEEN = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffc"
CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # all but tab and the ends of lines
BULLETS = "\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u00b7"
PRIVATE = "\uf0b7\uf0a7\uf0d8\uf0fc"  # bullets that Word takes from Symbol and Wingdings
_ENDS = re.compile(LINE_ENDS)
_SPACE = re.compile(f"[{SPACES}]")
_GONE = re.compile(f"[{UNSEEN}{CONTROLS}]")
_BULLET = re.compile(rf"^[ \t]*(?:[{BULLETS}{PRIVATE}][ \t]*|o\t+)(?=\S)", re.MULTILINE)
_TAB = re.compile(r"\t+")
_TRAILING = re.compile(r"[ ]+$", re.MULTILINE)
LIGATURES = MappingProxyType(
    str.maketrans(
        {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
    )
)


def clean(text: str) -> str:
    """Return a text with one kind of line end, plain spaces, ``-`` for bullets and no unseen signs.

    Cleaning twice is as good as once, and a text that was typed stays as it is.
    """
    one = _ENDS.sub("\n", unicodedata.normalize("NFC", text.translate(LIGATURES)))
    seen = _GONE.sub("", _SPACE.sub(" ", one))
    return _TRAILING.sub("", _TAB.sub(" ", _BULLET.sub("- ", seen))).strip()
