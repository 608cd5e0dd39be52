"""Two texts as one: nothing of either is lost, and what stayed is not said to have changed."""

from hypothesis import given
from hypothesis import strategies as st

from subsidy.applications.domain.places import WORDS, key_of, place_of
from subsidy.applications.domain.wording import Change, wording

TEXTS = st.text(alphabet="ab \n", max_size=30)


def said(before: str, after: str) -> list[tuple[str, str]]:
    return [(run.change.value, run.text) for run in wording(before, after)]


def test_a_word_that_was_replaced() -> None:
    assert said("Wij delen drie lesgevers.", "Wij delen vijf lesgevers.") == [
        ("stayed", "Wij delen "),
        ("gone", "drie"),
        ("new", "vijf"),
        ("stayed", " lesgevers."),
    ]


def test_a_sentence_that_was_added() -> None:
    assert said("Een.", "Een. Twee.") == [("stayed", "Een."), ("new", " Twee.")]


def test_a_text_that_was_removed() -> None:
    assert said("Alles weg", "") == [("gone", "Alles weg")]


def test_another_sentence_stands_there_as_a_whole() -> None:
    assert said("Wij delen lesgevers.", "Zij lenen toestellen uit.") == [
        ("gone", "Wij delen lesgevers."),
        ("new", "Zij lenen toestellen uit."),
    ]


def test_equal_texts_have_nothing_new() -> None:
    assert said("Wat, waar, hoe", "Wat, waar, hoe") == [("stayed", "Wat, waar, hoe")]


@given(before=TEXTS, after=TEXTS)
def test_both_texts_can_be_read_in_full(before: str, after: str) -> None:
    runs = wording(before, after)

    assert "".join(run.text for run in runs if run.change is not Change.NEW) == before
    assert "".join(run.text for run in runs if run.change is not Change.GONE) == after


def test_every_part_has_an_address_that_leads_back_to_it() -> None:
    for kind in WORDS:
        several = kind in ("partners", "realisation", "continuity", "funding", "scaling")
        key = f"{kind}:abc" if several else str(kind)
        assert key_of(place_of(key)) == key


def test_an_address_of_no_part_names_nothing() -> None:
    for place in ("", "taken", "project-abc", "nergens", "taken-", "realisaties"):
        assert key_of(place) is None
