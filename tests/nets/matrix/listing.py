"""Which lists there are, what each should hold for somebody, and what a page or workbook shows.

A filter ``visible_to`` is found by itself; a page that lists records is registered in ``LISTS``.
What a list should hold is asked of the policy, record by record.
"""

import io
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import openpyxl
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, lazyload

import subsidy
from subsidy.allocation.domain.lifecycle import ClaimStatus
from subsidy.allocation.models import Claim, Round
from subsidy.applications.models import Application
from subsidy.awards.models import Decision
from subsidy.calls.models import Call, CallQuestion, Consultation
from subsidy.planning.models import Survey
from subsidy.policy import Action, Actor, allows
from subsidy.scoring.models import Review

READ: Mapping[type[Any], Action] = {
    Application: Action.READ_APPLICATION,
    Decision: Action.READ_DECISION,
    Claim: Action.READ_CLAIM,
    Call: Action.READ_CALL,
    CallQuestion: Action.READ_QUESTION,
    Round: Action.READ_ROUND,
    Survey: Action.READ_SURVEY,
    Consultation: Action.READ_CONSULTATION,
    Review: Action.READ_REVIEW,
}
FILTERS: Mapping[str, type[Any]] = {
    "subsidy.allocation.queries": Claim,
    "subsidy.applications.queries.lists": Application,
    "subsidy.awards.queries": Decision,
    "subsidy.calls.queries.asked": CallQuestion,
    "subsidy.calls.queries.calls": Call,
    "subsidy.calls.queries.consultation": Consultation,
    "subsidy.planning.queries.surveys": Survey,
}
# What is named to somebody who may not open it: the page says so on purpose, and no more than this.
NAMED_ANYWAY: frozenset[tuple[str, type[Any]]] = frozenset(
    {
        ("accounts.inbox", Call),  # a message stays when what it is about is closed or withdrawn
        ("accounts.inbox", Claim),
        ("accounts.inbox", Consultation),
        ("overview.start", Call),
        ("overview.start", Consultation),
        ("calls.consultations", Call),  # the address of a consultation is that of its call
        ("scoring.bids", Application),  # the title of a file, before it is in anybody's hands
        ("scoring.conflicts", Application),  # a chair reads a file as a review
        ("scoring.hearings", Application),
        ("scoring.meeting", Application),
        ("scoring.panel", Review),  # who judges what is no secret for the agency; the marks are
    }
)
PUBLIC_ID = re.compile(r"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists records, and the workbook of the same rows.

    ``holds``: which of those that one may read; ``place``: which record in the address a row
    belongs to; ``mark``: what tells a row of the workbook.
    """

    model: type[Any]
    holds: Callable[[Any], bool] = lambda _record: True
    place: Callable[[Any], str] | None = None
    workbook: str | None = None
    mark: Callable[[Any], str] = lambda record: str(record.number)


LISTS: Mapping[str, Listing] = {
    "applications.index": Listing(Application, workbook="applications.workbook"),
    "applications.admissibility": Listing(
        Application,
        place=lambda each: each.call.public_id,
        workbook="applications.admissibility_workbook",
    ),
    "awards.index": Listing(Decision, workbook="awards.export"),
    "awards.desk": Listing(Decision, place=lambda each: each.reservation_ref.partition(":")[2]),
    "calls.index": Listing(Call, holds=lambda each: each.is_public),
    "calls.questions": Listing(
        CallQuestion,
        place=lambda each: each.call.public_id,
        workbook="calls.questions_workbook",
        mark=lambda each: each.text,
    ),
    "calls.consultations": Listing(Consultation),
    "calls.manage": Listing(Call, workbook="calls.workbook", mark=lambda each: each.title),
    "planning.surveys": Listing(Survey),
    "allocation.claims": Listing(
        Claim,
        holds=lambda each: each.status is ClaimStatus.SUBMITTED,
        place=lambda each: each.round.public_id,
        workbook="allocation.export_claims",
        mark=lambda each: each.organisation.name,
    ),
    "scoring.index": Listing(Review, holds=lambda each: not each.is_closed),
}


def filters() -> Iterator[tuple[str, Callable[[Actor], Any]]]:
    """Give every ``visible_to`` of the application, by the module in which it is written."""
    for module in pkgutil.walk_packages(subsidy.__path__, "subsidy."):
        if module.name.endswith(".queries") or ".queries." in module.name:
            found = vars(import_module(module.name)).get("visible_to")
            if found is not None and found.__module__ == module.name:
                yield module.name, found


def kept(session: Session, name: str, visible: object) -> set[str]:
    """Return what a filter lets through."""
    query = visible if isinstance(visible, Select) else select(FILTERS[name]).where(visible)  # type: ignore[arg-type]  # a condition
    return {each.public_id for each in session.scalars(query).unique()}


def everything(model: type[Any]) -> Select[Any]:
    """Return all records of a model, with whatever the policy wants to follow."""
    return select(model).options(lazyload("*")).order_by(model.id)


def readable(session: Session, actor: Actor, model: type[Any]) -> list[Any]:
    """Return the records that the policy lets this person read."""
    every = session.scalars(everything(model)).unique().all()
    return [each for each in every if allows(actor, READ[model], each)]


def kept_back(session: Session, actor: Actor) -> dict[str, type[Any]]:
    """Return every record of the models above that this person may not read, by its identifier."""
    found: dict[str, type[Any]] = {}
    for model in READ:
        allowed = {each.public_id for each in readable(session, actor, model)}
        every = session.scalars(select(model.public_id))
        found |= {each: model for each in every if each not in allowed}
    return found


def rows(listing: Listing, records: Sequence[Any], place: str) -> list[Any]:
    """Return which of the readable records belong in the list at this address."""
    return [
        each
        for each in records
        if listing.holds(each) and (listing.place is None or listing.place(each) == place)
    ]


def cells(workbook: bytes) -> set[str]:
    """Return every text in a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True)
    return {
        str(value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    }
