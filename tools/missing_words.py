"""Print each message of the application that has no Dutch yet, and Dutch that nobody uses.

Run it as ``.venv/bin/python -m tools.missing_words [slice]``; exit code 1 when there are any.
"""

import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from wtforms.i18n import messages_path

SOURCES = Path("subsidy")
TEMPLATES = Path("templates")
DUTCH = Path("translations/nl")
KEYWORDS = {
    "Text": None,
    "N_": None,
    "_": None,
    "gettext": None,
    "plural": (1, 2),
    "ngettext": (1, 2),
}
JINJA = {"extensions": "jinja2.ext.do", "silent": "false", "trimmed": "true"}
PLACE = re.compile(r"%\((\w+)\)[a-z]|%%")


@dataclass(frozen=True, slots=True)
class Message:
    """A msgid, with its plural if it has one, and where it is written."""

    msgid: str
    plural: str | None
    path: Path
    line: int

    @property
    def slice(self) -> str:
        """Return the part of the application whose catalogue should hold it."""
        part = self.path.parts[1] if len(self.path.parts) > 2 else ""  # noqa: PLR2004 - in a folder
        return "frame" if part in {"", "errors", "web"} else part

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.msgid!r}"


def messages() -> list[Message]:
    """Return every message of the code and the templates that holds words of its own."""
    found = [
        *(m for path in sorted(SOURCES.rglob("*.py")) for m in _read(path, "python", {})),
        *(m for path in sorted(TEMPLATES.rglob("*.*")) for m in _read(path, "jinja2", JINJA)),
    ]
    return [message for message in found if has_words(message.msgid)]


def _read(path: Path, method: str, options: Mapping[str, str]) -> Iterator[Message]:
    with path.open("rb") as file:
        keywords: Mapping[str, tuple[int, ...] | None] = KEYWORDS
        for line, found, _, _ in extract(method, file, keywords, (), options):
            msgid, plural = (found[0], found[1]) if isinstance(found, tuple) else (found, None)
            yield Message(msgid, plural, path, line)


def has_words(msgid: str) -> bool:
    """Tell whether there is anything to translate: a bare ``%(name)s`` is the same everywhere."""
    return any(letter.isalpha() for letter in PLACE.sub("", msgid))


def catalogues() -> dict[str, Catalog]:
    """Return every Dutch catalogue by the name of its slice."""
    found = {}
    for path in sorted(DUTCH.glob("*.po")):
        with path.open("rb") as file:
            found[path.stem] = read_po(file, locale="nl")
    return found


def translated() -> frozenset[tuple[str, str | None]]:
    """Return each msgid (with its plural) that has Dutch, in whatever catalogue."""
    return frozenset(
        msgid_of(entry.id)
        for catalogue in catalogues().values()
        for entry in catalogue
        if entry.id and all(forms(entry.string)) and not entry.fuzzy
    )


def msgid_of(found: object) -> tuple[str, str | None]:
    """Return the msgid of an entry, with its plural if it has one."""
    return (str(found[0]), str(found[1])) if isinstance(found, list | tuple) else (str(found), None)


def forms(found: object) -> Sequence[str]:
    """Return the Dutch of an entry: one text, or one for the singular and one for the plural."""
    return [str(form) for form in found] if isinstance(found, list | tuple) else [str(found)]


def missing(slices: Collection[str] = ()) -> list[Message]:
    """Return the messages without Dutch, of these slices (all of them when none is named)."""
    known = translated()
    return [
        message
        for message in messages()
        if (message.msgid, message.plural) not in known and (not slices or message.slice in slices)
    ]


def unused() -> list[str]:
    """Return the entries that no code asks for; WTForms asks for its own messages."""
    known = {message.msgid for message in messages()} | _of_wtforms()
    return [
        f"{name}: {msgid}"
        for name, catalogue in catalogues().items()
        for msgid in (msgid_of(entry.id)[0] for entry in catalogue if entry.id)
        if has_words(msgid) and msgid not in known
    ]


def _of_wtforms() -> frozenset[str]:
    with (Path(messages_path()) / "nl" / "LC_MESSAGES" / "wtforms.mo").open("rb") as file:
        return frozenset(msgid_of(entry.id)[0] for entry in read_mo(file) if entry.id)


def main(slices: Sequence[str]) -> int:
    found = missing(slices)
    for name in sorted({message.slice for message in found}):
        own = [message for message in found if message.slice == name]
        print(f"\n{name}: {len(own)} without Dutch (translations/nl/{name}.po)")  # noqa: T201 - output
        for message in own:
            print(f"  {message}" + (f" / {message.plural!r}" if message.plural else ""))  # noqa: T201 - output
    idle = unused()
    print(*idle, sep="\n")  # noqa: T201 - output
    print(f"\n{len(found)} messages have no Dutch, {len(idle)} translations are not used.")  # noqa: T201 - output
    return 1 if found or idle else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
