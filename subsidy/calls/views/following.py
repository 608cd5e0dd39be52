"""Following calls from elsewhere: calendar files, feeds, a message for each new call."""

from collections.abc import Callable
from functools import lru_cache

from flask import Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import exports, queries, service
from subsidy.calls.models import Call
from subsidy.calls.views.blueprint import bp
from subsidy.config import Settings
from subsidy.core.text import Text
from subsidy.documents import feeds
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import actor, permit, public
from subsidy.web.files import download
from subsidy.web.forms import sent
from subsidy.web.session import db, release
from subsidy.web.templating import tell

ATOM, JSON = "application/atom+xml", "application/feed+json"
KEPT = 8  # rendered feeds in memory: two kinds, and some versions that are on their way out


def _origin() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.origin


@bp.get("/<public_id>/kalender.ics")
@permit(Action.READ_CALL, load=queries.call, visitors=True)
def calendar(call: Call) -> ResponseReturnValue:
    if not call.versions:
        abort(404)  # nothing is promised yet
    made = exports.calendar_file([call], _origin(), clock.now())
    return download(made, f"oproep-{call.title}.ics")


@bp.get("/kalender.ics")
@public
def calendar_of_all() -> ResponseReturnValue:
    calls = queries.public_calls(db())
    release()
    return download(exports.calendar_file(calls, _origin(), clock.now()), "oproepen.ics")


@bp.get("/feed.atom")
@public
def atom() -> ResponseReturnValue:
    return _feed(ATOM, feeds.atom)


@bp.get("/feed.json")
@public
def json_feed() -> ResponseReturnValue:
    return _feed(JSON, feeds.as_json)


def _feed(kind: str, write: Callable[[feeds.Feed], bytes]) -> Response:
    """Answer with a feed; nothing is read or written again for a version that was seen."""
    version = queries.fingerprint(db())
    response = Response(mimetype=kind)
    response.set_etag(version[:32], weak=True)  # weak: compressed or not, it is the same feed
    response.headers["Cache-Control"] = "public, no-cache"  # keep it, and ask whether it changed
    if request.if_none_match.contains_weak(version[:32]):
        response.status_code = 304
        return response
    response.set_data(_written(version, kind, _origin(), request.path, write))
    return response


@lru_cache(maxsize=KEPT)
def _written(
    _version: str, _kind: str, origin: str, path: str, write: Callable[[feeds.Feed], bytes]
) -> bytes:
    return write(exports.feed(queries.public_calls(db()), origin, path))


@bp.post("/volgen/berichten")  # no name of a call: who only looks gets 405, not a call
@permit(Action.FOLLOW_CALLS)
def follow() -> ResponseReturnValue:
    if sent("volgen") == "ja":
        service.subscribe(db(), actor())
        tell(Text("You get a message for each new call."))
    else:
        service.unsubscribe(db(), actor())
        tell(Text("You get no more messages about new calls."))
    return redirect(url_for(".index"), code=303)
