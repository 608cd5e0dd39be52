"""A meeting of the jury: one file at a time, who is out sees nothing, when a consensus counts."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.calls.models import RegulationVersion
from subsidy.cli.verify import found
from subsidy.core.errors import RefusedError
from subsidy.policy import Actor, Role
from subsidy.scoring import exports, queries, service
from subsidy.scoring.domain.computing import digest
from subsidy.scoring.domain.deliberation import Advice, Consensus, Settled, Standing
from subsidy.scoring.domain.minutes import is_sound, signs_as
from subsidy.scoring.models import Conflict, ConsensusMark, Leaving, Mark, Review, SelectionRun
from subsidy.scoring.service.selecting import not_following
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.scoring import EIGHTS, Jury, all_scored, jury, scored


def _actor(made: Jury, juror: int) -> Actor:
    return Actor(made.jurors[juror].person_id, AFTER, frozenset({Role.JUROR, Role.JURY_CHAIR}))


def _sat(session: Session, public_id: str) -> queries.Sitting:
    found = queries.sitting(session, public_id)
    assert found is not None
    return found


def _opened(session: Session, made: Jury) -> queries.Sitting:
    """Return an open meeting led by the first juror, with everybody there."""
    made.jurors[0].is_chair = True
    session.flush()
    where = service.Gathering(AFTER.date(), "Brussel")
    meeting = service.open_meeting(session, _actor(made, 0), made.call, where)
    sat = _sat(session, meeting.public_id)
    service.note_presence(session, _actor(made, 0), sat, [each.public_id for each in made.jurors])
    return sat


def _table(session: Session, made: Jury, sat: queries.Sitting, juror: int) -> queries.Table:
    return queries.table(session, sat, made.jurors[juror].person_id)


def _review(session: Session, made: Jury, juror: int) -> Review:
    """Return what this juror gave the first file."""
    return next(
        each
        for each in queries.reviews_of_call(session, made.call.id)
        if (each.juror_id, each.application_id) == (made.jurors[juror].id, made.files[0].id)
    )


def _agreed(value: int | None = 3, why: str = "De partners zijn nog niet zeker.") -> Settled:
    return Settled((Consensus("samenwerking", value, why),), Advice.ADVISE)


def _settle(session: Session, made: Jury, sat: queries.Sitting, wanted: Settled) -> None:
    discussion = _table(session, made, sat, 0).discussion
    assert discussion is not None
    service.write_down(session, _actor(made, 0), sat, (discussion.public_id, None), wanted)


def test_nobody_meets_before_every_mark_is_in(session: Session) -> None:
    made = jury(session)
    scored(session, made)
    where = service.Gathering(AFTER.date(), "Brussel")
    with pytest.raises(RefusedError):
        service.open_meeting(session, _actor(made, 0), made.call, where)


def test_who_declares_a_conflict_knows_no_file_from_then_on(session: Session) -> None:
    made = jury(session, files=2)
    all_scored(session, made, [EIGHTS, EIGHTS])
    sat = _opened(session, made)
    service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    assert _table(session, made, sat, 2).is_open
    review = _review(session, made, 2)
    service.declare_conflict(session, _actor(made, 2), review, "Mijn zus werkt daar mee aan.")
    assert _table(session, made, sat, 2) == queries.Table(Standing.OUT)
    assert len(_table(session, made, sat, 0).reviews) == 2
    service.put_on_table(session, _actor(made, 0), sat, made.files[1])
    assert [each.juror_id for each in session.scalars(select(Leaving))] == [made.jurors[2].id]
    assert _table(session, made, sat, 2).is_open


def test_a_chair_with_a_conflict_cannot_put_the_file_on_the_table(session: Session) -> None:
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    sat = _opened(session, made)
    review = _review(session, made, 0)
    service.declare_conflict(session, _actor(made, 0), review, "Mijn zus werkt daar mee aan.")
    with pytest.raises(RefusedError):
        service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    assert queries.on_table(session, sat.meeting.id) is None


def test_who_is_absent_sees_nothing(session: Session) -> None:
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    sat = _opened(session, made)
    service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    there = [each.public_id for each in made.jurors[:2]]
    service.note_presence(session, _actor(made, 0), sat, there)
    assert _table(session, made, sat, 2) == queries.Table(Standing.ABSENT)


def test_a_mark_needs_its_motivation_and_nothing_is_kept_without(session: Session) -> None:
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    sat = _opened(session, made)
    service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    with pytest.raises(RefusedError) as refused:
        _settle(session, made, sat, _agreed(why=" "))
    assert [each.place for each in refused.value.refusals] == ["motivation-samenwerking"]
    assert session.scalars(select(ConsensusMark)).all() == []


@pytest.mark.parametrize(("counts", "merit"), [(True, 6_750), (False, 8_000)])
def test_a_consensus_counts_only_when_the_rules_say_so(
    session: Session, monkeypatch: pytest.MonkeyPatch, *, counts: bool, merit: int
) -> None:
    """By hand: 25 % of 3 and 75 % of 8 is 6.75; all of 8 is 8."""
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    rules = replace(made.call.versions[-1].regulation, consensus_counts=counts)
    monkeypatch.setattr(RegulationVersion, "regulation", property(lambda _: rules))
    before = {each.id: each.value for each in session.scalars(select(Mark))}
    sat = _opened(session, made)
    service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    _settle(session, made, sat, _agreed())
    (row,) = service.rows_of(service.select(session, made.actor, made.call))
    assert row.merit == merit
    assert {each.id: each.value for each in session.scalars(select(Mark))} == before


def test_a_variant_follows_the_consensus_that_the_selection_rests_on(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand: 25 % of 3 and 75 % of 8 is 6.75. At equal weights 20 % of 3 and 80 % of 8: 7."""
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    rules = replace(made.call.versions[-1].regulation, consensus_counts=True)
    monkeypatch.setattr(RegulationVersion, "regulation", property(lambda _: rules))
    sat = _opened(session, made)
    service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    _settle(session, made, sat, _agreed())
    run = service.select(session, made.actor, made.call)
    assert service.agreed_since(session, made.call, run) == []
    _settle(session, made, sat, _agreed(9, "Intussen wel."))

    assert service.agreed_since(session, made.call, run) == [made.files[0].number]
    same = service.as_selected(run, rules)
    for weights, merit in ((same.weights, 6_750), (dict.fromkeys(EIGHTS, 2_000), 7_000)):
        wish = replace(same, weights=weights)
        tried = service.compute_variant(service.ask_variant(session, made.call, wish))
        assert [row.after.merit for row in tried.rows] == [merit]
    monkeypatch.undo()
    assert list(found(session)) == []


