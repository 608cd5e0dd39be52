"""What takes long to make, made once for all processes of one run of the tests."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def shared(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this run that all its processes know."""
    base = factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


def made(file: Path, make: Callable[[Path], None]) -> Path:
    """Return a file; the first process to ask makes it, the others wait. It appears whole."""
    file.parent.mkdir(exist_ok=True)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            unfinished = file.with_stem(f"{file.stem}-unfinished")
            make(unfinished)
            unfinished.rename(file)
    return file
