"""What waits for somebody, asked of every slice; a fixed number of statements per role."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from subsidy.calls import queries as calls
from subsidy.core.text import Text
from subsidy.overview.domain import Audience, Task, audiences, most_urgent_first
from subsidy.policy import Action, Actor, allows

Source = Callable[[Session, Actor], list[Task]]


def tasks(session: Session, actor: Actor) -> Sequence[Task]:
    """Return everything that waits for this person, the most urgent first."""
    found = [
        task
        for audience in sorted(audiences(actor))
        for source in SOURCES.get(audience, ())
        for task in source(session, actor)
    ]
    return most_urgent_first(found)


def calls_to_publish(session: Session, actor: Actor) -> list[Task]:
    return [
        Task(
            verb=Text("Judge the proposed call"),
            object=call.title,
            endpoint="calls.show",
            values={"public_id": call.public_id},
            deadline=call.opens_at,
            tag=call.status,
        )
        for call in calls.proposed(session)
        if allows(actor, Action.PUBLISH_CALL, call)
    ]


SOURCES: dict[Audience, tuple[Source, ...]] = {
    Audience.AGENCY: (calls_to_publish,),
    Audience.APPLICANT: (),
    Audience.JUROR: (),
}
