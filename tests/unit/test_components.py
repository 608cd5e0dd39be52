"""The components: what a browser and a screen reader get from each."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from subsidy import language
from subsidy.config import data_folder
from subsidy.core.errors import refuse
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.web import templating
from subsidy.web.forms import BaseForm, MoneyField, longest, required

TEMPLATES = data_folder("templates")
STATIC = data_folder("static")
MINE = sorted(
    [
        *TEMPLATES.glob("*.html"),
        *(TEMPLATES / "components").glob("*.html"),
        *(TEMPLATES / "errors").glob("*.html"),
    ]
)
MSGID = re.compile(r"""\b_\(\s*(["'])(.*?)\1""", re.DOTALL)
KILOBYTE = 1024


class Sample(BaseForm):
    name = StringField("Naam", [required(Text("Vul een naam in."))])
    story = TextAreaField("Verhaal", [longest(5)], description="Kort.")
    amount = MoneyField("Bedrag")
    lead = SelectField("Penvoerder", choices=[SelectChoice("", "Kies")], description="Kort.")
    choice = RadioField("Keuze", choices=[SelectChoice("a", "Een"), SelectChoice("b", "Twee")])


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.found if "id" in attributes]


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask("components", template_folder=str(TEMPLATES))
    templating.init_app(app)
    app.jinja_env.globals.update(csrf_token=lambda: "token", form_key=lambda: "key")
    with app.test_request_context("/", method="POST"):
        yield app


def shown(component: str, call: str, **context: object) -> str:
    file, _, macro = component.partition(":")
    source = f'{{% from "components/{file}.html" import {macro or file} %}}{call}'
    return render_template_string(source, **context)


def refused() -> Sample:
    form = Sample(MultiDict({"name": "", "story": "te lang dit", "amount": "veel", "lead": "x"}))
    form.validate()
    form.show(refuse(Text("De oproep is dicht.")))
    return form


FORM = """{% from "components/field.html" import field %}
{% call form_for(form) %}{% for f in form %}{{ field(f) }}{% endfor %}{% endcall %}"""


@pytest.mark.usefixtures("app")
def test_every_error_is_linked_to_a_control_that_names_it() -> None:
    html = shown("form:form_for", FORM, form=refused(), action="/x", multipart=True)
    tags = Tags(html)
    ids = tags.ids()
    links = [str(a["href"])[1:] for a in tags.of("a")]
    assert "Kies een van de mogelijkheden." in html
    assert "De oproep is dicht." in html
    assert links == ["name", "story", "amount", "lead", "choice-0"]
    assert set(links) <= set(ids)
    described = [
        str(a["aria-describedby"]).split() for _, a in tags.found if "aria-describedby" in a
    ]
    assert ["story-hint", "story-error", "story-count"] in described
    assert {target for group in described for target in group} <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("app")
def test_attributes_stay_apart() -> None:
    call = '{% call form_for(action="/x", multipart=True) %}{% endcall %}'
    html = shown("form:form_for", call) + shown("form:form_for", FORM, form=refused())
    assert re.findall(r'="[^"<>]*"[a-z]', html) == []


@pytest.mark.usefixtures("app")
def test_what_was_typed_is_kept_and_marked_as_wrong() -> None:
    inputs = {a["name"]: a for a in Tags(shown("form:form_for", FORM, form=refused())).of("input")}
    assert inputs["amount"]["value"] == "veel"
    assert inputs["amount"]["aria-invalid"] == "true"
    assert "required" not in inputs["name"]
    assert inputs["csrf_token"]["value"] == "token"
    assert inputs["_key"]["value"] == "key"


@pytest.mark.usefixtures("app")
def test_a_get_form_sends_no_secrets() -> None:
    html = shown("form:form_for", '{% call form_for(method="get") %}{% endcall %}')
    assert "token" not in html
    assert "_key" not in html


@pytest.mark.usefixtures("app")
def test_values_of_people_are_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    rows = [[hostile, Money(5), None]]
    html = shown(
        "table:data_table", '{{ data_table(h, ["a", "b", h], rows=rows) }}', h=hostile, rows=rows
    )
    assert "<script" not in html
    assert "€\N{NO-BREAK SPACE}0,05" in html


@pytest.mark.usefixtures("app")
def test_every_cell_of_a_money_grid_has_a_name() -> None:
    cell = SimpleNamespace(name="x", id="x", value="1", errors=[])
    row = SimpleNamespace(label="Personeel", cells=[cell], total=Money(100))
    group = SimpleNamespace(label="Aalst", rows=[row], totals=[Money(100)], total=Money(100))
    grid = SimpleNamespace(columns=["2022"], groups=[group], totals=[Money(100)], total=Money(100))
    tags = Tags(shown("money_grid", '{{ money_grid(grid, "Begroting") }}', grid=grid))
    (names,) = [str(a["aria-labelledby"]).split() for a in tags.of("input")]
    assert len(names) == 3
    assert set(names) <= set(tags.ids())


def sides(path: str) -> int:
    return path.count("M")


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("tiles", "expected"),
    [
        ([(0, 0)], 6),  # one hexagon has six sides
        ([(0, 0), (1, 0)], 10),  # neighbours in a row share one side
        ([(0, 0), (0, 1)], 10),  # an odd row lies half a tile to the right
        ([(1, 0), (0, 1)], 10),
        ([(0, 1), (0, 2)], 10),
        ([(0, 1), (1, 2)], 10),
        ([(0, 0), (1, 1)], 12),  # these do not touch
        ([(0, 0), (1, 0), (0, 1)], 12),  # three around a corner share three sides
    ],
)
def test_an_outline_follows_only_the_outside(tiles: list[tuple[int, int]], expected: int) -> None:
    assert sides(shown("tile_map:border", "{{ border(tiles) }}", tiles=tiles)) == expected


@pytest.mark.usefixtures("app")
def test_parts_of_a_bar_fill_it() -> None:
    parts = [("a", 1, "1"), ("b", 1, "1"), ("c", 1, "1")]
    tags = Tags(shown("stacked_bar", '{{ stacked_bar(parts, "x", "y") }}', parts=parts))
    bars = [a for a in tags.of("rect") if "x" in a]
    ends = [float(str(a["x"])[:-1]) + float(str(a["width"])[:-1]) for a in bars]
    assert ends[-1] == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("path", MINE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_template_is_dutch_and_obeys_the_content_security_policy(path: Path) -> None:
    source = path.read_text("utf-8")
    catalogue = language.catalogue("nl")
    assert [msgid for _, msgid in MSGID.findall(source) if msgid not in catalogue] == []
    assert re.findall(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]* src)", source) == []


@pytest.mark.parametrize(("name", "limit"), [("app.css", 20), ("app.js", 6), ("favicon.svg", 2)])
def test_what_a_first_visit_weighs(name: str, limit: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes())) <= limit * KILOBYTE


def test_the_stylesheet_asks_nothing_of_another_host() -> None:
    css = (STATIC / "app.css").read_text("utf-8")
    assert re.findall(r"@import|@font-face|url\((?!\"?#)", css) == []
    assert "GDS Transport" not in css
