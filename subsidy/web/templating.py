"""What every template can use: words, money, dates, rights, addresses. Nothing else."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Flask, abort, current_app, get_flashed_messages, url_for
from flask import send_from_directory as send
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from markupsafe import Markup

from subsidy import language
from subsidy.config import data_folder
from subsidy.core.text import Text, plural
from subsidy.policy import Action, allows
from subsidy.web import typed
from subsidy.web.access import public, someone
from subsidy.web.idempotency import form_key
from subsidy.web.session import said, say_later

ONE_YEAR = 31_536_000
bp = Blueprint("files", __name__)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One organisation that the person can work for."""

    public_id: str
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """When the sign-in ends. ``wait``: seconds until a page says so; 0 when it says so at once."""

    hour: str
    wait: int
    url: str
    can_stay: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the header shows; a visitor sees the public links only."""

    items: tuple[Link, ...] = ()
    organisations: tuple[Choice, ...] = ()
    acting_for: str | None = None
    inbox_count: int = 0
    person_name: str | None = None
    ending: Ending | None = None
    demo_moment: str | None = None
    demo_url: str | None = None
    home_url: str = "/"
    inbox_url: str = "/"
    search_url: str = "/"
    switch_url: str = "/"
    sign_in_url: str = "/"
    sign_out_url: str = "/"
    footer: tuple[Link, ...] = ()


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        can=can,
        asset=asset,
        form_key=form_key,
        Action=Action,
        get_messages=messages,
        is_shown_again=typed.is_shown_again,
        typed_fields=typed.typed_fields,
        typed_texts=typed.typed_texts,
    )
    app.jinja_env.tests["own_path"] = is_own_path
    app.jinja_env.filters.update(
        t=language.words,
        shown=language.shown,
        money=language.money,
        moment=language.moment,
        short_moment=language.short_moment,
        day=language.day,
        short_day=language.short_day,
        number=language.number,
        filesize=language.filesize,
        percent=language.percent,
        hundredths=language.hundredths,
        enumeration=language.enumeration,
    )
    app.register_blueprint(bp)


def gettext(message: Text | str, **params: Any) -> str | Markup:  # noqa: ANN401 - see core.text
    """Render a msgid or a Text; every parameter is escaped by Jinja like any other text."""
    if params and isinstance(message, str):
        message = Text(message, **params)
    return language.words(message)


def ngettext(singular: str, many: str, n: int, **params: Any) -> str:  # noqa: ANN401 - see core.text
    return language.words(plural(singular, many, n, **params))


def is_own_path(path: str) -> bool:
    """Browsers read two slashes, a backslash or a tab at the start as another host."""
    plain = path.isprintable() and "\\" not in path
    return plain and path.startswith("/") and not path.startswith("//")


def can(action: Action, record: object = None) -> bool:
    return allows(someone(), action, record)


def tell(message: Text, tone: str = "success") -> None:
    """Show a message on the next page, if what was done is committed."""
    say_later(language.words(message), tone)


def messages() -> list[tuple[str, str]]:
    earlier = get_flashed_messages(with_categories=True)
    return [(str(tone), str(text)) for tone, text in [*earlier, *said()]]


@cache
def _version(name: str) -> str:
    content = (data_folder("static") / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file; it changes with its content, so it can be cached."""
    return url_for("files.static", version=_version(name), name=name)


@bp.get("/static/<version>/<path:name>")
@public
def static(version: str, name: str) -> ResponseReturnValue:
    folder = data_folder("static")
    path = folder / name
    if ".." in name or not path.is_file() or version != _version(name):
        abort(404)
    response = send(folder, name, max_age=None if current_app.debug else ONE_YEAR)
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    response.direct_passthrough = False
    return response
