"""Asking about a call, and answering for everybody."""

from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.calls.domain.amending import unchangeable
from subsidy.calls.domain.asking import ASKING, LONGEST_QUESTION, Answering
from subsidy.calls.models import Call, CallQuestion
from subsidy.calls.service.amending import hold
from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action, Actor, Role
from subsidy.workflow import advance, audit, tell


def ask(session: Session, actor: Actor, call: Call, asked: str, *, private: bool) -> CallQuestion:
    """Ask a question about a call as long as its answer can help somebody."""
    refuse_if([*unchangeable(call.closes_at, actor.now, public=call.is_public), *_unfit(asked)])
    made = CallQuestion(
        call=call,
        call_id=call.id,
        private=private,
        asked=asked.strip(),
        asked_by_id=actor.id,
        asked_at=actor.now,
    )
    session.add(made)
    session.flush()
    audit(session, actor, Action.ASK_QUESTION, made)
    subject = Text("A question about “%(title)s”", title=call.title)
    body = Text("“%(question)s”", question=made.asked)
    officers = people.people_with(session, Role.CASE_OFFICER) - {actor.id}
    tell(session, officers, subject, body, path=path(made), now=actor.now)
    return made


def path(question: CallQuestion) -> str:
    """Return where the question stands, before and after it is answered."""
    return f"/oproepen/{question.call.public_id}/vragen#vraag-{question.public_id}"


def _unfit(asked: str) -> list[Refusal]:
    if not asked.strip():
        return [Refusal(Text("Write your question."), "asked")]
    if len(asked) > LONGEST_QUESTION:
        text = Text("Use at most %(limit)s characters.", limit=LONGEST_QUESTION)
        return [Refusal(text, "asked")]
    return []


def answer(session: Session, actor: Actor, question: CallQuestion, given: Answering) -> None:
    """Answer for everybody, under the version of the regulation that holds now."""
    call = question.call
    stamp = {
        "wording": given.wording.strip(),
        "answer": given.answer.strip(),
        "number": hold(session, call).number,
        "answered_by_id": actor.id,
        "answered_at": actor.now,
    }
    advance(session, ASKING, question, Action.ANSWER_QUESTION, given, actor=actor, stamp=stamp)
    subject = Text("Your question about “%(title)s” has an answer", title=call.title)
    body = Text("“%(answer)s”", answer=given.answer.strip())
    tell(session, [question.asked_by_id], subject, body, path=path(question), now=actor.now)
