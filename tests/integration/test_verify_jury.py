"""``subsidy verify`` sees what was written anew in the work of a jury, its hash along with it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from subsidy.calls.models import RegulationVersion
from subsidy.cli.verify import found
from subsidy.policy import Action, Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.computing import digest
from subsidy.scoring.domain.deliberation import Advice, Consensus, Settled
from subsidy.scoring.models import (
    ConsensusMark,
    FileAdvice,
    Minutes,
    MinutesSignature,
    SelectionRun,
)
from subsidy.scoring.service.selecting import content_hash
from subsidy.workflow import AuditEntry
from tests.support.applications import AFTER
from tests.support.scoring import EIGHTS, Jury, all_scored, jury

GUARDED = (
    "consensus_mark",
    "file_advice",
    "selection_run",
    "meeting_minutes",
    "minutes_signature",
    "audit_entry",
)


@dataclass(frozen=True, slots=True)
class Met:
    """A jury that met, agreed and signed, with a selection that rests on it; no trigger guards."""

    session: Session
    made: Jury
    run: SelectionRun
    minutes: Minutes

    def rewrite_run(self, change: Callable[[dict[str, Any]], object]) -> None:
        content = deepcopy(self.run.content)
        change(content)
        anew = update(SelectionRun).values(content=content, content_hash=content_hash(content))
        self.session.execute(anew)

    def silence(self) -> None:
        """Take the selection from the audit log, so that only computing again finds anything."""
        forgotten = update(AuditEntry).where(AuditEntry.action == Action.SELECT).values(reason="")
        self.session.execute(forgotten)


@pytest.fixture
def met(session: Session, monkeypatch: pytest.MonkeyPatch) -> Met:
    made = jury(session, files=2)
    all_scored(session, made, [EIGHTS, EIGHTS])
    rules = replace(made.call.versions[-1].regulation, consensus_counts=True)
    monkeypatch.setattr(RegulationVersion, "regulation", property(lambda _: rules))
    made.jurors[0].is_chair = True
    chair = Actor(made.jurors[0].person_id, AFTER, frozenset({Role.JUROR, Role.JURY_CHAIR}))
    where = service.Gathering(AFTER.date(), "Brussel")
    meeting = service.open_meeting(session, chair, made.call, where)
    sat = queries.sitting(session, meeting.public_id)
    assert sat is not None
    service.put_on_table(session, chair, sat, made.files[0])
    table = queries.table(session, sat, chair.id)
    assert table.discussion is not None
    agreed = Settled((Consensus("samenwerking", 3, "Niet zeker."),), Advice.ADVISE, "Doen.")
    service.write_down(session, chair, sat, (table.discussion.public_id, None), agreed)
    run = service.select(session, made.actor, made.call)
    service.close_meeting(session, chair, sat)
    minutes = session.scalars(select(Minutes)).one()
    service.sign_minutes(session, chair, sat, minutes.content_hash)
    monkeypatch.undo()
    session.flush()
    for table_name in GUARDED:
        on = f" ON {table_name}" if session.get_bind().dialect.name == "postgresql" else ""
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER {table_name}_no_{verb}{on}"))
    return Met(session, made, run, minutes)


def _other_mark(met: Met) -> None:
    met.session.execute(update(ConsensusMark).values(value=10))


def _other_reason(met: Met) -> None:
    met.session.execute(update(ConsensusMark).values(motivation="Anders."))


def _other_advice(met: Met) -> None:
    met.session.execute(update(FileAdvice).values(advice=Advice.NOT))


def _invented(content: dict[str, Any]) -> None:
    """Of another file: every mark ten, which makes the means and the merit follow."""
    other = next(r for r in content["rows"] if r["number"] not in content["consensus"])
    content["consensus"][other["number"]] = dict.fromkeys(EIGHTS, 10)
    other["means"], other["merit"] = dict.fromkeys(EIGHTS, 1000), 10_000


def _invented_consensus(met: Met) -> None:
    met.rewrite_run(_invented)
    met.silence()


def _no_merit(met: Met) -> None:
    met.rewrite_run(lambda content: content["rows"][0].update(merit=1))
    met.silence()


def _other_title(met: Met) -> None:
    met.rewrite_run(lambda content: content["rows"][0].update(title="Anders"))


def _other_minutes(met: Met) -> None:
    content = {**met.minutes.content, "place": "Elders"}
    met.session.execute(update(MinutesSignature).values(content_hash=digest(content)))
    met.session.execute(update(Minutes).values(content=content, content_hash=digest(content)))


def _unsigned(met: Met) -> None:
    met.session.execute(delete(MinutesSignature))


def _no_minutes(met: Met) -> None:
    met.session.execute(delete(MinutesSignature))
    met.session.execute(delete(Minutes))


def test_what_was_written_anew_with_its_hash_is_found(met: Met) -> None:
    """Each change alone, and what verify says of it."""
    assert met.run.content["consensus"] == {met.made.files[0].number: {"samenwerking": 3}}
    assert list(found(met.session)) == []
    for change, said in (
        (_other_mark, ["did not agree on the consensus of", "is not what the minutes of"]),
        (_other_reason, ["is not what the minutes of"]),
        (_other_advice, ["is not what the minutes of"]),
        (_invented_consensus, ["did not agree on the consensus of"]),
        (_no_merit, ["do not give its merit"]),
        (_other_title, ["was changed after it was made"]),
        (_other_minutes, ["were changed after it closed", "other signatures"]),
        (_unsigned, ["other signatures"]),
        (_no_minutes, ["is closed and has no minutes", "other signatures"]),
    ):
        with met.session.begin_nested() as aside:
            change(met)
            met.session.expire_all()
            faults = list(found(met.session))
            aside.rollback()
        met.session.expire_all()
        wrong = [part for part, fault in zip(said, faults, strict=False) if part not in fault]
        assert (change.__name__, len(faults), wrong) == (change.__name__, len(said), [])
