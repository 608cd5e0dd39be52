"""Every string of the code and the templates: translated, plain, in the words of the glossary."""

import re
from collections.abc import Iterator
from statistics import mean, median

import pytest

from tests.nets.words import reading, strings
from tests.nets.words.strings import FOREIGN, RULES, Phrase
from tools import missing_words
from tools.missing_words import PLACE, Message

# The limits of the standard for plain Dutch.
LEAST_MEDIAN = 70
LEAST_SCORE, FROM_WORDS = 50, 30
MEAN_WORDS, MOST_WORDS = 15, 20
MOST_PASSIVE = 0.10
BUTTON = re.compile(r'(?:\bbutton\(|\bsubmit=|action_button\([^_]*)_\("([^"]+)"')


@pytest.fixture(scope="module")
def phrases() -> list[Phrase]:
    """Give every Dutch string; there are at least as many as the code has messages."""
    found = strings.phrases()
    asked = {message.msgid for message in strings.messages()}
    words = sum(len(reading.words_of(phrase.text)) for phrase in found)
    print(f"{len(asked)} messages in the code, {len(found)} Dutch strings, {words} words")  # noqa: T201 - what was covered
    assert len(found) >= len(asked) > 0
    return found


def unexempted(found: list[Phrase]) -> list[Phrase]:
    return [phrase for phrase in found if phrase.place not in RULES["exempt"]]


# Translated ---------------------------------------------------------------------------------------


def test_every_message_has_dutch_and_nothing_else_is_translated() -> None:
    assert [str(message) for message in missing_words.missing()] == []
    assert missing_words.unused() == []


def test_a_message_without_dutch_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    path = missing_words.SOURCES / "calls" / "views.py"
    new = Message("A sentence that nobody translated.", None, path, 1)
    known = strings.messages()
    monkeypatch.setattr(missing_words, "messages", lambda: [*known, new])
    assert missing_words.missing() == [new]


def test_dutch_that_nobody_uses_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = [each for each in strings.messages() if each.msgid != "Choose"]
    monkeypatch.setattr(missing_words, "messages", lambda: fewer)
    assert {name.split(": ")[1] for name in missing_words.unused()} == {"Choose"}


def places(text: str) -> set[str]:
    return {name for name in PLACE.findall(text) if name}


def entries() -> Iterator[tuple[str, str | None, str]]:
    """Give each Dutch form with its message."""
    for catalogue in missing_words.catalogues().values():
        for entry in catalogue:
            msgid, plural = missing_words.msgid_of(entry.id)
            if msgid:
                yield from ((msgid, plural, form) for form in missing_words.forms(entry.string))


def keeps_places(msgid: str, plural: str | None, form: str) -> bool:
    """Only the number of a singular may become a word: “%(n)s file” is “één dossier”."""
    asked = places(msgid) | places(plural or "")
    spelled = {"n"} if plural else set()
    return asked - spelled <= places(form) <= asked


def test_a_translation_has_the_places_of_its_message() -> None:
    assert [each for each in entries() if not keeps_places(*each)] == []


def test_a_translation_without_a_place_is_caught() -> None:
    assert not keeps_places("%(name)s signs.", None, "Iemand tekent.")
    assert not keeps_places("Somebody signs.", None, "%(name)s tekent.")
    assert not keeps_places("%(n)s signs.", None, "Eén tekent.")
    assert keeps_places("%(n)s file", "%(n)s files", "één dossier")


def test_a_message_has_one_translation() -> None:
    """A message that two slices use is read in whichever catalogue comes last."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for catalogue in missing_words.catalogues().values():
        for entry in catalogue:
            if entry.id:
                key = missing_words.msgid_of(entry.id)[0]
                found.setdefault(key, set()).add(tuple(missing_words.forms(entry.string)))
    assert {msgid: forms for msgid, forms in found.items() if len(forms) > 1} == {}


def test_no_english_is_left_but_names() -> None:
    same = {
        msgid
        for msgid, forms in strings.dutch().items()
        if missing_words.has_words(msgid) and msgid in forms
    }
    assert same == set(RULES["names"]["same"])


# Plain --------------------------------------------------------------------------------------------


def test_the_strings_are_easy_to_read(phrases: list[Phrase]) -> None:
    sentences = [phrase for phrase in phrases if phrase.is_sentence]
    scores = [reading.read(phrase.text, FOREIGN).score for phrase in sentences]
    print(f"{len(sentences)} full sentences, median Flesch-Douma {median(scores):.1f}")  # noqa: T201 - what was covered
    assert median(scores) >= LEAST_MEDIAN


def test_no_text_is_hard(phrases: list[Phrase]) -> None:
    texts = strings.texts()
    scores = [reading.read(text.text, FOREIGN).score for text in texts]
    print(f"{len(texts)} texts, median Flesch-Douma {median(scores):.1f}")  # noqa: T201 - what was covered
    assert median(scores) >= LEAST_MEDIAN
    found = unexempted([*phrases, *texts])
    assert list(strings.too_hard(found, LEAST_SCORE, FROM_WORDS)) == []


def test_sentences_are_short(phrases: list[Phrase]) -> None:
    lengths = [
        length
        for phrase in phrases
        if phrase.is_sentence
        for length in reading.read(phrase.text, FOREIGN).lengths
    ]
    print(f"{mean(lengths):.1f} words a sentence, the longest {max(lengths)}")  # noqa: T201 - what was covered
    assert mean(lengths) <= MEAN_WORDS
    assert list(strings.too_long(unexempted(phrases), MOST_WORDS)) == []


@pytest.mark.slow  # whoever asks for the phrases first waits six seconds
def test_sentences_say_who_does_what(phrases: list[Phrase]) -> None:
    sentences = [each for phrase in phrases for each in reading.sentences_of(phrase.text)]
    share = reading.share_passive(sentences)
    print(f"{len(sentences)} sentences, {share:.1%} passive")  # noqa: T201 - what was covered
    assert share <= MOST_PASSIVE


# In the words of the glossary ---------------------------------------------------------------------


def test_no_string_uses_a_forbidden_word(phrases: list[Phrase]) -> None:
    assert list(strings.forbidden(phrases)) == []


def test_every_button_in_a_template_is_a_verb() -> None:
    pages = "".join(path.read_text() for path in missing_words.TEMPLATES.rglob("*.html"))
    labels = {label for msgid in BUTTON.findall(pages) for label in strings.dutch()[msgid]}
    print(f"{len(labels)} labels of buttons")  # noqa: T201 - what was covered
    assert labels
    assert {label for label in labels if not strings.is_verb_first(label)} == set()
