"""Records of the world with a name that says what they are to the people of Aalst.

``own``: Aalst leads; ``partner``: Aalst takes part; ``foreign``: Aalst has nothing to do with it.
A new kind of record in an address gets one entry in ``KINDS`` (first word of the address) and its
named examples in ``SUBJECTS``.
"""

from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from subsidy.accounts.models import Person
from subsidy.allocation.models import Claim, Round
from subsidy.applications.models import Application, CompletionRequest
from subsidy.awards.domain.decision import Outcome
from subsidy.awards.domain.decision import Status as DecisionStatus
from subsidy.awards.models import Decision, Waiver
from subsidy.budget.models import Line, Programme
from subsidy.calls.domain.amending import AmendmentStatus
from subsidy.calls.domain.asking import QuestionStatus
from subsidy.calls.models import Amendment, Call, CallQuestion
from subsidy.catalogue.models import CatalogueItem
from subsidy.core.two_people import ActStatus
from subsidy.demo import consulting, drafts, jury, people, programme, surveys
from subsidy.organisations.models import Organisation
from subsidy.planning.models import AgendaEntry, RegisteredGrant, Survey, UndertakingLink
from subsidy.scoring.domain.computing import State
from subsidy.scoring.domain.seats import OfferStatus
from subsidy.scoring.models import (
    ClarificationRound,
    Computation,
    Juror,
    Meeting,
    Review,
    SeatOffer,
    SelectionDeviation,
)
from subsidy.workflow import OutboxMessage
from tests.nets import stage

Chosen = Select[str]
AALST = select(Organisation.id).where(Organisation.name == "Aalst").scalar_subquery()


def _call(title: str) -> Chosen:
    return select(Call.public_id).where(Call.title == title).order_by(Call.id)


def _last_call(title: str) -> Chosen:
    """Return the newest of the calls with the regulation that ships: nothing selected yet."""
    return _call(title).order_by(None).order_by(Call.id.desc())


def _file(number: str) -> Chosen:
    return select(Application.public_id).where(Application.number == number)


def _judged_by(email: str, number: str) -> Chosen:
    return (
        select(Review.public_id)
        .join(Juror, Juror.id == Review.juror_id)
        .join(Person, Person.id == Juror.person_id)
        .join(Application, Application.id == Review.application_id)
        .where(Person.email == email, Application.number == number)
    )


def _decision(status: DecisionStatus, *, own: bool, source: str = "application") -> Chosen:
    return (
        select(Decision.public_id)
        .where(
            Decision.status == status,
            (Decision.lead_id == AALST) if own else (Decision.lead_id != AALST),
            Decision.source_ref.startswith(f"{source}:"),
        )
        .order_by(Decision.id)
    )


def _award_to_keep() -> Chosen:
    approved = _decision(DecisionStatus.APPROVED, own=False)
    return approved.where(
        Decision.outcome == Outcome.AWARD, Decision.id.not_in(select(Waiver.decision_id))
    )


def _deviation(status: ActStatus) -> Chosen:
    return select(SelectionDeviation.public_id).where(SelectionDeviation.status == status)


def _claim(round_title: str, town: str) -> Chosen:
    return (
        select(Claim.public_id)
        .join(Round, Round.id == Claim.round_id)
        .join(Organisation, Organisation.id == Claim.organisation_id)
        .where(Round.title == round_title, Organisation.name == town)
    )


def _round(title: str) -> Chosen:
    return select(Round.public_id).where(Round.title == title)


def _message(email: str) -> Chosen:
    return (
        select(OutboxMessage.public_id)
        .join(Person, Person.id == OutboxMessage.person_id)
        .where(Person.email == email)
        .order_by(OutboxMessage.id)
    )


def _change(status: AmendmentStatus) -> Chosen:
    return select(Amendment.public_id).where(Amendment.status == status).order_by(Amendment.id)


def _question(*, answered: bool, private: bool) -> Chosen:
    status = QuestionStatus.ANSWERED if answered else QuestionStatus.ASKED
    return (
        select(CallQuestion.public_id)
        .where(CallQuestion.status == status, CallQuestion.private.is_(private))
        .order_by(CallQuestion.id)
    )


