"""Every form of every viewer, filled by Hypothesis: never a crash, never half an act."""

from collections.abc import Callable
from functools import cache, partial

import pytest
from hypothesis import HealthCheck, given, settings

from tests.nets.faults.acts import SENT_BY_SCRIPT
from tests.nets.forms import filling, finding, judging
from tests.nets.forms.filling import Body
from tests.nets.forms.reading import ReadForm
from tests.nets.viewers import ACTING, enter
from tests.nets.world import World

pytestmark = pytest.mark.wide
EACH = {"full": 10, "long": 200}


Found = Callable[[str], dict[str, ReadForm]]


@pytest.fixture(scope="module")
def found(module_world: World) -> Found:
    """Give who finds the forms of a viewer, once in a process."""
    return cache(partial(finding.found, module_world))


@pytest.mark.parametrize("tier", ["full", pytest.param("long", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ACTING)
def test_no_form_breaks(
    module_world: World, found: Found, name: str, tier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = found(name)
    for form in forms.values():
        _walk(module_world, name, form, EACH[tier])
    with capsys.disabled():
        print(f"  {name}: {len(forms)} forms, {EACH[tier]} examples each")  # noqa: T201 - what was covered
    assert forms


def _walk(world: World, name: str, form: ReadForm, examples: int) -> None:
    client = enter(world, name)

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(body=filling.bodies(form))
    def walk(body: Body) -> None:
        assert judging.faults(world, client, form, body) == [], form.shape

    walk()


def test_every_act_has_a_form(module_world: World, found: Found) -> None:
    """A route that takes a POST and that no page leads to is walked by nobody."""
    walked = {form.shape.partition("(")[0] for name in ACTING for form in found(name).values()}
    acts = {
        rule.endpoint
        for rule in module_world.app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    }

    assert acts - walked - SENT_BY_SCRIPT == set()
