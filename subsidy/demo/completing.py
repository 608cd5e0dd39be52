"""Two files of the demo that the agency asked to complete: one was, in time; one was not."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications import service as applications
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.completion import Wanted, can_be_asked
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.models import Application, CompletionRequest
from subsidy.demo.enclosures import made_pdf
from subsidy.policy import Actor
from subsidy.storage import Nowhere, Store

DAY = timedelta(days=1)
PLAN = "Planning van de vrijwilligers.pdf"
QUESTIONS = (
    Wanted(about="part:budget", question="Waarvoor dient de investering in het tweede jaar?"),
    Wanted(about="missing", question="Bezorg de planning van de vrijwilligers."),
)
ANSWERS = (
    "De investering vervangt tien toestellen die na twee jaar versleten zijn.",
    "De planning zit bij dit antwoord. We stellen ze elk kwartaal bij.",
)


def asked(
    session: Session, officer: Actor, record: Application, due_at: datetime
) -> CompletionRequest:
    """Ask to complete two points of a file that was submitted."""
    kept = queries.latest_snapshot(session, record)
    if kept is None:
        raise LookupError(f"{record.number} was not submitted")
    rules = [one.rule for one in queries.regulation(record).requirements]
    about = can_be_asked(file_of(kept.content), rules)
    asking = applications.Asking(about=about, points=QUESTIONS, due_at=due_at)
    return applications.ask_completion(session, officer, record, asking)


def answered(
    session: Session, lead: Actor, record: Application, request: CompletionRequest, store: Store
) -> None:
    """Save an answer on each point, with a plan where there is a place to keep it."""
    points = [point.public_id for point in request.points]
    files = {}
    if not isinstance(store, Nowhere):
        files[points[1]] = [applications.Sent(PLAN, made_pdf(PLAN, record, lead.now))]
    answering = applications.Answering(
        store=store,
        version=request.version,
        answers=dict(zip(points, ANSWERS, strict=True)),
        files=files,
    )
    applications.save_completion(session, lead, record, request, answering)
    for file in _enclosed(session, record):
        applications.note_scan(session, file, Scan.CLEAN, lead.now)


def _enclosed(session: Session, record: Application) -> set[str]:
    found = queries.completions(session, record)
    return {file.sha256 for one in found for file in one.files}


def sent(session: Session, lead: Actor, record: Application, request: CompletionRequest) -> None:
    applications.send_completion(session, lead, record, request, request.version)
