"""The guides quote the screen in **bold**: every quotation is on a page, in those words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "users").glob("*.md"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
QUOTATION = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
LONGEST_SENTENCE = 20


def on_screen() -> frozenset[str]:
    """Return every Dutch sentence that the application can show."""
    found: set[str] = set()
    for path in (ROOT / "translations" / "nl").glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                strings = message.string or ""
                found.update([strings] if isinstance(strings, str) else strings)
    return frozenset(found)


def quotations(path: Path) -> list[str]:
    return [" ".join(each.split()) for each in QUOTATION.findall(path.read_text("utf-8"))]


def sentences(path: Path) -> Iterator[str]:
    """Split the prose of a guide: no headings, tables or marks of lists."""
    lines = path.read_text("utf-8").splitlines()
    prose = [re.sub(r"^\s*(\d+\.|-)\s", "\n", line) for line in lines if line[:1] not in ("#", "|")]
    text = re.sub(r"\n\s*\n|\n(?=\n)", ". ", "\n".join(prose))
    for sentence in re.split(r"(?<=[.:?!])\s+", text):
        yield " ".join(sentence.split())


def test_every_role_has_a_guide() -> None:
    assert len(GUIDES) == 9  # one per role and the page that leads to them


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_what_a_guide_quotes_is_on_the_screen(path: Path) -> None:
    quoted = quotations(path)
    assert quoted
    assert set(quoted) - on_screen() == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_and_pictures_exist(path: Path) -> None:
    asked = [link for link in LINK.findall(path.read_text("utf-8")) if "://" not in link]
    assert [link for link in asked if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_sentences_are_short_enough_to_read(path: Path) -> None:
    long = [each for each in sentences(path) if len(each.split()) > LONGEST_SENTENCE]
    assert long == []
