"""A state machine is a table: where an action leads, what objects, and how it is drawn."""

from collections.abc import Sequence
from enum import StrEnum

import pytest

from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import Text


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"


class Act(StrEnum):
    GO = "go"
    STOP = "stop"


def dry(facts: str) -> Sequence[Refusal]:
    return [] if facts == "dry" else [Refusal(Text("Wet.")), Refusal(Text("Slippery."))]


Life = Lifecycle[Light, Act, str]


@pytest.fixture
def life() -> Life:
    return Lifecycle(
        Light.RED,
        Transition(Act.GO, frozenset({Light.RED, Light.OFF}), Light.GREEN, dry),
        Transition(Act.STOP, frozenset({Light.GREEN}), Light.RED),
    )


def test_an_action_leads_to_its_target(life: Life) -> None:
    assert life.fire(Light.RED, Act.GO, "dry") is Light.GREEN
    assert life.fire(Light.GREEN, Act.STOP, "wet") is Light.RED
    assert life.initial is Light.RED


def test_every_objection_is_said(life: Life) -> None:
    with pytest.raises(RefusedError) as refused:
        life.fire(Light.OFF, Act.GO, "wet")

    assert [reason.text.msgid for reason in refused.value.refusals] == ["Wet.", "Slippery."]


def test_what_is_not_in_the_table_is_not_possible_and_names_the_status(life: Life) -> None:
    with pytest.raises(RefusedError) as refused:
        life.fire(Light.RED, Act.STOP, "dry")

    [reason] = refused.value.refusals
    assert str(reason.text) == "This is not possible any more: the status is “red”."


class Door(Labelled):
    OPEN = "open", "wide open"


def test_a_status_with_a_label_is_named_by_it() -> None:
    doors: Lifecycle[Door, Act, str] = Lifecycle(Door.OPEN)

    with pytest.raises(RefusedError) as refused:
        doors.fire(Door.OPEN, Act.STOP, "dry")

    [reason] = refused.value.refusals
    assert str(reason.text) == "This is not possible any more: the status is “wide open”."


def test_the_actions_of_a_state_are_those_that_leave_it(life: Life) -> None:
    assert life.actions(Light.RED) == (Act.GO,)
    assert life.actions(Light.GREEN) == (Act.STOP,)


def test_the_table_has_a_row_per_source(life: Life) -> None:
    assert life.table == {
        (Light.OFF, Act.GO): Light.GREEN,
        (Light.RED, Act.GO): Light.GREEN,
        (Light.GREEN, Act.STOP): Light.RED,
    }


def test_two_ways_for_one_action_are_a_mistake() -> None:
    one: Transition[Light, Act, str] = Transition(Act.GO, frozenset({Light.RED}), Light.GREEN)
    other: Transition[Light, Act, str] = Transition(Act.GO, frozenset({Light.RED}), Light.OFF)

    with pytest.raises(ValueError, match=r"^two transitions share a source and an action$"):
        Lifecycle(Light.RED, one, other)


def test_the_picture_is_the_table(life: Life) -> None:
    assert life.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> red",
        "    off --> green: go",
        "    red --> green: go",
        "    green --> red: stop",
    ]
