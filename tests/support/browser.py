"""Which Chromium the browser tests open, how, and what axe says of a page.

A conftest imports the fixtures it wants from here. Without a browser these tests fail with the
command that installs one; they never skip, because a skipped browser suite looks like a green one.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LIGHT = "chromium-headless-shell"  # without windows to draw: a quarter less processor time
CANDIDATES = (LIGHT, "chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
SNAP = "/snap/"  # Ubuntu's chromium is a snap: it starts only where snapd runs
INSTALL = (
    "No Chromium was found. Install it with:\n"
    "  sudo apt-get install --no-install-recommends chromium-headless-shell libatomic1\n"
    "or, where that package is unknown, with chromium in its place;\n"
    "or set E2E_CHROMIUM to the program of a Chromium or Google Chrome."
)
LAUNCH_ARGUMENTS = (
    "--no-sandbox",  # refused to root otherwise, and these pages are our own
    "--disable-dev-shm-usage",  # containers often have 64 MB there
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",  # tests talk only to this machine
    "--font-render-hinting=none",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

ALWAYS = {"target-size": {"enabled": True}}  # axe leaves this rule off of its own accord

# What nobody asked for stays in the browser: most of the answer is about rules that were met.
RUN = """options => axe.run(options).then(found =>
  Object.fromEntries(options.resultTypes.map(kind => [kind, found[kind]])))"""
_axe = Axe()


def find_browser() -> str | None:
    """Return the program of a browser that can be started, or None."""
    chosen = os.environ.get("E2E_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    found = filter(None, map(shutil.which, CANDIDATES))
    return next((path for path in found if not _is_snap(path)), None)


def axe_violations(page: Page, *, tags: list[str] | None = None, preload: bool = True) -> list[str]:
    """Return each accessibility fault of the page as a line: rule, where, and what to do."""
    return violations(axe_results(page, "violations", tags=tags, preload=preload))


def axe_results(
    page: Page,
    *kinds: str,
    tags: list[str] | None = None,
    preload: bool = True,
    left_out: Iterable[str] = (),
) -> dict[str, Any]:
    """Return what axe says of the page: its violations, and what else is asked for.

    ``preload``: fetch stylesheets and media again, which takes as long as half of the rules and
    serves two of them only (css-orientation-lock, no-autoplay-audio). ``left_out``: rules.
    A page that was asked once has axe in each document that it opens from then on: half a
    megabyte goes to the browser once.
    """
    chosen = ALWAYS | {rule: {"enabled": False} for rule in left_out}
    rules = {"runOnly": tags or WCAG, "rules": chosen, "resultTypes": list(kinds)}
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe.axe_script)
        page.add_init_script(_axe.axe_script)
    return dict(page.evaluate(RUN, rules | {"preload": preload}))


def violations(results: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]}\n  {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    program = find_browser()
    if program is None:
        pytest.fail(INSTALL, pytrace=False)
    return {"executable_path": program, "args": list(LAUNCH_ARGUMENTS), "env": dict(os.environ)}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "nl-BE", "timezone_id": "Europe/Brussels"}


def _is_snap(program: str) -> bool:
    """Tell a snap, or Ubuntu's script that only says to install one, from a real browser."""
    real = Path(program).resolve()
    if str(real).startswith(SNAP) or real.name == "snap":
        return True
    with real.open("rb") as file:
        start = file.read(4000)
    return start.startswith(b"#!") and SNAP.encode() in start
