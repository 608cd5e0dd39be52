"""The words of art: each one that the interface uses is explained on a page, in plain Dutch."""

from flask import Flask

from subsidy.language import words
from subsidy.overview.views.glossary import WORDS
from tests.nets.words import reading, strings
from tests.nets.words.strings import FOREIGN, RULES
from tests.support.pages import assert_well_formed, visible

MOST_SENTENCE = 20


def unexplained(interface: str, explained: set[str]) -> set[str]:
    """Return the words of art that the interface uses and nobody explains."""
    return {term for term in RULES["terms"]["explain"] if term in interface} - explained


def test_every_word_of_art_is_explained() -> None:
    interface = " ".join(phrase.text for phrase in strings.phrases()).lower()
    assert unexplained(interface, {words(word) for word in WORDS}) == set()


def test_a_word_of_art_that_nobody_explains_is_caught() -> None:
    assert unexplained("de penvoerder tekent", set()) == {"penvoerder"}


def test_the_explanations_are_easy_to_read() -> None:
    measured = reading.read(" ".join(map(words, WORDS.values())), FOREIGN)
    print(f"{len(WORDS)} words explained, Flesch-Douma {measured.score:.1f}")  # noqa: T201 - what was covered
    assert measured.score >= 70
    assert max(measured.lengths) <= MOST_SENTENCE


def test_the_page_shows_them_and_the_help_page_leads_there(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/hulp/woorden").text
    assert_well_formed(page)
    assert all(f"<dt>{words(word)}</dt>" in page for word in WORDS)
    assert words(WORDS["lead partner"]) in visible(page)
    assert 'href="/hulp/woorden"' in client.get("/hulp").text
