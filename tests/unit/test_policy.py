"""Who may do what, against a table written by hand: every action, a whole cast of people."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.policy import (
    RULES,
    Action,
    Actor,
    Mandate,
    MandateKind,
    Role,
    Standing,
    allows,
    reading,
)

CLOSES = datetime(2022, 3, 1, 11, 0, tzinfo=UTC)
LATER = CLOSES + timedelta(days=10)
LEAD, PARTNER, STRANGER = 1, 2, 3
FILE = "the-file"
STANDINGS = {
    LEAD: Standing.LOCAL_AUTHORITY,
    PARTNER: Standing.ASSOCIATION,
    STRANGER: Standing.OTHER,
}


@dataclass(frozen=True)
class Record:
    """One record that is everything at once: a call, a file, a review, a decision."""

    public_id: str = FILE
    is_public: bool = True
    prepared_by_id: int | None = 77
    lead_id: int = LEAD
    partner_ids: frozenset[int] = frozenset({LEAD, PARTNER})
    unsealed_at: datetime | None = CLOSES
    juror_person_id: int = 50
    chair_ids: frozenset[int] = frozenset({50, 52})
    member_ids: frozenset[int] = frozenset({50, 52, 53})
    invited_person_id: int = 50
    is_closed: bool = False
    beneficiary_ids: frozenset[int] = frozenset({LEAD, PARTNER})
    is_final: bool = True
    opens_at: datetime = CLOSES
    is_reported: bool = True
    is_supported: bool = False
    owner_id: int | None = PARTNER
    asked_by_id: int = 50


RECORD = Record()


def staff(id_: int, role: Role) -> Actor:
    return Actor(id_, LATER, frozenset({role}))


def member(organisation: int, kind: MandateKind, file_id: str | None = None) -> Actor:
    mandate = Mandate(organisation, kind, file_id, STANDINGS[organisation])
    return Actor(30, LATER, mandates=(mandate,), organisation_id=organisation)


PEOPLE = {
    "officer": staff(11, Role.CASE_OFFICER),
    "budget": staff(12, Role.BUDGET_OFFICER),
    "decider": staff(13, Role.DECISION_MAKER),
    "auditor": staff(14, Role.AUDITOR),
    "desk": staff(15, Role.SUPPORT_DESK),
    "maker": Actor(77, LATER, frozenset({Role.CASE_OFFICER, Role.DECISION_MAKER})),
    "juror": staff(50, Role.JUROR),
    "other juror": staff(51, Role.JUROR),
    "chair": staff(52, Role.JURY_CHAIR),
    **{f"lead {kind}": member(LEAD, kind) for kind in MandateKind},
    **{f"partner {kind}": member(PARTNER, kind) for kind in MandateKind},
    **{f"stranger {kind}": member(STRANGER, kind) for kind in MandateKind},
}

AGENCY = {"officer", "budget", "decider", "auditor", "maker"}
OFFICERS = {"officer", "maker"}
ALL = set(PEOPLE)
ADMINISTRATORS = {"lead administrator", "partner administrator"}  # who read, too
LEADS = {f"lead {kind}" for kind in MandateKind}
PARTNERS = {f"partner {kind}" for kind in MandateKind}
STRANGERS = {f"stranger {kind}" for kind in MandateKind}
PART = LEADS | PARTNERS
READERS = {"lead reader", "partner reader", *ADMINISTRATORS}
LEAD_MEMBERS = {"lead editor", "lead signatory"}
PART_MEMBERS = LEAD_MEMBERS | {"partner editor", "partner signatory"}
ANY_MEMBERS = PART_MEMBERS | {"stranger editor", "stranger signatory"}
SIGNATORIES = {"lead signatory", "partner signatory"}
READING = {Action.READ_APPLICATION, Action.LIST_APPLICATIONS}
JURY = {"juror", "other juror", "chair"}

# Of a published call, a submitted file of LEAD and PARTNER that is unsealed, a review that belongs
# to "juror", who asked for a computation too, a final decision and claim for both; everything
# about money was prepared by "maker".
TABLE = {
    Action.READ_PROGRAMME: AGENCY,
    Action.EXPORT_PROGRAMME: AGENCY,
    Action.FOUND_PROGRAMME: {"budget", "decider", "maker"},
    Action.READ_STATEMENT: AGENCY,
    Action.WRITE_STATEMENT: OFFICERS,
    Action.PUBLISH_STATEMENT: {"decider"},
    Action.READ_ENTRY: ALL,
    Action.WRITE_ENTRY: OFFICERS,
    Action.READ_GRANTS: AGENCY,
    Action.WRITE_GRANT: OFFICERS,
    Action.READ_SURVEY: ALL,
    Action.WRITE_SURVEY: OFFICERS,
    Action.ISSUE_SURVEY: OFFICERS,
    Action.ANSWER_SURVEY: LEADS - READERS,  # the lead is a local authority
    Action.PUBLISH_SURVEY: OFFICERS,
    Action.READ_CONSULTATION: ALL,
    Action.START_CONSULTATION: OFFICERS,
    Action.REACT: PART - READERS,  # a local authority, or an association
    Action.CONSENT: LEAD_MEMBERS,
    Action.ANSWER_REACTION: OFFICERS,
    Action.REPORT_CONSULTATION: OFFICERS,
    Action.READ_INBOX: ALL,
    Action.STAY_SIGNED_IN: ALL,
    Action.SWITCH_ORGANISATION: ALL,
    Action.MOVE_CLOCK: ALL,
    Action.LIST_PROFILES: AGENCY,
    Action.READ_PROFILE: AGENCY | {"partner editor", "partner administrator"},
    Action.EDIT_PROFILE: {"partner editor", "partner administrator"},
    Action.READ_ACCOUNT: PARTNERS | {"officer", "maker", "budget", "auditor"},
    Action.CONFIRM_ACCOUNT: {"budget"},
    Action.READ_CALL: ALL,
    Action.LIST_CALLS: AGENCY,
    Action.CREATE_CALL: OFFICERS,
    Action.TRY_CALL: AGENCY,
    Action.SET_LIMITS: OFFICERS,
    Action.EDIT_CALL: OFFICERS,
    Action.PROPOSE_CALL: OFFICERS,
    Action.RETURN_CALL: OFFICERS | {"decider"},
    Action.PUBLISH_CALL: {"decider"},
    Action.WITHDRAW_CALL: {"decider"},
    Action.EXTEND_CALL: OFFICERS,
    Action.AMEND_CALL: OFFICERS,
    Action.READ_CHANGE: ALL,
    Action.APPROVE_CHANGE: {"decider"},
    Action.DROP_CHANGE: OFFICERS | {"decider"},
    Action.ASK_QUESTION: ALL,
    Action.FOLLOW_CALLS: ANY_MEMBERS,
    Action.SEEK_PARTNERS: ANY_MEMBERS,
    Action.READ_QUESTION: ALL,
    Action.ANSWER_QUESTION: OFFICERS,
    Action.LIST_APPLICATIONS: AGENCY | PART | STRANGERS | {"desk"},
    Action.START_APPLICATION: ANY_MEMBERS,
    Action.READ_APPLICATION: AGENCY | PART,
    Action.EDIT_APPLICATION: PART - READERS,
    Action.COMMENT: PART,
    Action.READ_HISTORY: PART,
    Action.INVITE_PARTNER: LEAD_MEMBERS,
    Action.ANSWER_INVITATION: PART_MEMBERS,
    Action.OPEN_INVITATION: PART | STRANGERS,  # the link says for whom
    Action.GIVE_ROLE: ADMINISTRATORS,
    Action.HAND_OVER: ADMINISTRATORS | {"stranger administrator"},
    Action.CONSENT_TO_SUPPORT: LEAD_MEMBERS,
    Action.LEAVE_APPLICATION: PART_MEMBERS,
    Action.PASS_LEAD: PART_MEMBERS,
    Action.CHOOSE_ACCOUNT: PART_MEMBERS,
    Action.SIGN_APPLICATION: SIGNATORIES,
    Action.SUBMIT_APPLICATION: LEAD_MEMBERS,
    Action.WITHDRAW_APPLICATION: LEAD_MEMBERS,
    Action.REOPEN_APPLICATION: LEAD_MEMBERS,
    Action.ADMIT_APPLICATION: OFFICERS,
    Action.REJECT_APPLICATION: OFFICERS,
    Action.JUDGE_RULES: OFFICERS,
    Action.CHANGE_CONSORTIUM: OFFICERS,
    Action.ASK_COMPLETION: OFFICERS,
    Action.COMPLETE_APPLICATION: LEAD_MEMBERS,
    Action.MANAGE_JURY: OFFICERS,
    Action.READ_SEAT: {"juror"},
    Action.ACCEPT_SEAT: {"juror"},
    Action.REFUSE_SEAT: {"juror"},
    Action.READ_POOL: OFFICERS,
    Action.WRITE_POOL: OFFICERS,
    Action.READ_RANKING: AGENCY,
    Action.TRY_SELECTION: OFFICERS | {"decider"},
    Action.PROPOSE_DEVIATION: {"decider", "maker"},
    Action.READ_DEVIATION: AGENCY,
    Action.CONFIRM_DEVIATION: {"decider", "budget"},
    Action.DROP_DEVIATION: {"decider", "maker", "budget"},
    Action.SELECT: OFFICERS,
    Action.READ_STATISTICS: OFFICERS | {"chair"},
    Action.READ_SEVERITY: {"chair"},
    Action.READ_COMPUTATION: AGENCY | {"juror"},
    Action.APPROVE_ALL: {"decider", "maker"},  # each decision is asked again, one by one
    Action.READ_REVIEWS: JURY,
    Action.BID: JURY,
    Action.WRITE_OWN_PROFILE: JURY,
    Action.NAME_JURORS: {"chair"},
    Action.READ_REVIEW: {"juror"},
    Action.DECLARE_CONFLICT: {"juror"},
    Action.READ_PANEL: OFFICERS | {"chair"},
    Action.RULE_ON_CONFLICT: {"chair"},
    Action.READ_MEETINGS: AGENCY | {"juror", "chair"},
    Action.OPEN_MEETING: {"chair"},
    Action.READ_MEETING: {"juror", "chair"},
    Action.LEAD_MEETING: {"chair"},
    Action.READ_MINUTES: AGENCY | {"juror", "chair"},
    Action.SIGN_MINUTES: {"juror", "chair"},
    Action.OBJECT_TO_JURY: LEAD_MEMBERS,
    Action.SCORE: {"juror"},
    Action.SUBMIT_REVIEW: {"juror"},
    Action.PROPOSE_QUESTION: {"juror"},
    Action.ASK_APPLICANTS: {"chair"},
    Action.PLAN_HEARINGS: {"chair"},
    Action.ANSWER_JURY: PART_MEMBERS,
    Action.LIST_DECISIONS: AGENCY | PART | STRANGERS,
    Action.READ_DECISION: AGENCY | PART,
    Action.PREPARE_DECISION: OFFICERS,
    Action.APPROVE_DECISION: {"decider"},
    Action.RETURN_DECISION: {"decider", "maker"},
    Action.PROPOSE_WAIVER: OFFICERS | {"decider", "maker"},
    Action.READ_WAIVER: AGENCY,
    Action.CONFIRM_WAIVER: {"decider", "budget"},
    Action.DROP_WAIVER: OFFICERS | {"decider", "maker", "budget"},
    Action.READ_ROUND: ALL,
    Action.LIST_ROUNDS: AGENCY,
    Action.CREATE_ROUND: OFFICERS,
    Action.EDIT_ROUND: OFFICERS,
    Action.PROPOSE_ROUND: OFFICERS,
    Action.RETURN_ROUND: OFFICERS | {"decider"},
    Action.OPEN_ROUND: {"decider"},
    Action.CLAIM: ANY_MEMBERS,
    Action.LIST_CLAIMS: AGENCY | PART | STRANGERS,
    Action.READ_CLAIM: AGENCY | PART,
    Action.EDIT_CLAIM: PART - READERS,
    Action.SUBMIT_CLAIM: SIGNATORIES,
    Action.WITHDRAW_CLAIM: PART_MEMBERS,
    Action.DECIDE_CLAIMS: OFFICERS,
    Action.APPROVE_CLAIMS: {"decider", "maker"},
}


def allowed(action: Action, record: object = RECORD) -> set[str]:
    return {name for name, actor in PEOPLE.items() if allows(actor, action, record)}


def test_every_action_has_one_rule_and_a_place_in_the_table() -> None:
    assert set(RULES) == set(TABLE) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_the_table(action: Action) -> None:
    assert allowed(action) == TABLE[action]


@pytest.mark.parametrize("action", Action)
def test_nobody_may_do_nothing(action: Action) -> None:
    assert not allows(None, action, RECORD)


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.MOVE_CLOCK}))
def test_a_visitor_may_read_what_is_published_and_nothing_else(action: Action) -> None:
    visitor = Actor(0, LATER)
    open_to_all = {
        Action.READ_CALL,
        Action.READ_CHANGE,
        Action.READ_QUESTION,
        Action.READ_ENTRY,
        Action.READ_CONSULTATION,
        Action.READ_SURVEY,
        Action.READ_ROUND,
        Action.READ_INBOX,
        Action.STAY_SIGNED_IN,
        Action.SWITCH_ORGANISATION,
    }
    assert allows(visitor, action, RECORD) == (action in open_to_all)


def test_a_draft_survey_is_the_agencys() -> None:
    draft = replace(RECORD, is_public=False)

    assert allowed(Action.READ_SURVEY, draft) == AGENCY
    assert allowed(Action.ANSWER_SURVEY, draft) == set()


@pytest.mark.parametrize("microseconds", [-1, 0])
def test_local_authorities_and_associations_see_a_draft_from_the_first_instant(
    microseconds: int,
) -> None:
    opens_at = LATER + timedelta(microseconds=-microseconds)
    running = replace(RECORD, is_reported=False, opens_at=opens_at)
    begun = microseconds == 0

    assert allowed(Action.READ_CONSULTATION, running) == AGENCY | (PART if begun else set())
    assert allowed(Action.REACT, running) == (PART - READERS if begun else set())
    assert not allows(Actor(0, LATER), Action.READ_CONSULTATION, running)


def test_a_mandate_for_one_file_does_not_speak_for_the_organisation() -> None:
    assert not allows(member(LEAD, MandateKind.EDITOR, FILE), Action.ANSWER_SURVEY, RECORD)


def test_a_question_without_a_public_answer_is_read_by_who_asked_it() -> None:
    asked = replace(RECORD, is_public=False)

    assert allowed(Action.READ_QUESTION, asked) == AGENCY | {"juror"}


def test_a_draft_call_is_the_agencys() -> None:
    draft = replace(RECORD, is_public=False)

    assert allowed(Action.READ_CALL, draft) == AGENCY
    assert allowed(Action.READ_ROUND, draft) == AGENCY
    assert allowed(Action.START_APPLICATION, draft) == set()
    assert allowed(Action.CLAIM, draft) == set()


@pytest.mark.parametrize(
    ("unsealed_at", "opened"),
    [
        (None, False),
        (LATER + timedelta(microseconds=1), False),
        (LATER, True),
        (LATER - timedelta(microseconds=1), True),
    ],
)
def test_the_agency_reads_a_file_from_its_closing_instant(
    unsealed_at: datetime | None, *, opened: bool
) -> None:
    file = replace(RECORD, unsealed_at=unsealed_at)

    assert allowed(Action.READ_APPLICATION, file) == PART | (AGENCY if opened else set())
    assert allowed(Action.ADMIT_APPLICATION, file) == (OFFICERS if opened else set())


def test_the_support_desk_reads_along_with_consent_and_does_nothing_else() -> None:
    draft = replace(RECORD, unsealed_at=None)
    helped = replace(draft, is_supported=True)

    assert allowed(Action.READ_APPLICATION, draft) == PART
    assert allowed(Action.READ_APPLICATION, helped) == PART | {"desk"}
    about = [a for a in Action if a.startswith("application:") and a not in READING]
    assert [a for a in about if allows(PEOPLE["desk"], a, helped)] == [Action.COMMENT]


def test_a_conflict_closes_the_file_but_can_be_read_about() -> None:
    blocked = replace(RECORD, is_closed=True)

    assert allowed(Action.SCORE, blocked) == set()
    assert allowed(Action.SUBMIT_REVIEW, blocked) == set()
    assert allowed(Action.READ_REVIEW, blocked) == {"juror"}


def test_a_decision_is_secret_until_it_is_final() -> None:
    prepared = replace(RECORD, is_final=False)

    assert allowed(Action.READ_DECISION, prepared) == AGENCY
    assert allowed(Action.READ_CLAIM, prepared) == PART


def test_who_works_for_another_organisation_leaves_the_first_behind() -> None:
    mandates = (Mandate(LEAD, MandateKind.SIGNATORY), Mandate(STRANGER, MandateKind.EDITOR))
    there = Actor(30, LATER, mandates=mandates, organisation_id=STRANGER)
    here = replace(there, organisation_id=LEAD)

    assert allows(here, Action.SIGN_APPLICATION, RECORD)
    assert not allows(there, Action.SIGN_APPLICATION, RECORD)
    assert not allows(there, Action.READ_APPLICATION, RECORD)


def test_a_mandate_without_a_chosen_organisation_is_worth_nothing() -> None:
    nowhere = replace(PEOPLE["lead signatory"], organisation_id=None)

    assert not allows(nowhere, Action.READ_APPLICATION, RECORD)
    assert not allows(nowhere, Action.LIST_APPLICATIONS)


def test_a_mandate_for_one_file_opens_that_file_only() -> None:
    limited = member(LEAD, MandateKind.EDITOR, FILE)
    other = replace(RECORD, public_id="another-file")

    assert allows(limited, Action.EDIT_APPLICATION, RECORD)
    assert not allows(limited, Action.EDIT_APPLICATION, other)
    assert allows(limited, Action.LIST_APPLICATIONS)
    assert not allows(limited, Action.START_APPLICATION, RECORD)
    assert not allows(limited, Action.READ_DECISION, RECORD)


@pytest.mark.parametrize(
    ("action", "still"),
    [
        (Action.READ_CALL, AGENCY),
        (Action.READ_APPLICATION, set()),
        (Action.SUBMIT_APPLICATION, set()),
        (Action.ADMIT_APPLICATION, set()),
        (Action.READ_REVIEW, set()),
        (Action.SCORE, set()),
        (Action.PUBLISH_CALL, set()),
        (Action.OPEN_ROUND, set()),
        (Action.APPROVE_DECISION, set()),
        (Action.READ_DECISION, AGENCY),
        (Action.READ_CLAIM, set()),
        (Action.SUBMIT_CLAIM, set()),
        (Action.READ_COMPUTATION, AGENCY),
        (Action.READ_QUESTION, AGENCY),
        (Action.EDIT_PROFILE, set()),
        (Action.READ_SEVERITY, set()),
        (Action.READ_MEETING, set()),
        (Action.READ_SEAT, set()),
    ],
)
def test_a_record_of_another_kind_gives_no_right(action: Action, still: set[str]) -> None:
    assert allowed(action, object()) == still


@pytest.mark.parametrize("action", Action)
def test_the_reading_of_a_record_is_an_action_itself(action: Action) -> None:
    if action is not Action.MOVE_CLOCK:
        assert reading(action).endswith(":read")


@given(
    roles=st.frozensets(st.sampled_from(Role)),
    action=st.sampled_from(Action),
    public=st.booleans(),
    is_final=st.booleans(),
)
def test_more_roles_never_take_a_right_away(
    roles: frozenset[Role], action: Action, *, public: bool, is_final: bool
) -> None:
    record = replace(RECORD, is_public=public, is_final=is_final)
    alone = [allows(Actor(9, LATER, frozenset({role})), action, record) for role in roles]

    assert allows(Actor(9, LATER, roles), action, record) >= any(alone)
