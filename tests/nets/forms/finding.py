"""Which forms there are: one of each shape, found on the pages that a viewer can open."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tests.nets.doors import opens
from tests.nets.forms.reading import ReadForm, forms
from tests.nets.routes import visits
from tests.nets.viewers import enter
from tests.nets.world import World

OK = 200
HTML = "text/html"
FILES = (".xlsx", ".pdf", ".zip", ".css")
NUMBERS = re.compile(r"[a-z2-7]{26}|\d+")


def found(world: World, viewer: str) -> dict[str, ReadForm]:
    """Return the forms that act, by shape: what the address and the names have in common."""
    return {form.shape: form for form in _all(world, viewer)}


def _all(world: World, viewer: str) -> Iterator[ReadForm]:
    client = enter(world, viewer)
    for visit in visits(world):
        if "GET" not in visit.methods or visit.path.endswith(FILES) or not opens(visit, viewer):
            continue
        answer = client.get(visit.path)
        if answer.status_code == OK and answer.mimetype == HTML:
            for form in forms(answer.text, visit.path):
                if form.method == "POST":
                    yield replace(form, shape=shape(world, form))


def shape(world: World, form: ReadForm) -> str:
    """Return the endpoint that takes the form, with its names without their numbers."""
    endpoint, _ = world.app.url_map.bind("").match(form.action.partition("?")[0], method="POST")
    names = sorted({NUMBERS.sub("#", each.name) for each in form.asked})
    return f"{endpoint}({', '.join(names)})"