def _computed(state: State) -> Chosen:
    return select(Computation.public_id).where(Computation.state == state)


def _in_pool(email: str) -> Chosen:
    return select(Person.public_id).where(Person.email == email)


def _survey(title: str) -> Chosen:
    return select(Survey.public_id).where(Survey.title == title)


def _any(column: InstrumentedAttribute[str]) -> Chosen:
    return select(column).order_by(column.class_.id)


OPEN_ROUND, CLOSED_ROUND = "Trekkingsrecht lokale e-inclusie 2022", stage.CLOSED_TITLE
SUBJECTS: Mapping[str, Mapping[str, Chosen]] = {
    "call": {
        "draft": _call("E-inclusie op het werk"),
        "in consultation": _call(consulting.TITLE),
        "consulted": _call(stage.CONSULTED_TITLE),
        "proposed": _call(programme.next_call().title),
        "open": _call(programme.points().title),
        "in the jury": _call(programme.projects().title),
        "decided": _call(programme.shipped().regulation.title),
        "scored": _last_call(programme.shipped().regulation.title),
    },
    "application": {
        "own draft": _file(drafts.INVITING.number),
        "own complete draft": _file(drafts.SUBMITTABLE.number),
        "partner draft": _file(drafts.BUDGETING.number),
        "foreign draft": _file(drafts.EMPTY.number),
        "partner sealed": _file(drafts.SUBMITTED.number),
        "foreign withdrawn": _file(drafts.WITHDRAWN.number),
        "foreign submitted": _file(jury.UNJUDGED.number),
        "foreign admissible": _file(jury.WETTEREN.number),
        "foreign inadmissible": _file(jury.REJECTED.number),
        "own asked": select(Application.public_id)
        .join(CompletionRequest, CompletionRequest.application_id == Application.id)
        .where(Application.lead_id == AALST)
        .order_by(CompletionRequest.id),
        "own admissible": select(Application.public_id)
        .join(Decision, Decision.source_ref == "application:" + Application.public_id)
        .where(Application.lead_id == AALST, Decision.status == DecisionStatus.PREPARED),
    },
    "review": {
        "given": _judged_by(people.JUROR.email, jury.IEPER.number),
        "halfway": _judged_by(people.JUROR.email, jury.WETTEREN.number),
        "complete": _judged_by(people.JUROR.email, jury.TURNHOUT.number),
        "handed in": _judged_by(people.JUROR.email, jury.KORTRIJK.number),
        "blocked": _judged_by(people.TORN_JUROR.email, jury.SINT_TRUIDEN.number),
        "of the chair": _judged_by(people.CHAIR.email, jury.TURNHOUT.number),
    },
    "decision": {
        "own prepared": _decision(DecisionStatus.PREPARED, own=True),
        "foreign prepared": _decision(DecisionStatus.PREPARED, own=False),
        "foreign returned": _decision(DecisionStatus.RETURNED, own=False),
        "foreign approved": _award_to_keep(),
        "given up by one": select(Decision.public_id).join(
            Waiver, Waiver.decision_id == Decision.id
        ),
        "own prepared claim": _decision(DecisionStatus.PREPARED, own=True, source="claim"),
    },
    "round": {
        "draft": _round("Trekkingsrecht lokale e-inclusie 2023"),
        "proposed": _round(stage.PROPOSED_TITLE),
        "open": _round(OPEN_ROUND),
        "closed": _round(CLOSED_ROUND),
    },
    "claim": {
        "own draft": _claim(OPEN_ROUND, "Aalst"),
        "foreign draft": _claim(OPEN_ROUND, "Lede"),
        "foreign complete draft": _claim(OPEN_ROUND, "Horebeke"),
        "foreign submitted": _claim(OPEN_ROUND, "Maarkedal"),
        "own closed": _claim(CLOSED_ROUND, "Aalst"),
        "foreign withdrawn": _claim(CLOSED_ROUND, "Ninove"),
    },
    "change": {
        "waiting": _change(AmendmentStatus.PREPARED),
        "in force": _change(AmendmentStatus.APPROVED),
    },
    "line": {
        "with money": _any(Line.public_id).where(Line.position == 2),
        "still silent": _any(Line.public_id).where(Line.position == 3),
    },
    "survey": {
        "draft": _survey(surveys.SCHOOLS.title),
        "open": _survey(surveys.VOLUNTEERS.title),
        "over": _survey(stage.OVER_TITLE),
        "with a result": _survey(surveys.NEEDS.title),
    },
    "seat": {
        "offered": select(SeatOffer.public_id)
        .join(Person, Person.id == SeatOffer.person_id)
        .where(Person.email == people.JUROR.email),
        "refused": select(SeatOffer.public_id).where(SeatOffer.status == OfferStatus.REFUSED),
    },
    "meeting": {
        "under way": select(Meeting.public_id).where(Meeting.closed_at.is_(None)),
        "closed": select(Meeting.public_id).where(Meeting.closed_at.is_not(None)),
    },
    "in the pool": {
        "with a profile": _in_pool(people.JUROR.email),
        "without a profile": _in_pool(people.TORN_JUROR.email),
    },
    "computation": {state.value: _computed(state) for state in State},
    "deviation": {"waiting": _deviation(ActStatus.PROPOSED)},
    "entry": {"planned": _any(AgendaEntry.public_id)},
    "grant": {"registered": _any(RegisteredGrant.public_id)},
    "link": {"linked": _any(UndertakingLink.public_id)},
    "question": {
        "open": _question(answered=False, private=False),
        "private": _question(answered=False, private=True),
        "answered": _question(answered=True, private=True),
    },
    "programme": {"of the demo": _any(Programme.public_id)},
    "message": {
        "of the juror": _message(people.JUROR.email),
        "of the applicant": _message(people.APPLICANT.email),
    },
    "item": {"in the catalogue": _any(CatalogueItem.public_id)},
    "organisation": {
        "own": select(Organisation.public_id).where(Organisation.name == "Aalst"),
        "foreign": select(Organisation.public_id).where(Organisation.name == "Horebeke"),
    },
    "municipality": {
        "Aalst": select(Organisation.nis).where(Organisation.name == "Aalst")  # type: ignore[dict-item]  # a municipality has a code
    },
}
# Records in a state that matters at a few addresses only; elsewhere they would say nothing new.
_ASKING: Mapping[str, Chosen] = {
    "asking": select(Call.public_id)
    .join(ClarificationRound, ClarificationRound.call_id == Call.id)
    .order_by(Call.id)
}
ONLY_AT: Mapping[str, Mapping[str, Chosen]] = {
    "scoring.questions": _ASKING,
    "scoring.lengthen_round": _ASKING,
    "scoring.withdraw_round": _ASKING,
}
KINDS: Mapping[str, str] = {
    "oproepen": "call",
    "oproepen/wijzigingen": "change",
    "oproepen/agenda": "entry",
    "oproepen/vragen": "question",
    "bevragingen": "survey",
    "subsidieregister": "grant",
    "verbonden-ondernemingen": "link",
    "aanvragen": "application",
    "jury": "review",
    "jury/uitnodigingen": "seat",
    "juryvergaderingen": "meeting",
    "juryleden": "in the pool",
    "berekeningen": "computation",
    "afwijkingen": "deviation",
    "beslissingen": "decision",
    "verdeelrondes": "round",
    "trekkingsrechten": "claim",
    "programma/lijn": "line",
    "programma": "programme",
    "overzichten/toewijzing": "line",
    "berichten": "message",
    "realisaties": "item",
    "gemeenten": "municipality",
    "organisatie": "organisation",
}


def found(session: Session, kind: str) -> dict[str, str]:
    """Return name -> public id of the examples of a kind. A name that finds nothing is a fault."""
    return named(session, kind, SUBJECTS[kind])


def named(session: Session, kind: str, examples: Mapping[str, Chosen]) -> dict[str, str]:
    """Return name -> public id of these examples of a kind."""
    ids = {name: session.scalar(query.limit(1)) for name, query in examples.items()}
    missing = sorted(name for name, value in ids.items() if value is None)
    if missing:
        raise LookupError(f"the world has no {kind} that is: {', '.join(missing)}")
    return {name: value for name, value in ids.items() if value is not None}
