"""The name of a part in an address: a Dutch word, and which partner or realisation if several."""

from collections.abc import Mapping
from types import MappingProxyType

from subsidy.applications.domain.expectations import EXPECTATIONS
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.funding import FUNDING
from subsidy.applications.domain.scaling import SCALING

WORDS: Mapping[str, str] = MappingProxyType(
    {
        Key.PROJECT: "project",
        Key.CONTACT: "contact",
        Key.CONTENT: "inhoud",
        Key.PRIVACY: "privacy",
        Key.QUESTIONS: "vragen",
        Key.DECLARATIONS: "verklaringen",
        Key.BUDGET: "begroting",
        FUNDING: "inbreng",
        Key.PARTNERS: "taken",
        "realisation": "realisatie",
        Key.INDICATORS: "indicatoren",
        Key.CONTINUITY: "continuiteit",
        EXPECTATIONS: "verwachtingen",
        SCALING: "opschaling",
    }
)
KINDS = MappingProxyType({word: kind for kind, word in WORDS.items()})
SEVERAL = frozenset({Key.PARTNERS.value, FUNDING, "realisation", Key.CONTINUITY.value, SCALING})


def place_of(key: str) -> str:
    """Return how an address names a part: ``taken-<partner>``."""
    kind, _, name = key.partition(":")
    return f"{WORDS[kind]}-{name}" if name else WORDS[kind]


def key_of(place: str) -> str | None:
    """Return the key of a part that an address names; None when it names none."""
    word, _, name = place.partition("-")
    kind = KINDS.get(word)
    if kind is None or bool(name) != (kind in SEVERAL):
        return None
    return f"{kind}:{name}" if name else str(kind)
