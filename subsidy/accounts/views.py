"""Pages of people: sign in and out, work for an organisation, read messages."""

import hashlib
from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_network
from typing import cast
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from subsidy import language
from subsidy.accounts import queries, service
from subsidy.accounts.domain import same_email, until_warning
from subsidy.accounts.forms import SignInForm
from subsidy.accounts.models import Person, SignIn
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.web import clock, throttle, typed
from subsidy.web.access import actor, permit, public, someone
from subsidy.web.forms import filled, sent
from subsidy.web.paging import SIZE, Page, page_number
from subsidy.web.session import db, own_transaction, set_aside
from subsidy.web.templating import is_own_path, tell

bp = Blueprint("accounts", __name__)
OutOfReach = Callable[[Actor], queries.IsClosed]

START = "overview.start"
DATA = "application/json"
# One address may not lock an account for everybody else: the pair is stricter than either.
MOST_TOGETHER, MOST_PER_ACCOUNT, MOST_PER_NETWORK = 10, 100, 100
IPV6_NETWORK = 64
DEMO_MEMBERS = 24
DEMO_FIRST = 9  # the demo makes one person of each kind first; the others stay folded


def init_app(app: Flask, out_of_reach: OutOfReach) -> None:
    """Tell the messages how it is known which pages are closed; they know no application."""
    app.extensions["out_of_reach"] = out_of_reach


# Signing in and out -------------------------------------------------------------------------------


