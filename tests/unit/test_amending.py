"""What a published regulation can become, and what a change is called.

The deadline is half-open and never comes earlier; whoever prepares does not approve.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from subsidy.calls.domain.amending import (
    AMENDING,
    AmendingFacts,
    AmendmentStatus,
    extended,
    is_extension,
)
from subsidy.calls.domain.regulation import dump, parse, worded
from subsidy.calls.imports import CallTemplate, call_templates
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.language import shown, words
from subsidy.policy import Action
from tests.support.applications import CLOSES, DURING, regulation

OLD = parse(regulation())
LATER = CLOSES + timedelta(days=7, hours=1)  # noon again: winter time begins in between
AUTHOR, COLLEAGUE = 1, 2
FACTS = AmendingFacts(
    now=DURING,
    actor_id=COLLEAGUE,
    prepared_by_id=AUTHOR,
    old=OLD,
    new=extended(OLD, LATER),
    latest=1,
    base=1,
    reason="Een storing.",
)


def approved(facts: AmendingFacts = FACTS) -> AmendmentStatus:
    return AMENDING.fire(AmendmentStatus.PREPARED, Action.APPROVE_CHANGE, facts)


def test_a_later_deadline_is_approved_by_a_colleague() -> None:
    assert approved() is AmendmentStatus.APPROVED
    assert is_extension(OLD, FACTS.new)
    assert not is_extension(OLD, replace(FACTS.new, minimum_jurors=9))
    assert not is_extension(OLD, OLD)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"actor_id": AUTHOR}, "Vraag een collega"),
        ({"new": extended(OLD, CLOSES - timedelta(minutes=1))}, "sluit nooit vroeger"),
        ({"new": OLD}, "Er wijzigt niets"),
        ({"now": CLOSES}, "Er kan niets meer aan wijzigen"),
        ({"now": CLOSES + timedelta(days=1)}, "Er kan niets meer aan wijzigen"),
        ({"latest": 2}, "intussen gewijzigd"),
        ({"public": False}, "gepubliceerde oproep"),
        ({"reason": " "}, "waarom"),
        ({"new": replace(FACTS.new, aim="")}, "doel van de oproep"),
    ],
)
def test_what_takes_equality_away_is_refused(other: dict[str, Any], says: str) -> None:
    with pytest.raises(RefusedError) as refused:
        approved(replace(FACTS, **other))

    assert says in " ".join(words(each.text) for each in refused.value.refusals)


def test_one_tick_before_the_close_a_change_can_still_be_approved() -> None:
    assert (
        approved(replace(FACTS, now=CLOSES - timedelta(microseconds=1))) is AmendmentStatus.APPROVED
    )


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(RefusedError) as refused:
        approved(
            replace(
                FACTS,
                actor_id=AUTHOR,
                new=extended(OLD, CLOSES - timedelta(1)),
                latest=3,
                reason="",
            )
        )

    assert len(refused.value.refusals) == 4


def test_a_change_that_is_dropped_needs_a_reason() -> None:
    with pytest.raises(RefusedError):
        AMENDING.fire(AmendmentStatus.PREPARED, Action.DROP_CHANGE, replace(FACTS, reason=""))
    dropped = AMENDING.fire(AmendmentStatus.PREPARED, Action.DROP_CHANGE, FACTS)

    assert dropped is AmendmentStatus.DROPPED


def test_a_later_deadline_changes_one_place_and_nothing_else() -> None:
    (only,) = worded(OLD, FACTS.new)

    assert words(only.name) == "Sluit op"
    assert only.old == datetime(2021, 10, 29, 10, tzinfo=UTC)
    assert only.new == datetime(2021, 11, 5, 11, tzinfo=UTC)


def test_every_part_that_changes_has_a_name_in_dutch() -> None:
    everything = _other(dump(OLD))
    new = parse(everything)

    found = {words(each.name): (shown(each.old), shown(each.new)) for each in worded(OLD, new)}

    assert not [name for name in found if "Ander deel" in name]
    assert found["Maximum per aanvraag"] == ("€\xa0400.000,00", "€\xa0399.999,00")
    assert found["Voorwaarde: Minimumaantal gemeenten, Aantal gemeenten"] == ("3", "4")
    assert found["Laatste dag van een project"][1] == "zondag 31 december 2023"
    assert found["Criterium 1: tekst bij score 10"][1].endswith("!")
    assert found["Schijf 1: naam"][1].endswith("!")


def _other(content: dict[str, Any]) -> dict[str, Any]:
    content["oproep"] |= {"titel": "Anders", "doel": "Anders."}
    content["bedragen"]["maximum"] = 399_999
    content["project"] |= {"laatste_dag": date(2023, 12, 31).isoformat()}
    content["project"]["kostensoorten"] = ["personeel"]
    content["regels"]["minimum_gemeenten"]["aantal"] = 4
    content["criteria"][0]["niveaus"]["10"] += "!"
    content["schijven"][0]["naam"] += "!"
    content["beoordeling"]["juryleden_per_dossier"] = 4
    content["continuiteit"]["verklaring"] += "!"
    return content


def test_amounts_in_a_difference_are_amounts() -> None:
    (only,) = worded(OLD, replace(OLD, minimum=Money(1_00)))

    assert (only.old, only.new) == (OLD.minimum, Money(1_00))


@pytest.mark.parametrize("template", call_templates(), ids=lambda each: each.key)
def test_every_place_of_every_template_has_a_name(template: CallTemplate) -> None:
    """Compare with a regulation that has none of it: whatever can differ is named in Dutch."""
    content = {**regulation(), **template.data}
    content["oproep"] = {**regulation()["oproep"], **content.get("oproep", {})}
    for part in ("bedragen", "project"):
        content[part] = {**regulation()[part], **content.get(part, {})}

    found = [words(each.name) for each in worded(OLD, parse(content))]

    assert found
    assert not [name for name in found if "Ander deel" in name]
