"""What waits for somebody, asked of every slice; a fixed number of statements per role."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy.orm import Session

from subsidy.overview.domain import Audience, Task, audiences, most_urgent_first
from subsidy.overview.queries import agency_tasks, applicant_tasks, call_tasks, juror_tasks
from subsidy.policy import Actor

Source = Callable[[Session, Actor], list[Task]]

SOURCES: Mapping[Audience, tuple[Source, ...]] = MappingProxyType(
    {
        Audience.AGENCY: (
            agency_tasks.calls_to_publish,
            call_tasks.changes_to_approve,
            agency_tasks.rounds_to_open,
            agency_tasks.decisions_to_approve,
            agency_tasks.statements_to_publish,
            call_tasks.questions_to_answer,
            agency_tasks.accounts_to_confirm,
            agency_tasks.own_drafts,
            agency_tasks.ended_completions,
            agency_tasks.closed_calls,
            agency_tasks.closed_rounds,
        ),
        Audience.APPLICANT: (
            applicant_tasks.drafts,
            applicant_tasks.seldom,
        ),
        Audience.JUROR: (juror_tasks.files,),
    }
)


def tasks(session: Session, actor: Actor) -> Sequence[Task]:
    """Return everything that waits for this person, the most urgent first."""
    found = [
        task
        for audience in sorted(audiences(actor))
        for source in SOURCES.get(audience, ())
        for task in source(session, actor)
    ]
    return most_urgent_first(found)
