"""Compile every translations/*/*.po that is newer than the .mo beside it."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path("translations")


def is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def compile_one(po: Path) -> None:
    """Write the catalogue beside its source in one step: a reader never sees half a file."""
    fresh = po.with_suffix(".mo.new")
    with po.open("rb") as source, fresh.open("wb") as target:
        write_mo(target, read_po(source))
    fresh.replace(po.with_suffix(".mo"))


def main() -> None:
    for po in filter(is_stale, sorted(FOLDER.glob("*/*.po"))):
        compile_one(po)


if __name__ == "__main__":
    main()
