"""A document as one HTML page that stands alone: no server, no style sheet, no script.

For what must be read when the application itself is down; it prints as well as it reads.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from subsidy.documents.blocks import Block, Bullets, Document, Facts, Heading, Table

STYLE = (
    "body{max-width:45rem;margin:2rem auto;padding:0 1rem;font:1.125rem/1.5 sans-serif;"
    "color:#14171a;background:#fff}"
    "dt{font-weight:bold}dd{margin:0 0 .75rem}th,td{text-align:left;padding:.25rem 1rem .25rem 0}"
    ".note{color:#44494e;overflow-wrap:anywhere}.banner{border:2px solid;padding:.5rem}"
)


def render(document: Document) -> str:
    """Return the page; every word of the document is escaped."""
    body = "\n".join(line for block in document.blocks for line in _lines(block))
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def put(folder: Path, pages: Mapping[str, str]) -> None:
    """Let a folder hold these pages and no other; files of another kind stay.

    Whoever reads meanwhile sees the old page or the new one, whole.
    """
    for stale in set(folder.glob("*.html")) - {folder / name for name in pages}:
        stale.unlink(missing_ok=True)
    for name, page in pages.items():
        fresh = folder / f".{name}.{os.getpid()}"
        fresh.write_text(page, encoding="utf-8")
        fresh.replace(folder / name)


def _lines(block: Block) -> Iterator[str]:
    make: Callable[[Any], Iterator[str]] = _WRITERS.get(block.kind, _text)
    return make(block)


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _heading(block: Heading) -> Iterator[str]:
    yield f"<h{block.level}>{_words(block.text)}</h{block.level}>"


def _text(block: Any) -> Iterator[str]:  # noqa: ANN401 - a paragraph, a note or a banner
    yield f'<p class="{block.kind}">{_words(block.text)}</p>'


def _address(block: Any) -> Iterator[str]:  # noqa: ANN401 - see _text
    yield f"<p>{'<br>'.join(_words(line) for line in block.lines)}</p>"


def _bullets(block: Bullets) -> Iterator[str]:
    tag = "ol" if block.numbered else "ul"
    yield f"<{tag}>"
    yield from (f"<li>{_words(item)}</li>" for item in block.items)
    yield f"</{tag}>"


def _facts(block: Facts) -> Iterator[str]:
    yield "<dl>"
    yield from (f"<dt>{_words(label)}</dt><dd>{_words(value)}</dd>" for label, value in block.rows)
    yield "</dl>"


def _table(block: Table) -> Iterator[str]:
    yield f"<table><caption>{_words(block.caption)}</caption><tr>"
    yield from (f'<th scope="col">{_words(column.heading)}</th>' for column in block.columns)
    yield "</tr>"
    for row in (*block.rows, block.total):
        if row:
            yield f"<tr>{''.join(f'<td>{_words(cell)}</td>' for cell in row)}</tr>"
    yield "</table>"


_WRITERS: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "heading": _heading,
    "address": _address,
    "bullets": _bullets,
    "facts": _facts,
    "table": _table,
}
