"""Files into a folder of somebody else: only under our own names, and each whole or not at all."""

from collections.abc import Iterable
from pathlib import Path

from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text

LETTERS = "brieven"
UNFINISHED = ".nieuw"


def check(folder: Path) -> None:
    """Raise RefusedError when the documents cannot go there; nothing is made yet."""
    way = (folder / LETTERS, folder, *folder.absolute().parents)
    nearest = next(path for path in way if path.exists())
    if not nearest.is_dir():
        raise _a_file(nearest)


def prepare(folder: Path) -> None:
    """Make the folders for the documents. Raises RefusedError when that is impossible."""
    make(folder)
    make(folder / LETTERS)


def make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise _a_file(folder) from None
    except OSError:
        raise _unwritable(folder) from None


def put(folder: Path, name: str, content: bytes) -> None:
    """Write one file in one step, so that nobody ever reads half of it."""
    path = folder / name
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except IsADirectoryError:
        text = Text("%(path)s is a folder. Rename it, or choose another one.", path=str(path))
        raise refuse(text) from None
    except OSError:
        raise _unwritable(folder) from None


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove documents of an earlier rehearsal, as far as they are still there."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


def _a_file(path: Path) -> RefusedError:
    text = Text("%(path)s is a file. Choose a folder for the documents.", path=str(path))
    return refuse(text)


def _unwritable(path: Path) -> RefusedError:
    return refuse(
        Text("Nothing can be written in %(path)s. Choose another folder.", path=str(path))
    )
