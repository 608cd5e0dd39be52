"""What a person sees of a page, a workbook or a PDF, and what should never stand there."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from subsidy.core.labels import Labelled
from tests.nets.words import strings
from tests.nets.words.strings import RULES
from tools.missing_words import PLACE

SPOKEN = ("aria-label", "alt", "title", "placeholder")  # attributes that are read aloud or shown
SILENT = frozenset({"script", "style", "template"})
LONE = frozenset({"input", "br", "hr", "img", "meta", "link", "col", "wbr", "source"})
BREAKING = frozenset(
    {"p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "div", "section", "article"}
    | {"caption", "label", "legend", "button", "option"}
)
LETTERS = re.compile(r"(?<!\w)[A-Za-zÀ-ÿ]{3,}(?!\w)")
AMOUNT = re.compile(r"[\d.]+,\d{2}")  # in a field, whose sign stands before it
NEVER = {
    "a key in code style": re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b"),
    "a place that was not filled": re.compile(r"%\(\w+\)|%s\b|\{\{|\}\}|\{%"),
    "a value of Python": re.compile(
        r"\b(?:None|True|False|Undefined)\b|<[\w.]+ object|\b(?:Text|Money|Decimal|datetime|UUID)\("
    ),
    "a list of Python": re.compile(r"\[['\"]|['\"]\]|\{['\"]\w+['\"]:"),
    "a date of a machine": re.compile(r"\b\d{4}-\d{2}-\d{2}\b"),
    "an amount in another form": re.compile(
        r"€\s?(?!-?\d{1,3}(?:\.\d{3})*,\d{2}\b)[\d.,]*\d|\b\d{1,3}(?:,\d{3})+\b|\bEUR\s?\d"
    ),
    "an amount without its sign": re.compile(
        r"(?<!€\s)(?<!€\s-)(?<![\d.])\d{1,3}(?:\.\d{3})+,\d{2}\b"
    ),
}


class Page(HTMLParser):
    """The text of a page, one line per element; buttons, links and forms apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.links: list[str] = []
        self.buttons: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._silent = 0
        self._button = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.tags.append((tag, own))
        self._silent += tag in SILENT
        self.lines.extend(own[name] for name in SPOKEN if own.get(name))
        if tag == "input" and own.get("type", "text") in {"text", "email", "submit"}:
            value = own.get("value", "")
            self.lines.append(f"€ {value}" if AMOUNT.fullmatch(value) else value)
        if tag in BREAKING:
            self.lines.append("")
        if tag == "a" and "href" in own:
            self.links.append(own["href"])
        if tag == "button" or (tag == "a" and "button" in own.get("class", "").split()):
            self._button = True
            self.buttons.append("")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT
        if tag in {"button", "a"}:
            self._button = False
        if tag in BREAKING:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.lines[-1] += data
            if self._button:
                self.buttons[-1] += data

    def text(self) -> list[str]:
        return [" ".join(line.split()) for line in self.lines if line.strip()]


def of_workbook(data: bytes) -> list[str]:
    """Return the names of the sheets, and the text of every cell that holds text."""
    book = load_workbook(BytesIO(data), read_only=True)
    cells = {
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str) and not cell.startswith("=")
    }
    return [*book.sheetnames, *sorted(cells)]


def of_pdf(data: bytes) -> list[str]:
    return [
        line for page in PdfReader(BytesIO(data)).pages for line in page.extract_text().split("\n")
    ]


# What should never stand there --------------------------------------------------------------------


@cache
def english() -> frozenset[str]:
    """Return every word of the messages and of the stored values that no Dutch string has."""
    messages = " ".join(PLACE.sub("", each.msgid) for each in strings.messages())
    values = " ".join(str(member) for kind in _enums(Labelled) for member in kind)
    known = " ".join(form for forms in strings.dutch().values() for form in forms)
    spoken = {word.lower() for word in LETTERS.findall(known)} | set(RULES["names"]["dutch_too"])
    return frozenset(word.lower() for word in LETTERS.findall(f"{messages} {values}")) - spoken


def _enums(kind: type[Labelled]) -> Iterator[type[Labelled]]:
    for each in kind.__subclasses__():
        yield each
        yield from _enums(each)


@cache
def _raw() -> frozenset[str]:
    """Return every message whose Dutch says something else, as it would stand on a page."""
    return frozenset(
        msgid for msgid, forms in strings.dutch().items() if msgid not in forms and " " in msgid
    )


def raw(text: str) -> Iterator[str]:
    """Give what a person should never read: English, a key, a value of the machine."""
    if text in _raw():
        yield f"a message without its Dutch: {text}"
    found = sorted({word for word in LETTERS.findall(text) if word.lower() in english()})
    if found:
        yield f"English {found}: {text[:120]}"
    for what, pattern in NEVER.items():
        match = pattern.search(text)
        if match:
            yield f"{what} “{match.group()}”: {text[:120]}"
