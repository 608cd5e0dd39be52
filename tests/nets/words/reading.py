"""How hard a Dutch text is to read: words, syllables, sentences, the passive voice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*|\d[\d.,]*")
SENTENCE = re.compile(r"(?<=[.!?])[”\")]*\s+|\n+")
# What Dutch reads as one sound, the longest first; any other two vowels are two syllables.
SOUND = re.compile(
    r"eeu|ieu|eau|aai|ooi|oei|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|ai|oi|[aeiouyáéíóúàèëïöüäê]"
)
AUXILIARY = r"\b(?:wordt|worden|werd|werden)\b"
# A past participle: ge...d, ge...t, ge...en, also after a prefix (uitgevoerd), or be/ver/ont/her.
PARTICIPLE = (
    r"\b(?!gemeent|gegeven|gebied|getal)(?:\w*ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her)\w{2,}(?:d|t))\b"
)
PASSIVE = re.compile(f"{AUXILIARY}.*{PARTICIPLE}|{PARTICIPLE} {AUXILIARY}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The measures of one text."""

    words: int
    syllables: int
    lengths: tuple[int, ...]

    @property
    def sentences(self) -> int:
        return len(self.lengths)

    @property
    def score(self) -> float:
        """Return Flesch-Douma: 60 to 70 is normal, above is easy, below is hard."""
        per_hundred = 100 * self.syllables / self.words
        return 206.8 - 0.77 * per_hundred - 0.93 * mean(self.lengths)


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """Return the sentences that hold a word; a new line ends one too."""
    return [part for part in SENTENCE.split(text) if words_of(part)]


def syllables(word: str, foreign: Mapping[str, int]) -> int:
    """Count the vowel sounds; a number is read as one word of two; ``foreign`` knows better."""
    if word[0].isdigit():
        return 2
    parts = re.split(r"[-'\u2019]", word.lower())
    return sum(_of_part(part, foreign) for part in parts if part)


def _of_part(part: str, foreign: Mapping[str, int]) -> int:
    for ending in (part, *(part[:-cut] for cut in (1, 2) if len(part) > cut)):
        if ending in foreign:
            return foreign[ending]
    return max(1, len(SOUND.findall(part)))


def read(text: str, foreign: Mapping[str, int]) -> Reading:
    lengths = tuple(len(words_of(sentence)) for sentence in sentences_of(text))
    found = words_of(text)
    return Reading(len(found), sum(syllables(word, foreign) for word in found), lengths)


def is_passive(sentence: str) -> bool:
    return PASSIVE.search(sentence) is not None


def share_passive(sentences: Sequence[str]) -> float:
    return sum(map(is_passive, sentences)) / len(sentences)
