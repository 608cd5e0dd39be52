"""The frame of the application, with a few throw-away pages that do what pages do."""

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from wtforms import StringField

from subsidy.accounts.models import Person
from subsidy.app import create_app
from subsidy.config import Settings
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit, public
from subsidy.web.forms import BaseForm, filled, required
from subsidy.web.session import db, own_transaction, release
from subsidy.web.templating import tell
from subsidy.web.throttle import FailedAttempt

KEY = "proef"


def note(session: Session, key: str = KEY) -> None:
    """Write one row of the simplest table there is."""
    now = actor().now
    session.add(FailedAttempt(key=key, at=now))
    session.flush()


class NoteForm(BaseForm):
    """One answer."""

    title = StringField("Title", [required("Fill in a title.")])


bp = Blueprint("proef", __name__, url_prefix="/proef")


@bp.post("/knop")
@permit(Action.READ_INBOX)
def button() -> ResponseReturnValue:
    note(db(), request.form.get("what", KEY))
    tell(Text("Done."))
    return redirect("/proef/klaar", code=303)


@bp.post("/weigering")
@permit(Action.READ_INBOX)
def refused_button() -> ResponseReturnValue:
    note(db())
    tell(Text("Done."))
    raise refuse(Text("The call has closed."))


@bp.route("/formulier", methods=["GET", "POST"])
@permit(Action.READ_INBOX)
def form_page() -> ResponseReturnValue:
    form = filled(NoteForm)
    if form.accepted():
        try:
            note(db())
            if form.title.data == "laat":
                raise refuse(Text("The call has closed."), "title")
        except RefusedError as refused:
            form.show(refused)
        else:
            return redirect("/proef/klaar", code=303)
    faults = "; ".join(str(fault) for faults in form.errors.values() for fault in faults)
    return f"<p>formulier {faults}</p>", form.status


@bp.post("/stuk")
@permit(Action.READ_INBOX)
def crash() -> ResponseReturnValue:
    note(db())
    tell(Text("Done."))
    raise ZeroDivisionError("a secret of the stack")


@bp.post("/stuk-bij-bewaren")
@permit(Action.READ_INBOX)
def crash_at_commit() -> ResponseReturnValue:
    tell(Text("Done."))
    db().add(FailedAttempt(key=KEY, at=None))
    return redirect("/proef/klaar", code=303)


@bp.post("/bezet")
@permit(Action.READ_INBOX)
def taken() -> ResponseReturnValue:
    email = db().scalar(select(Person.email).limit(1))
    tell(Text("Done."))
    db().add(Person(email=email, name="Twee", password_hash=""))
    return redirect("/proef/klaar", code=303)


@bp.get("/schrijft")
@permit(Action.READ_INBOX)
def writes_on_get() -> str:
    note(db())
    return "<p>ik schreef</p>"


@bp.get("/klaar")
@permit(Action.READ_INBOX)
def done() -> str:
    return "<p>klaar</p>" * 300


@bp.get("/gelezen")
@permit(Action.READ_INBOX)
def released() -> str:
    person = db().scalars(select(Person).where(Person.id == actor().id)).one()
    release()
    try:
        mandates = len(person.mandates)
    except SQLAlchemyError as error:
        mandates = type(error).__name__  # type: ignore[assignment]  # shown
    return f"<p>{person.name} {mandates}</p>"


@bp.post("/tweede-schrijver")
@permit(Action.READ_INBOX)
def second_writer() -> str:
    db().execute(text("SELECT 1"))
    with own_transaction().begin() as session:
        note(session)
    return ""


@bp.get("/alleen-besluit")
@permit(Action.APPROVE_ALL)
def for_some() -> str:
    return "<p>besluit</p>"


@bp.get("/ding/<name>")
@permit(Action.READ_DECISION, load=lambda _session, name: name if name == "wel" else None)
def thing(name: str) -> str:
    return f"<p>{name}</p>"


@bp.get("/open/<name>")
@public
def open_page(name: str) -> str:
    return f"<p>{name} {request.args.get('q', '')}</p>"


def application(settings: Settings) -> Flask:
    """Return an application with these pages, that answers to a crash as in production."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.register_blueprint(bp)
    return app


def written(session: Session, key: str = KEY) -> int:
    """Return how many rows the pages wrote."""
    query = select(func.count()).where(FailedAttempt.key == key)
    return session.scalar(query.select_from(FailedAttempt)) or 0
