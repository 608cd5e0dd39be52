"""Files that the consortia of the demo enclose: decisions, quotations, letters, as small PDFs."""

from datetime import datetime

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications import service as applications
from subsidy.applications.domain.accounts import NewAccount, Source, letter_key
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.models import Application
from subsidy.demo import questions
from subsidy.documents.blocks import Document, Heading, Paragraph
from subsidy.documents.pdf import render
from subsidy.policy import Actor
from subsidy.storage import Nowhere, Store

DECISION = "Besluit van het college.pdf"
QUOTATION = "Offerte toestellen.pdf"
INTENT = "Intentieverklaring.pdf"
LETTER = "Brief over de rekening.pdf"


def enclose(
    session: Session, store: Store, lead: Actor, record: Application, *, scan: Scan = Scan.CLEAN
) -> None:
    """Enclose a decision, a quotation and a letter; nothing where there is no place for them."""
    if isinstance(store, Nowhere):
        return
    asks = queries.regulation(record).form.question(questions.BESIDE) is not None
    beside = questions.BESIDE if asks else ""
    for name, question in ((DECISION, beside), (QUOTATION, ""), (INTENT, "")):
        sent = applications.Sent(name, made_pdf(name, record, lead.now))
        wanted = applications.Enclosing(store=store, files=[sent], question=question)
        (row,) = applications.attach(session, lead, record, wanted)
        if scan is not Scan.WAITING:
            applications.note_scan(session, row.content_hash, scan, lead.now)


def pay_to(
    session: Session, store: Store, lead: Actor, record: Application, typed: NewAccount
) -> None:
    """Choose the account of the lead, with a letter for another one than the one on file.

    It is the one on file where there is no place to keep the letter.
    """
    own = next(each for each in record.partners if each.organisation_id == record.lead_id)
    letter = None
    if isinstance(store, Nowhere):
        typed = NewAccount(source=Source.ON_FILE)
    if typed.source is Source.OTHER:
        sent = applications.Sent(LETTER, made_pdf(LETTER, record, lead.now))
        key = letter_key(own.public_id)
        letter = applications.Enclosing(store=store, files=[sent], question=key)
    wanted = applications.Choosing(typed=typed, letter=letter)
    applications.save_account(session, lead, record, own, wanted)
    row = queries.letter(session, own)
    if row is not None:
        applications.note_scan(session, row.content_hash, Scan.CLEAN, lead.now)


def made_pdf(name: str, record: Application, made_at: datetime) -> bytes:
    """Return a small document that belongs to an application."""
    title = name.removesuffix(".pdf")
    text = f"Dit document hoort bij de aanvraag {record.number}: {record.title}."
    blocks = (Heading(title, 1), Paragraph(text))
    document = Document(title=title, author="Gemeente", reference=record.number, blocks=blocks)
    return render(document, made_at)
