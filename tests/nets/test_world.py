"""The world holds what the nets count on."""

import pytest
from sqlalchemy import text

from subsidy.policy import MandateKind, Role
from tests.nets import subjects
from tests.nets.routes import visits
from tests.nets.viewers import VIEWERS, enter
from tests.nets.world import World

REFUSED = 401


def test_every_role_has_a_viewer() -> None:
    held = {right for viewer in VIEWERS.values() for right in viewer.holds}

    assert held == {*Role, *MandateKind}


@pytest.mark.parametrize("kind", subjects.SUBJECTS)
def test_every_named_record_exists_and_is_another_one(module_world: World, kind: str) -> None:
    with module_world.session() as session:
        found = subjects.found(session, kind)

    assert len(set(found.values())) == len(subjects.SUBJECTS[kind])


def test_every_route_is_visited(module_world: World) -> None:
    visited = {visit.endpoint for visit in visits(module_world)}

    assert visited == module_world.app.view_functions.keys()


@pytest.mark.parametrize("name", VIEWERS)
def test_every_viewer_is_signed_in_or_not(module_world: World, name: str) -> None:
    with module_world.undone():
        answer = enter(module_world, name).get("/berichten")

    assert answer.status_code == (302 if name in {"visitor", "disabled"} else 200)


def test_what_is_undone_leaves_nothing(module_world: World) -> None:
    count = text("SELECT count(*) FROM sign_in")
    with module_world.undone():
        enter(module_world, "editor")
    with module_world.engine.connect() as connection:
        assert connection.scalar(count) == 0