@bp.route("/aanmelden", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if someone() is not None and not _signs_in_again():
        return _go_on()
    along, form = typed.carried(), filled(SignInForm)
    if ("email" in request.form or not along) and form.accepted():
        person = _recognised(form.email.data or "", form.password.data or "")
        if person is not None:
            return _enter(person)
        form.form_errors.append(
            Text("This e-mail address and password do not belong together. Check both."),  # type: ignore[arg-type]  # rendered by the macro
        )
    page = render_template("accounts/sign_in.html", form=form, demo=_is_demo(), carried=along)
    return page, form.status


def _signs_in_again() -> bool:
    """Whether the sign-in ends soon and cannot be longer: then a new one may take its place."""
    row = cast("SignIn", current_user)
    return not row.can_stay and not until_warning(row.ends_at, clock.real_now())


def _recognised(email: str, password: str) -> Person | None:
    """Return whose password this is. Nothing of the request may be locked meanwhile: this is slow.

    An unknown address and a wrong password give the same answer, equally late.
    """
    set_aside()
    limits, now = _limits(email), clock.real_now()
    if throttle.blocked(limits, now):
        abort(429)
    with own_transaction()() as session:
        person = queries.account(session, email)
    if service.knows_password(person, password):
        return person
    throttle.note_failure(limits, now)
    return None


def _limits(email: str) -> Mapping[str, int]:
    account = hashlib.sha256(same_email(email).encode()).hexdigest()[:32]
    network = _network(request.remote_addr or "")
    return {
        f"{account}|{network}": MOST_TOGETHER,
        account: MOST_PER_ACCOUNT,
        network: MOST_PER_NETWORK,
    }


def _network(address: str) -> str:
    """Return the network of an address; who has one IPv6 address has a whole /64 of them."""
    try:
        version = ip_address(address).version
    except ValueError:
        return "unknown"
    length = 32 if version == 4 else IPV6_NETWORK  # noqa: PLR2004 - the version of the protocol
    return str(ip_network(f"{address}/{length}", strict=False))


def _enter(person: Person) -> ResponseReturnValue:
    """Start afresh: nothing of the visitor's cookie survives the sign-in."""
    earlier, own = _own_sign_in(), db().get_one(Person, person.id)
    if earlier is not None:
        service.sign_out(db(), earlier)
    row = service.sign_in(db(), own, clock.real_now())
    cookie.clear()
    login_user(row)
    return _go_on()


def _go_on() -> ResponseReturnValue:
    """Go to the page that was asked for; with text, put it back there first."""
    along = typed.carried()
    if along:
        return render_template("accounts/typed_again.html", fields=along, target=_next_page())
    return redirect(_next_page(), code=303)


def _next_page() -> str:
    """Return the page that was asked for, if it is one of ours; otherwise the start page."""
    asked = request.args.get("next", "")
    parts = urlsplit(asked) if is_own_path(asked) else None
    if parts is None or parts.scheme or parts.netloc or not _is_ours(parts.path):
        return url_for(START)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_ours(path: str) -> bool:
    """Whether one can go there; or, with text that goes along, put it back there."""
    return typed.takes(path, "GET") or (bool(typed.carried()) and typed.takes(path, "POST"))


@bp.post("/afmelden")
@public
def sign_out() -> ResponseReturnValue:
    row = _own_sign_in()
    if row is not None:
        service.sign_out(db(), row)
    logout_user()
    cookie.clear()
    tell(Text("You are signed out."))
    return redirect(url_for(START), code=303)


def _own_sign_in() -> SignIn | None:
    return cast("SignIn", current_user) if someone() is not None else None


@bp.post("/aangemeld-blijven")
@permit(Action.STAY_SIGNED_IN)
def stay() -> ResponseReturnValue:
    """Make the sign-in longer. A button opens this beside the page on which somebody writes."""
    row = cast("SignIn", current_user)
    service.stay(db(), row)
    hour = language.hour(row.ends_at)
    if request.accept_mimetypes.best == DATA:
        wait = until_warning(row.ends_at, clock.real_now()).total_seconds()
        stays = Text("You stay signed in until %(hour)s.", hour=hour)
        until = Text("You are signed in until %(hour)s.", hour=hour)
        return jsonify(wait=wait, stays=language.words(stays), until=language.words(until))
    tell(Text("You stay signed in until %(hour)s. You can close this tab.", hour=hour))
    return redirect(url_for(START), code=303)


@bp.post("/werk-voor")
@permit(Action.SWITCH_ORGANISATION)
def switch() -> ResponseReturnValue:
    chosen = service.switch_organisation(db(), cast("SignIn", current_user), sent("organisation"))
    tell(Text("You work for %(name)s now.", name=chosen.name))
    return redirect(url_for(START), code=303)


# Messages -----------------------------------------------------------------------------------------


@bp.get("/berichten")
@permit(Action.READ_INBOX)
def inbox() -> ResponseReturnValue:
    own, number = actor().id, page_number()
    out_of_reach: OutOfReach = current_app.extensions["out_of_reach"]
    closed = out_of_reach(actor())
    messages = queries.inbox(db(), own, closed, offset=(number - 1) * SIZE, limit=SIZE)
    return render_template(
        "accounts/inbox.html",
        page=Page(messages, number, queries.count_inbox(db(), own)),
        unread=queries.count_unread(db(), own),
    )


@bp.post("/berichten/<public_id>/gelezen")
@permit(Action.READ_INBOX)
def read(public_id: str) -> ResponseReturnValue:
    message = queries.message(db(), actor().id, public_id)
    if message is None:
        abort(404)
    service.mark_read(db(), actor().id, message, actor().now)
    return redirect(url_for(".inbox"), code=303)


@bp.post("/berichten/gelezen")
@permit(Action.READ_INBOX)
def read_all() -> ResponseReturnValue:
    service.mark_all_read(db(), actor().id, actor().now)
    return redirect(url_for(".inbox"), code=303)


# Demo ---------------------------------------------------------------------------------------------


@bp.get("/demo")
@public
def demo() -> ResponseReturnValue:
    _only_in_a_demo()
    return render_template(
        "accounts/demo.html",
        agency=queries.agency_people(db()),
        members=queries.first_members(db(), DEMO_MEMBERS),
        first=DEMO_FIRST,
        password=service.DEMO_PASSWORD,
    )


@bp.post("/demo")
@public
def demo_sign_in() -> ResponseReturnValue:
    """Sign in as anybody with one click. Settings of a production installation refuse a demo."""
    _only_in_a_demo()
    person = queries.person(db(), sent("person"))
    if person is None or not person.active:
        abort(404)
    return _enter(person)


def _only_in_a_demo() -> None:
    if not _is_demo():
        abort(404)


def _is_demo() -> bool:
    return bool(current_app.config["SETTINGS"].demo)
