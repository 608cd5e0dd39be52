"""One of everything, made through the services: a walk from call to claim."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.applications import service as applications
from subsidy.applications.domain.form import Key
from subsidy.awards import service as awards
from subsidy.budget.models import Line
from subsidy.calls import service as calls
from subsidy.calls.domain.seeking import Wish
from subsidy.calls.models import Call
from subsidy.catalogue import service as catalogue
from subsidy.demo import plans, surveys
from subsidy.organisations.models import Organisation
from subsidy.planning import service as planning
from subsidy.policy import Actor, MandateKind, Role
from subsidy.scoring import service as scoring
from subsidy.scoring.domain.computing import Answer
from subsidy.scoring.jobs import statistics
from subsidy.storage import Store
from tests import factories
from tests.support import rounds
from tests.support.applications import AFTER, DURING, Town, complete, draft, published_call
from tests.support.enclosures import enclosed
from tests.support.scoring import jury, person_of, scored

SPARE = 100  # people who sit in a jury when there is more of everything


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who opens pages, and for whom."""

    person: Person
    organisation: Organisation | None = None


def one_of_everything(session: Session, store: Store) -> Mapping[str, Viewer | None]:
    """Make it; return who looks at it, by role."""
    made = jury(session, files=1)
    for juror in range(len(made.jurors)):
        scored(session, made, juror)
    scoring.select(session, made.actor, made.call)
    computed = scoring.compute_statistics(session, made.actor, made.call)
    found = statistics.run(computed.input, lambda _done, _of: None)
    scoring.finish(session, computed, Answer(found, {"python": "3"}), AFTER)
    decider = factories.decision_maker(session)
    approver = factories.as_actor(decider, Role.DECISION_MAKER, now=AFTER)
    for decision in awards.prepare_for_call(session, made.actor, made.call):
        awards.approve(session, approver, decision)
    made_open = published_call(session)
    written = complete(session, made_open)
    enclosed(session, written, store)
    lead = written.lead
    applications.remark(session, lead.actor, written.record, Key.PROJECT, "Klopt de titel?")
    draft(session, made_open, lead.organisation.name)  # whose answers another can take over
    _ask(session, lead.actor, made_open)
    change = factories.as_actor(made.officer, Role.CASE_OFFICER, now=DURING)
    calls.prepare_extension(session, change, made_open, AFTER, "Een storing.")
    _claim(session, lead.organisation)
    _plan(session, change, session.get_one(Line, made_open.line_id), lead)
    accounts.give_mandate(session, lead.person, lead.organisation, MandateKind.READER)
    for number in range(SPARE):
        factories.person(session, f"Nog iemand {number}")
    session.commit()
    return {
        "visitor": None,
        "applicant": Viewer(lead.person, lead.organisation),
        "case officer": Viewer(made.officer),
        "decision maker": Viewer(decider),
        "auditor": Viewer(factories.person(session, "Nadia", roles=[Role.AUDITOR])),
        "juror": Viewer(person_of(session, made.jurors[0])),
    }


def _ask(session: Session, asker: Actor, call: Call) -> None:
    """Let somebody ask about a call, and look for partners for it."""
    calls.ask(session, asker, call, "Mag een OCMW?", private=False)
    calls.seek(session, asker, call, Wish(text="Een buur.", contact="053 72 34 00"))


def _plan(session: Session, officer: Actor, line: Line, town: Town) -> None:
    """Write an entry of the agenda, and a survey that a town answers."""
    planning.add_entry(session, officer, plans.ENTRIES[0])
    new = replace(surveys.VOLUNTEERS, opens_at=DURING, closes_at=AFTER)
    survey = planning.create_survey(session, officer, line, new)
    planning.issue_survey(session, officer, survey)
    planning.answer_survey(session, town.actor, survey, town.organisation, {"vraag_1": 4}, 0)


def _claim(session: Session, town: Organisation) -> None:
    people = rounds.agency(session)
    round_ = rounds.opened_round(session, people)
    adopted = rounds.realisation(session)
    catalogue.adopt(session, adopted, town.id, "test:adoption", AFTER)
    rounds.submitted_claim(session, round_, rounds.town(session, town.name), adopted)
