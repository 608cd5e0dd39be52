"""Which elements and attributes the application writes: whatever else is on a page was typed.

The words come from pages on which nothing was attacked, so nobody lists what is allowed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from tests.nets.forms.reading import tree

NEVER = frozenset({"xss-mark"})  # a tag of ours; stands in refused forms, which count too
LEADING = ("href", "src", "action", "formaction", "data", "srcset", "xlink:href", "content")
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
STRANGER = "127.0.0.2"  # the host of every attack
SPACE = re.compile(r"[\x00-\x20]")  # what a browser skips in an address
Word = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every tag, and every attribute with its tag."""

    words: frozenset[Word]

    def faults(self, body: str) -> list[str]:
        """Return what on a page cannot be of the application."""
        elements = list(_elements(body))
        strange = sorted({f"<{tag} {name}>" for tag, name in _words(elements) - self.words})
        return [*strange, *(fault for each in elements for fault in _acting(each))]


def of(bodies: Iterable[str]) -> Vocabulary:
    found = {word for body in bodies for word in _words(_elements(body))}
    return Vocabulary(frozenset((t, n) for t, n in found if t not in NEVER and n[:2] != "on"))


def _elements(body: str) -> Iterator[HtmlElement]:
    page = tree(body.replace("\0", "\ufffd"))  # as a browser does; the parser would stop there
    return (each for each in page.iter() if isinstance(each.tag, str))


def _words(elements: Iterable[HtmlElement]) -> set[Word]:
    return {(each.tag, name) for each in elements for name in ("", *each.attrib)}


def _acting(element: HtmlElement) -> Iterator[str]:
    """Return scripts in the page and addresses that lead out of it or are a script."""
    if element.tag == "script" and (element.text or "").strip():
        yield f"a script: {element.text[:80]}"
    for name in LEADING:
        address = SPACE.sub("", element.get(name) or "")
        if _leads_astray(address):
            yield f"an address: {name}={address[:80]}"


def _leads_astray(address: str) -> bool:
    try:
        parts = urlsplit(address.replace("\\", "/"))
    except ValueError:  # no browser goes there
        return False
    return parts.scheme.lower() not in SCHEMES or STRANGER in parts.netloc
