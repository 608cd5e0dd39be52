"""Answers of an earlier file: choose it, see what comes over, confirm."""

from collections.abc import Sequence

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.copying import Offered, offered
from subsidy.applications.forms import CopyForm, SourceForm
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, load, page
from subsidy.core.clock import brussels_day
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import N_, Text, plural
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, filters, options
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.get(f"{AT}/neem-over")
@permit(Action.EDIT_APPLICATION, load=load)
def copy(record: Application) -> ResponseReturnValue:
    others = queries.own_others(db(), actor(), record)
    newest = next((one.public_id for one in others), "")
    wanted = filters(SourceForm).van.data or newest
    form = CopyForm(van=wanted, seen=service.seen_now(db(), record))
    return _page(record, wanted, form, others)


@bp.post(f"{AT}/neem-over")
@permit(Action.EDIT_APPLICATION, load=load)
def copy_over(record: Application) -> ResponseReturnValue:
    form = filled(CopyForm)
    wanted = form.van.data or ""
    others = queries.own_others(db(), actor(), record)
    if form.accepted():
        try:
            source = _chosen(others, wanted)
            if source is None:
                raise refuse(Text("Choose an application of the list."))
            number = service.copy_answers(
                db(), actor(), record, source, form.seen.data or "", over=bool(form.over.data)
            )
        except RefusedError as refused:
            form.show(refused)
            form.seen.data = service.seen_now(db(), record)
        else:
            tell(
                plural("%(n)s part is filled in.", "%(n)s parts are filled in.", number)
                if number
                else Text("Nothing came over.")
            )
            return redirect(url_for(".show", public_id=record.public_id), code=303)
    return _page(record, wanted, form, others)


def _page(
    record: Application, wanted: str, form: CopyForm, others: Sequence[Application]
) -> ResponseReturnValue:
    chosen = _chosen(others, wanted)
    source = SourceForm(van=wanted)
    source.van.choices = options(
        ("", N_("Choose")),
        *(
            (
                one.public_id,
                Text("%(number)s, %(title)s", number=one.number, title=one.title or "…"),
            )
            for one in others
        ),
    )
    return page(
        "copy",
        record,
        code=form.status,
        form=form,
        source=source,
        others=others,
        chosen=chosen,
        offers=_offers(record, chosen) if chosen else (),
    )


def _chosen(others: Sequence[Application], wanted: str) -> Application | None:
    return next((one for one in others if one.public_id == wanted), None)


def _offers(record: Application, chosen: Application) -> tuple[Offered, ...]:
    here, there = service.written(db(), record), service.written(db(), chosen)
    terms = queries.regulation(record).form
    return offered(here, there, terms, brussels_day(actor().now))
