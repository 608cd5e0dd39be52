"""The minutes of a meeting: frozen when it closes, one part per file, signed by one hash.

What everybody who signs may read is the head. What not everybody may read is a part of its own: the
names behind the labels, and each file. The hash of the minutes is taken of the head with the
hashes of the parts. So who is out of a file lacks its part, and still sees and signs the same hash.
Every part holds salt: its hash does not give away what stands in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from subsidy.core.errors import Refusal
from subsidy.core.text import Text
from subsidy.scoring.domain.computing import digest

CHAIR, MEMBER = "chair", "member"
Part = Mapping[str, Any]
SIGNED = Refusal(Text("You signed these minutes already. You need to do nothing more."))


@dataclass(frozen=True, slots=True)
class Frozen:
    """Minutes as they are kept. ``parts``: by their hash; ``content``: head and hashes in order."""

    content: dict[str, Any]
    parts: dict[str, Any]

    @property
    def hash(self) -> str:
        return digest(self.content)


def frozen(head: Part, names: Part, files: Sequence[Part]) -> Frozen:
    """Return the minutes; ``names`` and ``files`` hold their own salt."""
    of_names = digest(names)
    of_files = [digest(each) for each in files]
    parts = {of_names: dict(names)} | dict(zip(of_files, map(dict, files), strict=True))
    return Frozen({**head, "names": of_names, "files": of_files}, parts)


def is_sound(content: Part, parts: Mapping[str, Any], content_hash: str) -> bool:
    """Tell whether nothing in minutes was changed since they were frozen."""
    named = [content["names"], *content["files"]]
    return (
        digest(content) == content_hash
        and sorted(named) == sorted(parts)
        and all(digest(part) == key for key, part in parts.items())
    )


def signs_as(content: Part, label: str) -> str | None:
    """Return as what a juror signs, ``chair`` or ``member``; None: that juror was not there."""
    for each in content["attendance"]:
        if each["juror"] == label and each["stays"]:
            return str(each["as"])
    return None


def not_signing(
    content: Part | None, label: str, wanted: str, content_hash: str, *, signed: bool
) -> Refusal | None:
    """Say why a juror cannot sign; None: nothing stands in the way. ``wanted``: what was seen."""
    if content is None:
        return Refusal(Text("There are no minutes yet. Close the meeting first."))
    if signs_as(content, label) is None:
        return Refusal(Text("Only who was present signs the minutes."))
    if signed:
        return SIGNED
    if wanted != content_hash:
        return Refusal(Text("This is not the check number of these minutes. Open the page again."))
    return None
