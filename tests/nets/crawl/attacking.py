"""Attacks through the forms: each field that can be typed in gets some, and what is kept is read.

What the application refuses is put back as it was, field by field as its summary names them, so
that the rest is stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlencode, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.nets.crawl.vocabulary import Vocabulary
from tests.nets.forms.reading import ReadForm, tree
from tests.nets.payloads import payloads

MEANING, BROKEN, SEE_OTHER = 422, 500, 303
TRIES = 4  # a form that refuses after so many corrections keeps nothing
FORM = "application/x-www-form-urlencoded"
Typed = dict[str, bytes]


@dataclass(slots=True)
class Attack:
    """What goes round: the attacks, and what was seen of them."""

    words: Vocabulary
    used: set[bytes] = field(default_factory=set)
    fields: int = 0
    stored: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _all: Iterator[bytes] = field(default_factory=lambda: cycle(payloads()))

    def typed_in(self, form: ReadForm) -> Typed:
        """Return the next attacks, one for each field that can be typed in."""
        names = [asked.name for asked in form.asked if asked.is_typed]
        chosen = dict(zip(names, self._all, strict=False))
        self.used |= set(chosen.values())
        self.fields += len(chosen)
        return chosen

    def read(self, answer: TestResponse, what: str) -> None:
        """Look for anything on an answer that the application did not write."""
        if answer.status_code >= BROKEN:
            self.faults.append(f"{what} answers {answer.status_code}")
        elif answer.mimetype == "text/html":
            self.faults += [f"{what}: {fault}" for fault in self.words.faults(answer.text)]


def store(browser: FlaskClient, form: ReadForm, typed: Typed, attack: Attack) -> str | None:
    """Send a form until it is kept, without what was refused; return where it leads then."""
    typed = dict(typed)
    for _ in range(TRIES):
        answer = send(browser, form, typed)
        attack.read(answer, form.action)
        if answer.status_code == SEE_OTHER and typed:
            return answer.location
        wrong = _refused(answer) & typed.keys() if answer.status_code == MEANING else set()
        if not wrong:
            return None
        typed = {name: value for name, value in typed.items() if name not in wrong}
    return None


def send(browser: FlaskClient, form: ReadForm, typed: Mapping[str, bytes]) -> TestResponse:
    """Send a form as a browser would, but with bytes that a browser would not."""
    plain = [(asked.name, value) for asked in form.asked for value in asked.value]
    pairs = [(name, typed.get(name, value.encode())) for name, value in plain]
    return browser.post(form.action, data=urlencode(pairs), content_type=FORM)


def pages(form_page: str, led: str | None) -> list[str]:
    """Return where what was kept can be read: where the form led, its page, that of its record."""
    record = "/".join(urlsplit(form_page).path.split("/")[:3])
    return [] if led is None else list(dict.fromkeys([led, form_page, record]))


def shown(answer: TestResponse, typed: Typed) -> set[bytes]:
    """Return which of the attacks a page shows as text."""
    text = _plain(tree(answer.text.replace("\0", "")).text_content())
    return {each for each in typed.values() if _plain(each.decode(errors="replace")) in text}


def _plain(text: str) -> str:
    """Leave out what no page shows: NUL, and how wide a space is."""
    return " ".join(text.replace("\0", "").split())


def _refused(answer: TestResponse) -> set[str]:
    """Return the names of the fields that the summary of a refused form leads to."""
    page = tree(answer.text)
    links = page.xpath("//*[@data-error-summary]//a/@href")
    found = [page.xpath("//*[@id=$id]", id=str(link)[1:]) for link in links]
    return {str(each.get("name")) for those in found for each in those}
