"""Print the Debian packages that the tests need and this machine lacks."""

import ctypes
import shutil
import subprocess

from tests.support.browser import LIGHT, find_browser


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def browser_package() -> str:
    """Return the lightest Chromium that apt knows here: Debian has one, Ubuntu has not."""
    apt = shutil.which("apt-cache")
    known = apt and subprocess.run([apt, "show", LIGHT], capture_output=True, check=False)  # noqa: S603 - apt's own
    return LIGHT if known and known.returncode == 0 else "chromium"


def missing() -> list[str]:
    present = {
        browser_package(): find_browser() is not None,
        "libatomic1": has_library("libatomic.so.1"),  # for the Node inside Playwright
        "libreoffice-calc-nogui": shutil.which("soffice") is not None,
        "poppler-utils": shutil.which("pdftotext") is not None,
    }
    return [package for package, found in present.items() if not found]


if __name__ == "__main__":
    print(*missing())  # noqa: T201 - `./dev test` reads this