def test_verify_sees_a_consensus_that_was_slipped_into_a_selection(session: Session) -> None:
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    run = service.select(session, made.actor, made.call)
    slipped = {"consensus": {made.files[0].number: {"samenwerking": 3}}}
    assert not_following(run) == []
    changed = SelectionRun(content={**run.content, **slipped})
    assert not_following(changed) == [made.files[0].number]


def test_a_closed_meeting_takes_nothing_more(session: Session) -> None:
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    sat = _opened(session, made)
    service.close_meeting(session, _actor(made, 0), sat)
    with pytest.raises(RefusedError):
        service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    assert _table(session, made, sat, 1) == queries.Table(Standing.CLOSED)


def test_a_consensus_waits_for_marks_that_were_asked_during_the_meeting(session: Session) -> None:
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    sat = _opened(session, made)
    service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    who = person(session, "Nieuw Lid", employer=municipality(session, "Tongeren"))
    public_id = service.seat(session, made.actor, made.call, who).public_id
    seat = queries.seat(session, made.call.id, public_id)
    assert seat is not None
    service.assign(session, made.actor, seat, made.files[0])
    with pytest.raises(RefusedError):
        _settle(session, made, sat, _agreed())
    assert session.scalars(select(ConsensusMark)).all() == []


def test_who_left_the_table_is_in_the_minutes_when_the_conflict_is_lifted_at_once(
    session: Session,
) -> None:
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    sat = _opened(session, made)
    service.put_on_table(session, _actor(made, 0), sat, made.files[0])
    service.declare_conflict(session, _actor(made, 2), _review(session, made, 2), "Mijn zus.")
    mark = session.scalars(select(Conflict.mark)).one()
    lifted = service.Decided(mark, lifts=True, reason="Zij werkt er niet meer.")
    seat = sat.seat_of(made.jurors[2].person_id)
    assert seat is not None
    service.rule(session, _actor(made, 0), seat, made.files[0], lifted)
    service.close_meeting(session, _actor(made, 0), sat)
    _, part = _copy(session, made, sat, 0).files[0]
    assert part is not None
    assert part["out"] == [made.jurors[2].label]


