"""Move the programme date of a demo: to any moment, or to the next one that matters."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import queries as calls
from subsidy.core.clock import BRUSSELS
from subsidy.core.text import Text
from subsidy.overview.forms import ClockForm
from subsidy.overview.views.blueprint import bp
from subsidy.policy import Action
from subsidy.web import clock
from subsidy.web.access import permit
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

SOON = timedelta(hours=1)


@bp.route("/demodatum", methods=["GET", "POST"])
@permit(Action.MOVE_CLOCK, visitors=True)
def move_demo_date() -> ResponseReturnValue:
    if not clock.is_movable():
        abort(404)
    now = clock.now()
    form = filled(ClockForm, moment=now)
    if form.accepted():
        clock.move(db(), form.moment.data, clock.real_now())
        tell(Text("The demo date is %(at)s now.", at=form.moment.data))
        return redirect(url_for(".start"), code=303)
    page = render_template("overview/move_demo_date.html", form=form, jumps=list(_jumps(now)))
    return page, form.status


def _jumps(now: datetime) -> Iterator[tuple[Text, str]]:
    """Return what the buttons say and the moment that each sends."""
    for days, label in ((1, Text("Next day")), (7, Text("Next week")), (30, Text("30 days on"))):
        yield label, _typed(now + timedelta(days=days))
    for call in calls.public_calls(db()):
        if call.opens_at is not None and call.opens_at > now:
            yield Text("To the opening of “%(call)s”", call=call.title), _typed(call.opens_at)
        if call.closes_at is not None and call.closes_at > now:
            eve = Text("To an hour before the deadline of “%(call)s”", call=call.title)
            yield eve, _typed(call.closes_at - SOON)
            yield Text("To the deadline of “%(call)s”", call=call.title), _typed(call.closes_at)


def _typed(moment: datetime) -> str:
    """Write a moment as a person would type it in the form."""
    return moment.astimezone(BRUSSELS).strftime("%d/%m/%Y %H:%M")
