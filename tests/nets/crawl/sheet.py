"""The contact sheet: one small picture per page that was opened, for a person to look at.

Made when asked: ``CONTACT_SHEET=1 ./dev test tests/nets/crawl`` writes ``artefacts/crawl``.
"""

import os
import re
from html import escape
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path("artefacts/crawl")
FIGURE = (
    '<figure style="display:inline-block;width:20em;vertical-align:top"><a href="{file}">'
    '<img src="{file}" style="max-width:100%;max-height:30em" alt=""></a>'
    "<figcaption>{name}</figcaption></figure>"
)


def add(page: Page, name: str) -> None:
    """Take a picture of the whole page, when somebody asked for the sheet."""
    if os.environ.get("CONTACT_SHEET"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        file = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:150]
        page.screenshot(path=FOLDER / f"{file}.png", full_page=True)
        _write_index()


def _write_index() -> None:
    files = sorted(FOLDER.glob("*.png"))
    figures = (FIGURE.format(file=file.name, name=escape(file.stem)) for file in files)
    title = "<!doctype html><html lang='nl'><meta charset='utf-8'><title>Contact sheet</title>"
    (FOLDER / "index.html").write_text(title + "\n".join(figures))
