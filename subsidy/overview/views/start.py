"""The start page: for a visitor what there is, for everybody else what waits."""

from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.accounts import queries as accounts
from subsidy.calls import queries as calls
from subsidy.core.deadline import time_left
from subsidy.overview.domain import Task
from subsidy.overview.queries.reaching import out_of_reach
from subsidy.overview.queries.tasks import tasks
from subsidy.overview.views.blueprint import bp
from subsidy.policy import Actor
from subsidy.web import clock
from subsidy.web.access import public, someone
from subsidy.web.session import db

LATEST = 5


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Show no record that a policy protects but the person's own."""
    actor = someone()
    now = clock.now()
    opened = [
        {
            "title": call.title,
            "url": _address("calls.show", public_id=call.public_id),
            "line": call.line.name,
            "left": time_left(call.closes_at, now) if call.closes_at else None,
        }
        for call in calls.open_calls(db(), now)
    ]
    if actor is None:
        return render_template("overview/welcome.html", calls=opened)
    return render_template("overview/start.html", calls=opened, **_own(actor))


def _own(actor: Actor) -> dict[str, Any]:
    return {
        "tasks": [_row(task, actor) for task in tasks(db(), actor)],
        "messages": accounts.inbox(db(), actor.id, out_of_reach(actor), limit=LATEST),
    }


def _row(task: Task, actor: Actor) -> dict[str, Any]:
    """Turn a task into a row of the list: an address instead of the name of a page."""
    left = time_left(task.deadline, actor.now) if task.deadline is not None else None
    return {
        "verb": task.verb,
        "object": task.object,
        "deadline": left,
        "url": _address(task.endpoint, **task.values),
        "tag": task.tag,
    }


def _address(endpoint: str, **values: str) -> str:
    """Return the address of a page, or of the start page as long as that page is not there."""
    known = endpoint in current_app.view_functions
    return url_for(endpoint, _external=False, **values) if known else url_for(".start")
