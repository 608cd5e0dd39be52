"""Fonts, styles and the breaking of text into lines that fit."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"
BEYOND = "\U00010000"
MISSING = "\N{REPLACEMENT CHARACTER}"  # stands for a character that the font cannot draw

_FOLDER = Path(__file__).parent / "fonts"
_BLANKS = re.compile(r"[^\S\n\N{NO-BREAK SPACE}]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; sizes are points."""

    size: float = 9.5
    leading: float = 14.0
    bold: bool = False
    colour: str = "#14171a"
    before: float = 0.0
    after: float = 7.0

    @property
    def font(self) -> str:
        return BOLD if self.bold else REGULAR


@cache
def font(name: str) -> TTFont:
    """Return a font, read and registered once per process."""
    found = TTFont(name, str(_FOLDER / f"{name}.ttf"))
    registerFont(found)
    return found


def width(text: str, style: Style) -> float:
    return float(font(style.font).stringWidth(text, style.size))


def tidy(text: str) -> str:
    """Return ``text`` composed, with single blanks and without invisible control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BLANKS.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def drawable(text: str, style: Style) -> str:
    """Return ``text`` with a visible stand-in for each character that cannot be drawn.

    Beyond the basic plane (emoji) ReportLab writes a faulty translation back to text.
    """
    glyphs = font(style.font).face.charToGlyph
    if all(ord(character) in glyphs for character in text) and max(text, default="") < BEYOND:
        return text
    return "".join(c if ord(c) in glyphs and c < BEYOND else MISSING for c in text)


def broken(text: str, style: Style, room: float) -> list[str]:
    """Break into lines that fit; a line but the last keeps the blank at which it was broken.

    So the text of a paragraph is the plain joining of its lines, for who copies or listens.
    """
    lines = [line for part in tidy(text).split("\n") for line in _broken(part.strip(), style, room)]
    return lines[:-1] + [line.rstrip(" ") for line in lines[-1:]]


def _broken(text: str, style: Style, room: float) -> Iterator[str]:
    blank = width(" ", style)
    line, used = "", 0.0
    for word in text.split(" "):
        needed = width(word, style)
        if line and used + blank + needed <= room:
            line, used = f"{line} {word}", used + blank + needed
            continue
        if line:
            yield f"{line} "
        *full, line = _chopped(word, style, room) if needed > room else [word]
        used = width(line, style) if full else needed
        yield from full
    yield f"{line} "


def _chopped(word: str, style: Style, room: float) -> list[str]:
    """Cut a word that is wider than the line itself."""
    pieces, used = [""], 0.0
    for character in word:
        needed = width(character, style)
        if pieces[-1] and used + needed > room:
            pieces.append("")
            used = 0.0
        pieces[-1] += character
        used += needed
    return pieces


def shortened(text: str, style: Style, room: float) -> str:
    """Return ``text`` on one line, cut with an ellipsis where it would not fit."""
    line = " ".join(tidy(text).split("\n"))
    if width(line, style) <= room:
        return line
    while line and width(f"{line}…", style) > room:
        line = line[:-1]
    return f"{line}…"
