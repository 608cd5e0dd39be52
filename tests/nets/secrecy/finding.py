"""What a page offers to ask next: links with a query, every choice of a filter, searches."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import html  # type: ignore[import-untyped]  # ships no types
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from tests.nets.secrecy.secrets import MARK

TYPED = (MARK, "digi", "%", "100000")
CHOSEN = frozenset({"checkbox", "radio"})
UNTYPED = frozenset({"hidden", "submit", "button"})


def offers(page: bytes, path: str) -> set[str]:
    """Return the addresses with a query that one can reach from a page by a click or a filter."""
    tree = html.document_fromstring(page)
    found = {*_links(tree), *_filtered(tree)}
    whole = {urljoin(path, each) for each in found}
    return {_sorted(each) for each in whole if not urlsplit(each).netloc}


def _sorted(address: str) -> str:
    """Write the same question in the same way."""
    parts = urlsplit(address)
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
    return f"{parts.path}?{urlencode(pairs)}"


def _links(tree: HtmlElement) -> Iterator[str]:
    return (href for href in map(str, tree.xpath("//a/@href")) if "?" in href)


def _filtered(tree: HtmlElement) -> Iterator[str]:
    for form in tree.xpath("//form[@method='get']"):
        start = dict(_filled(form))
        for name, value in _choices(form):
            yield f"{form.get('action', '')}?{urlencode({**start, name: value})}"


def _filled(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """Return the form as it stands."""
    for field in form.inputs:
        value = field.value if field.name else None
        if isinstance(value, str) and not (field.get("type") in CHOSEN and not field.checked):
            yield field.name, value


def _choices(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """Return every single change that a person could make to the form."""
    for field in form.inputs:
        if not field.name or field.get("type") in UNTYPED:
            continue
        if field.tag == "select":
            yield from ((field.name, value) for value in field.value_options)
        elif field.get("type") in CHOSEN:
            yield field.name, field.get("value", "on")
        else:
            yield from ((field.name, text) for text in TYPED)