# The minutes --------------------------------------------------------------------------------------


def _closed(session: Session, made: Jury) -> queries.Sitting:
    """Return a meeting about two files that is closed; the third juror is out of the first."""
    all_scored(session, made, [EIGHTS, EIGHTS])
    sat = _opened(session, made)
    service.declare_conflict(
        session, _actor(made, 2), _review(session, made, 2), "Mijn zus werkt daar mee aan."
    )
    for file in made.files:
        service.put_on_table(session, _actor(made, 0), sat, file)
        _settle(session, made, sat, _agreed())
    service.close_meeting(session, _actor(made, 0), sat)
    return sat


def _copy(session: Session, made: Jury, sat: queries.Sitting, juror: int) -> queries.Copy:
    found = queries.copy_for(session, sat, made.jurors[juror].person_id)
    assert found is not None
    return found


def test_who_is_out_of_a_file_gets_minutes_without_it_and_with_the_same_hash(
    session: Session,
) -> None:
    made = jury(session, files=2)
    sat = _closed(session, made)
    chair, colleague, out = (_copy(session, made, sat, each) for each in range(3))
    numbers = [each.number for each in made.files]
    for whole in (chair, colleague):
        assert [part["number"] for _, part in whole.files if part] == numbers
    assert [part["number"] if part else None for _, part in out.files] == [None, numbers[1]]
    assert {each.content_hash for each in (chair, colleague, out)} == {digest(out.content)}
    assert [key for key, _ in out.files] == out.content["files"]
    _, part = chair.files[0]
    assert part is not None
    assert part["out"] == [made.jurors[2].label]
    assert part["marks"].keys() == {each.label for each in made.jurors[:2]}
    assert part["consensus"]["samenwerking"]["motivation"] == "De partners zijn nog niet zeker."
    assert chair.names is not None
    assert colleague.names is None
    pages = PdfReader(BytesIO(exports.minutes_document(out, AFTER))).pages
    told = " ".join(page.extract_text() for page in pages)
    assert numbers[1] in told
    for secret in (numbers[0], made.files[0].public_id, made.jurors[0].person.name):
        assert secret not in told


def test_who_was_present_signs_once_by_the_hash_and_nobody_else(session: Session) -> None:
    made = jury(session, jurors=4)
    all_scored(session, made, [EIGHTS])
    sat = _opened(session, made)
    service.close_meeting(session, _actor(made, 0), sat)
    kept = queries.minutes(session, sat.meeting.id)
    assert kept is not None
    service.sign_minutes(session, _actor(made, 0), sat, kept.content_hash)
    service.sign_minutes(session, _actor(made, 1), sat, kept.content_hash)
    for who, number in (
        (_actor(made, 0), kept.content_hash),  # signed already
        (_actor(made, 2), "0" * 64),
    ):
        with pytest.raises(RefusedError):
            service.sign_minutes(session, who, sat, number)
    signed = queries.signatures(session, [sat.meeting.id])
    assert [(each.juror_id, each.signed_as, each.content_hash) for each in signed] == [
        (made.jurors[0].id, "chair", kept.content_hash),
        (made.jurors[1].id, "member", kept.content_hash),
    ]
    assert list(found(session)) == []


def test_changed_minutes_are_not_sound(session: Session) -> None:
    made = jury(session, files=2)
    sat = _closed(session, made)
    kept = queries.minutes(session, sat.meeting.id)
    assert kept is not None
    assert is_sound(kept.content, kept.parts, kept.content_hash)
    key = kept.content["files"][0]
    other = {**kept.parts, key: {**kept.parts[key], "sentence": "Anders."}}
    assert not is_sound(kept.content, other, kept.content_hash)
    assert not is_sound({**kept.content, "place": "Gent"}, kept.parts, kept.content_hash)
    sat.meeting.closed_at = None
    session.flush()
    assert any("was opened again" in fault for fault in found(session))
    absent = {"attendance": [{"juror": "Jurylid 9", "as": "member", "stays": []}]}
    assert signs_as(absent, "Jurylid 9") is None
