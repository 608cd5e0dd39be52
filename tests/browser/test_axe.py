"""Watch the watchman: the faults that no page of ours may have are found where they are."""

import pytest
from playwright.sync_api import Browser

from tests.browser.story.watch import Met, Watch
from tests.support.browser import axe_violations

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="nl"><head><title>Proef</title><style>
  a {{ display: inline-block; width: {size}px; height: {size}px; overflow: hidden; color: black; }}
</style></head><body><main><h1>Proef</h1>
  <div><a href="#a">aa</a><a href="#b">bb</a><a href="#c">cc</a></div>
</main></body></html>"""


def test_targets_that_are_too_small_are_a_fault(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(PAGE.format(size=12))
        small = axe_violations(page)
        page.set_content(PAGE.format(size=24))
        assert axe_violations(page) == []
    assert len(small) == 3
    assert all(fault.startswith("target-size: ") for fault in small)


@pytest.mark.parametrize("scripted", [True, False])
def test_a_page_is_looked_at_with_and_without_script(browser: Browser, *, scripted: bool) -> None:
    address = "http://127.0.0.1/proef"
    with (
        browser.new_context() as reader,
        browser.new_context(java_script_enabled=scripted) as context,
    ):
        watch, page = Watch(reader, scripted=scripted), context.new_page()
        page.route(
            address,
            lambda route: route.fulfill(body=PAGE.format(size=12), content_type="text/html"),
        )
        page.goto(address)
        watch.look(page)
        watch.look(page)
    assert [fault.split(":")[0] for fault in watch.faults[address]] == ["target-size"] * 3
    assert watch.looked == 1


def test_words_make_no_other_place_but_a_fault_at_a_field_and_what_it_lies_in_do() -> None:
    field = '<p class="hint">{words}</p><input id="{id}" name="{id}"{fault}>'
    plain = field.format(words="Vul in", id="a", fault="")
    met = Met()
    assert met.is_new(plain)
    assert not met.is_new(field.format(words="Kies", id="b", fault=""))
    assert met.is_new(field.format(words="Vul in", id="a", fault=' aria-invalid="true"'))
    assert met.is_new(f"<fieldset>{plain}</fieldset>")
    assert not met.is_new(plain)
