"""Pasted text, with samples of what Word, a PDF and a web page put on the clipboard."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.core.pasted import clean

WORD_LIST = (
    "Wat wij doen:\r\n\u2022\tlessen geven\r\n\uf0b7\ttoestellen uitlenen\r\n"
    "o\tin elke wijk\r\n\uf0a7\tzonder afspraak\r\n"
)
WORD_SENTENCE = (
    "\u201cIedereen\u00a0mee\u201d \u2013 dat is \u2018ons\u2019 doel\u2026\u000bOok in de dorpen."
)
PDF = "De digi\u00adtale kloof in de gemeen\u00adte: \ufb01etsen naar het e\ufb03ciënte loket.\f"
WEB = "\ufeffLees\u200b meer\u2028op\u00a0de\u202fwebsite\u2060 \u202ehcet\u202c"
MAC = "Café".replace("é", "e\u0301")


def test_a_list_of_word_becomes_lines_with_a_dash() -> None:
    assert clean(WORD_LIST) == (
        "Wat wij doen:\n- lessen geven\n- toestellen uitlenen\n- in elke wijk\n- zonder afspraak"
    )


def test_curly_quotes_and_dashes_stay_and_hard_spaces_become_spaces() -> None:
    assert clean(WORD_SENTENCE) == "“Iedereen mee” – dat is ‘ons’ doel…\nOok in de dorpen."  # noqa: RUF001 - what Word makes


def test_hyphens_and_ligatures_of_a_pdf_go() -> None:
    assert clean(PDF) == "De digitale kloof in de gemeente: fietsen naar het efficiënte loket."


def test_what_nobody_sees_on_a_web_page_goes() -> None:
    assert clean(WEB) == "Lees meer\nop de website hcet"


def test_an_accent_is_one_sign_with_its_letter() -> None:
    assert clean(MAC) == "Café"
    assert len(clean(MAC)) == 4


def test_emoji_of_several_signs_stay_whole() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert clean(f"Samen {family}") == f"Samen {family}"


@pytest.mark.parametrize(
    "typed",
    ["o, zo mooi", "Een · twee", "3 • 4", "- al een streepje", "a\n\nb", "1 - 2", "x - y\n- z"],
)
def test_what_was_typed_stays(typed: str) -> None:
    assert clean(typed) == typed


@given(st.text())
def test_cleaning_twice_is_as_good_as_once(text: str) -> None:
    once = clean(text)

    assert clean(once) == once


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    left = {unicodedata.category(each) for each in clean(text) if each != "\n"}

    assert "Cc" not in left
    assert not set("\u00ad\u200b\ufeff\u202e\u00a0\r\t") & set(clean(text))
