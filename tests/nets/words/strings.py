"""Every Dutch string of the catalogues, as a person reads it, and the rules it must keep."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.nets.words import reading
from tools import missing_words
from tools.missing_words import PLACE

RULES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("rules.toml").read_text())
FOREIGN: Mapping[str, int] = RULES["syllables"]
FILLED = "Aalter"  # stands for any name, number or amount: one word of two syllables
ENDS = re.compile(r"[.!?][”\")]*$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One Dutch string: where it comes from and what it says."""

    place: str
    text: str

    @property
    def is_sentence(self) -> bool:
        return ENDS.search(self.text.strip()) is not None


@cache
def messages() -> tuple[missing_words.Message, ...]:
    return tuple(missing_words.messages())


@cache
def dutch() -> Mapping[str, tuple[str, ...]]:
    """Return the Dutch of each msgid, in all its forms."""
    found: dict[str, tuple[str, ...]] = {}
    for catalogue in missing_words.catalogues().values():
        for entry in catalogue:
            if entry.id:
                found[missing_words.msgid_of(entry.id)[0]] = tuple(
                    missing_words.forms(entry.string)
                )
    return found


def filled(text: str) -> str:
    """Fill every place, so that the sentence can be read and counted."""
    return PLACE.sub(lambda place: "%" if place.group() == "%%" else FILLED, text)


def phrases() -> list[Phrase]:
    return [
        Phrase(name, filled(form))
        for name, catalogue in missing_words.catalogues().items()
        for entry in catalogue
        if entry.id
        for form in missing_words.forms(entry.string)
        if reading.words_of(filled(form))
    ]


def texts() -> list[Phrase]:
    """Return the sentences of each template and module as one text: a page, a letter, a mail."""
    parts: dict[str, list[str]] = defaultdict(list)
    for message in messages():
        for form in dutch().get(message.msgid, ()):
            if Phrase("", form).is_sentence:
                parts[str(message.path)].append(filled(form))
    return [Phrase(path, " ".join(dict.fromkeys(found))) for path, found in parts.items()]


# What a string may not say ------------------------------------------------------------------------


def _pattern(words: str) -> re.Pattern[str]:
    letters = r"\w*".join(map(re.escape, words.split("*")))
    return re.compile(rf"(?<![\w-]){letters}(?!\w)", re.IGNORECASE)


@cache
def _forbidden() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = [
        *((word, f"instead: {better}") for word, better in RULES["instead"].items()),
        *((word, "say u") for word in RULES["informal"]["words"]),
        *((word, f"say {use}") for use, words in RULES["one_word"].items() for word in words),
    ]
    return tuple((_pattern(word), f"“{word}”, {why}") for word, why in pairs)


def forbidden_words(text: str) -> list[str]:
    """Return each word that the rules refuse, with what to say instead."""
    return [why for pattern, why in _forbidden() if pattern.search(text)]


def forbidden(found: Iterable[Phrase]) -> Iterator[str]:
    for phrase in found:
        for why in forbidden_words(phrase.text):
            yield f"{phrase.place}: {why}: {phrase.text}"


def too_long(found: Iterable[Phrase], most: int) -> Iterator[str]:
    for phrase in found:
        for sentence in reading.sentences_of(phrase.text):
            if len(reading.words_of(sentence)) > most:
                yield f"{phrase.place}: {sentence}"


def too_hard(found: Iterable[Phrase], least: float, from_words: int) -> Iterator[str]:
    """Give each text of at least so many words that is harder than allowed."""
    for phrase in found:
        measured = reading.read(phrase.text, FOREIGN)
        if measured.words >= from_words and measured.score < least:
            yield f"{phrase.place}: {measured.score:.0f}: {phrase.text}"


# Buttons ------------------------------------------------------------------------------------------


def is_verb_first(label: str) -> bool:
    """Tell whether a button says what it does: its first word is a verb of the list."""
    words = reading.words_of(label)
    return bool(words) and words[0].lower() in RULES["buttons"]["verbs"]
