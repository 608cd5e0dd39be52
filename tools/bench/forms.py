"""What a browser would send back from the form of a page, untouched."""

from collections.abc import Iterator

from lxml.html import fromstring  # type: ignore[import-untyped]  # lxml ships no types


def untouched(html: str) -> list[tuple[str, str]]:
    """Return the fields of the main form as they stand, key and token included."""
    page = fromstring(html)
    form = page.xpath("//main//form[@method='post']")[0]
    return [pair for field in form.xpath(".//*[@name]") for pair in _values(field)]


def _values(field) -> Iterator[tuple[str, str]]:  # type: ignore[no-untyped-def]  # noqa: ANN001 - an element of lxml
    name, kind = field.get("name"), field.get("type", "")
    if field.tag == "textarea":
        yield name, (field.text or "").removeprefix("\n")
    elif field.tag == "select":
        for option in field.xpath(".//option[@selected]"):
            yield name, option.get("value", "")
    elif field.tag == "button":
        return
    elif kind not in {"checkbox", "radio"} or field.get("checked") is not None:
        yield name, field.get("value", "")
