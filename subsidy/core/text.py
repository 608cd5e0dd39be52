"""Words for a person, without a language: a message and its parameters, rendered at the edge.

The domain answers with a :class:`Text`; ``subsidy.language`` turns it into Dutch with the
catalogues. A ``Text`` is plain data, so an explanation can be stored in a snapshot and still be
rendered, unchanged, years later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Self

from subsidy.core.money import Money

Parameter = "str | int | bool | Money | datetime | date | Text | tuple[Text | str, ...]"


@dataclass(frozen=True, slots=True)
class Text:
    """A message (an English msgid with ``%(name)s`` places) and what fills its places.

    ``plural`` is the msgid for any number but one; the number is the parameter ``n``.
    A tuple parameter is rendered as an enumeration ("a, b and c").
    """

    msgid: str
    params: Mapping[str, Any]
    plural: str | None

    def __init__(self, msgid: str, /, **params: Any) -> None:  # noqa: ANN401 - see Parameter
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "params", MappingProxyType(params))
        object.__setattr__(self, "plural", None)

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, tuple(sorted(self.params))))

    def __str__(self) -> str:
        """Return the English sentence, for logs and failing tests; people read the rendering."""
        chosen = self.plural if self.plural and self.params["n"] != 1 else self.msgid
        return chosen % self.params if self.params else chosen

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON data from which :meth:`from_data` makes an equal text."""
        data: dict[str, Any] = {"msgid": self.msgid}
        if self.plural is not None:
            data["plural"] = self.plural
        if self.params:
            data["params"] = {key: pack(value) for key, value in self.params.items()}
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        params = {key: unpack(value) for key, value in data.get("params", {}).items()}
        text = cls(data["msgid"], **params)
        object.__setattr__(text, "plural", data.get("plural"))
        return text


def plural(singular: str, many: str, /, n: int, **params: Any) -> Text:  # noqa: ANN401 - see Parameter
    """Return a text that depends on the number ``n``, which is also its parameter ``n``."""
    text = Text(singular, n=n, **params)
    object.__setattr__(text, "plural", many)
    return text


def N_(msgid: str) -> str:  # noqa: N802 - the name by which every gettext tool knows a marker
    """Mark a msgid for the catalogues and return it as it is; it is rendered where it is shown."""
    return msgid


def pack(value: object) -> Any:  # noqa: ANN401, PLR0911 - JSON; one line per type
    """Return the JSON data of one value: a text, an amount, an instant, a list, a plain value."""
    match value:
        case Text():
            return {"text": value.to_data()}
        case Money():
            return {"cents": value.cents}
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case tuple():
            return {"list": [pack(item) for item in value]}
        case bool() | int():
            return value
        case _:
            return str(value)


def unpack(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the value that :func:`pack` made this of."""
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    match kind:
        case "text":
            return Text.from_data(inner)
        case "cents":
            return Money(inner)
        case "instant":
            return datetime.fromisoformat(inner)
        case "date":
            return date.fromisoformat(inner)
        case _:
            return tuple(unpack(item) for item in inner)
