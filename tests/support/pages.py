"""What tests ask of every page: valid HTML, the words a person sees."""

import re
from html import unescape
from typing import Any

import html5lib  # type: ignore[import-untyped]  # ships no types

from tests.support.statements import counted

statements = counted

# What differs between two equal requests and says nothing: the keys of forms.
FRESH = re.compile(r'name="(_key|csrf_token)" value="[^"]*"')


def assert_well_formed(html: str) -> None:
    """One h1, unique ids, every named input with a label, nothing inline; valid HTML5."""
    html5lib.HTMLParser(strict=True).parse(html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|\son\w+=", html)
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html))
    typed = re.findall(r"<(?:input|textarea|select)\b[^>]*>", html)
    shown = [tag for tag in typed if 'type="hidden"' not in tag]
    assert {_id(tag) for tag in shown} <= labelled


def _id(tag: str) -> str:
    found = re.search(r'\sid="([^"]+)"', tag)
    return found.group(1) if found else tag


def visible(html: str) -> str:
    """Return the words of a page, with one space between them."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def masked(html: str) -> str:
    """Return a page without the keys that are new each time."""
    return FRESH.sub(r'name="\1"', html)


def form_values(html: str) -> dict[str, str]:
    """Return what the form in the main part holds, as a browser would send it untouched."""
    document = html5lib.parse(html, namespaceHTMLElements=False)
    main = document.find(".//main")
    assert main is not None
    found = {}
    for each in main.iter():
        name = each.get("name") if each.tag in ("input", "textarea", "select") else None
        if name and (each.get("type") not in ("checkbox", "radio") or "checked" in each.attrib):
            found[name] = _held(each)
    return found


def _held(element: Any) -> str:  # noqa: ANN401 - html5lib ships no types
    if element.tag == "textarea":
        return (element.text or "").removeprefix("\n")
    if element.tag == "select":
        chosen = [each for each in element.iter("option") if "selected" in each.attrib]
        return chosen[0].get("value", "") if chosen else ""
    return str(element.get("value", ""))
