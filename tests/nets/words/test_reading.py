"""The measures against what a person counts by hand, and the net against broken strings."""

import pytest

from tests.nets.words import reading
from tests.nets.words.strings import (
    FOREIGN,
    Phrase,
    forbidden,
    is_verb_first,
    too_hard,
    too_long,
)

# Split by hand, as a hyphenation of the Dutch spelling list.
BY_HAND = [
    "aan-vraag",
    "pen-voer-der",
    "sa-men-wer-kings-ver-band",
    "part-ners",
    "ge-meen-te",
    "be-oor-de-ling",
    "re-a-li-sa-tie",
    "con-ti-nu-ï-teits-plan",
    "fi-nan-ci-eel",
    "fi-nan-ci-ë-le",
    "re-gi-o",
    "re-ac-tie",
    "nieuw",
    "leeuw",
    "mooi",
    "fraai",
    "groei",
    "uit-ge-voerd",
    "trek-kings-recht",
    "en-ve-lop-pe",
    "on-der-te-ke-naar",
    "ou-de-ren",
    "huis",
    "reis",
    "eu-ro",
    "bu-reau",
    "dui-de-lijk",
    "bij-voor-beeld",
    "par-tij-en",
    "vij-and",
    "i-dee",
    "i-dee-ën",
    "ja-nu-a-ri",
    "in-di-vi-du-eel",
    "mu-se-um",
    "cre-a-tie",
    "be-ïn-vloe-den",
    "co-öp-ta-tie",
    "ty-pe",
    "pri-va-cy",
    "hulp",
    "be-slis-sing",
    "u",
    "on-line",
    "soft-ware",
    "mail",
    "team",
    "rang-schik-king",
    "ont-van-ke-lijk",
    "ver-deel-sleu-tel",
    "jaar",
    "vuur",
    "boom",
]


@pytest.mark.parametrize("split", BY_HAND)
def test_syllables_are_those_that_a_person_counts(split: str) -> None:
    word = split.replace("-", "")
    assert reading.syllables(word, FOREIGN) == split.count("-") + 1


def test_a_hyphen_a_number_and_letters_alone() -> None:
    assert reading.syllables("e-mail", FOREIGN) == 2
    assert reading.syllables("12.500,50", FOREIGN) == 2
    assert reading.syllables("nr", FOREIGN) == 1


def test_the_formula_on_a_text_scored_by_hand() -> None:
    """Words of 1, 1, 1, 2 and 1, 1, 2, 1, 1, 2, 1, 3, 1 syllables: 18 in 13 words."""
    text = "Lees eerst de oproep. Vraag dan samen met uw buren een subsidie aan."
    found = reading.read(text, FOREIGN)
    assert (found.words, found.syllables, found.lengths) == (13, 18, (4, 9))
    assert found.score == pytest.approx(206.8 - 0.77 * 1800 / 13 - 0.93 * 6.5)


def test_plain_words_score_high_and_the_language_of_law_low() -> None:
    plain = "Vul uw naam in. Kies een oproep. Bewaar uw tekst. U kunt later verder gaan."
    law = (
        "De desbetreffende subsidieaanvragen dienen, op straffe van onontvankelijkheid, te worden "
        "ingediend overeenkomstig de reglementaire bepalingen inzake samenwerking."
    )
    assert reading.read(plain, FOREIGN).score > 90
    assert reading.read(law, FOREIGN).score < 0


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("De brief wordt morgen verstuurd.", True),
        ("De aanvragen worden beoordeeld door de jury.", True),
        ("Wat er uitgevoerd wordt, staat hieronder.", True),
        ("Wij sturen de brief morgen.", False),
        ("De gemeenten worden samen Aalter.", False),
    ],
)
def test_the_passive_voice(sentence: str, passive: bool) -> None:  # noqa: FBT001 - a table of cases
    assert reading.is_passive(sentence) == passive


def test_a_hard_sentence_is_caught() -> None:
    hard = Phrase("x", " ".join(["Onontvankelijkheidsverklaring"] * 40) + ".")
    assert list(too_hard([hard], 50, 30))
    assert list(too_long([hard], 20))
    assert not list(too_long([Phrase("x", "Kort. En kort.")], 20))


@pytest.mark.parametrize(
    "text",
    [
        "Dit is een ongeldige waarde.",
        "U dient te tekenen.",
        "Gelieve te tekenen.",
        "Vul jouw naam in.",
        "De hoofdaanvrager tekent.",
        "De evaluator geeft punten.",
    ],
)
def test_a_forbidden_word_is_caught(text: str) -> None:
    assert list(forbidden([Phrase("x", text)]))
    assert not list(forbidden([Phrase("x", "Vul uw naam in.")]))


def test_a_button_that_is_no_verb_is_caught() -> None:
    assert is_verb_first("Dien de aanvraag in")
    assert not is_verb_first("De aanvraag")
    assert not is_verb_first("")
