"""What waits at the agency on calls that are published: questions and changes."""

from sqlalchemy.orm import Session

from subsidy.calls import queries as calls
from subsidy.core.text import Text
from subsidy.overview.domain import Task
from subsidy.policy import Action, Actor, Role, allows


def questions_to_answer(session: Session, actor: Actor) -> list[Task]:
    if Role.CASE_OFFICER not in actor.roles:
        return []
    return [
        Task(
            verb=Text("Answer the question"),
            object=each.call.title,
            endpoint="calls.answer",
            values={"public_id": each.public_id},
            deadline=each.call.closes_at,
            tag=each.status,
        )
        for each in calls.unanswered(session)
    ]


def changes_to_approve(session: Session, actor: Actor) -> list[Task]:
    if Role.DECISION_MAKER not in actor.roles:
        return []
    return [
        Task(
            verb=Text("Judge the change of the regulation"),
            object=each.call.title,
            endpoint="calls.change",
            values={"public_id": each.public_id},
            deadline=each.call.closes_at,
            tag=each.status,
        )
        for each in calls.waiting_amendments(session)
        if allows(actor, Action.APPROVE_CHANGE, each)
    ]
