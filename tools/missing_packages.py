"""Print the Debian packages that the tests need and this machine lacks."""

import ctypes
import shutil

from tests.support.browser import find_browser


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing() -> list[str]:
    present = {
        "chromium": find_browser() is not None,
        "libatomic1": has_library("libatomic.so.1"),  # for the Node inside Playwright
        "libreoffice-calc-nogui": shutil.which("soffice") is not None,
        "poppler-utils": shutil.which("pdftotext") is not None,
    }
    return [package for package, found in present.items() if not found]


if __name__ == "__main__":
    print(*missing())  # noqa: T201 - `./dev test` reads this
