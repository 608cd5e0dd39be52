"""What makes two pages the same to look at: their elements, without text and without ids.

A place is an element with all that it lies in. The full tier opens a page for every place, the
long tier for every set of places that some page has.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from tests.nets.forms.reading import tree

# Attributes that are structure: they change how a thing looks or what it is.
TELLING = ("class", "type", "role", "aria-invalid", "aria-current", "hidden", "disabled", "open")
WHICH = re.compile(r"\b[a-z2-7]{26}\b|[0-9]+")  # of which record, and in which row


def parts(text: str) -> frozenset[str]:
    """Return a hash of the content and one of the frame around it: each is met on its own."""
    page = tree(text)
    contents = page.xpath("//main")
    found = {f"main {_hash(contents)}"}
    for content in contents:
        content.getparent().remove(content)
    return frozenset(found | {f"frame {_hash([page])}"})


def places(text: str) -> frozenset[str]:
    """Return a hash of each place on the page, and of what each form asks and where it goes."""
    page = tree(text)
    return frozenset(
        hashlib.blake2b(place.encode(), digest_size=8).hexdigest()
        for place in {*_places(page, ""), *_asked(page)}
    )


def _asked(page: HtmlElement) -> Iterator[str]:
    for form in page.iter("form"):
        names = {
            each.get("name", "") for each in form.iter("input", "select", "textarea", "button")
        }
        yield WHICH.sub("#", f"{form.get('action')} {sorted(names)}")


def _hash(elements: Iterable[HtmlElement]) -> str:
    """Every place counts once, so a list of three rows has the structure of one of thirty."""
    places = {place for element in elements for place in _places(element, "")}
    return hashlib.sha256("\n".join(sorted(places)).encode()).hexdigest()


def _places(element: HtmlElement, above: str) -> Iterator[str]:
    if not isinstance(element.tag, str):  # a comment
        return
    told = (f"{name}={element.get(name)}" for name in TELLING if element.get(name) is not None)
    place = f"{above} > {' '.join([element.tag, *told])}"
    yield place
    for child in element:
        yield from _places(child, place)
