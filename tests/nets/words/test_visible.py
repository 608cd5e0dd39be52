"""What a person should never see is caught on a page: English, keys, values of the machine."""

import pytest

from tests.nets.words.visible import Page, raw


@pytest.mark.parametrize(
    "html",
    [
        "<p>Choose a municipality</p>",
        "<p>De status is in_review</p>",
        "<p>De status is submitted</p>",
        "<p>None</p>",
        "<p>%(name)s ondertekent</p>",
        "<p>{{ naam }}</p>",
        "<p>Sinds 2022-01-31</p>",
        "<p>€ 12500</p>",
        "<p>1.250.000,00</p>",
        "<p>['a', 'b']</p>",
        '<input type="text" value="2022-01-31">',
        '<nav aria-label="Main navigation"></nav>',
    ],
)
def test_a_page_with_something_raw_is_caught(html: str) -> None:
    assert [fault for line in Page(html).text() for fault in raw(line)]


def test_a_plain_page_is_not_caught() -> None:
    html = "<p>Op 31/01/2022 kreeg Aalst <b>€\N{NO-BREAK SPACE}12.500,50</b>.</p><p>3 van 12.</p>"
    assert [fault for line in Page(html).text() for fault in raw(line)] == []
