"""What one partner and others pay beside the subsidy: a page per partner."""

from collections.abc import Sequence

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.funding import RESTS, Funding, Payer, note_place, place
from subsidy.applications.forms import VersionedForm, funding_form, funding_of, funding_values
from subsidy.applications.models import Application
from subsidy.applications.views.budgeting import Grid
from subsidy.applications.views.frame import (
    AT,
    bp,
    in_address,
    load,
    page,
    stored_version,
    whole_file,
)
from subsidy.applications.views.unasked import done
from subsidy.calls.domain.regulation import CostType
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db

GONE = 404


@bp.route(f"{AT}/begroting/<partner>", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def funding(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    partner = next((one for one in file.partners if one.id == in_address("partner")), None)
    if partner is None:
        abort(GONE)
    kinds = queries.regulation(record).cost_types
    stored, key = file.funding_of(partner.id), queries.funding_key(partner.id)
    form = filled(
        funding_form(file.years, kinds),
        data=funding_values(stored),
        version=stored_version(record, key),
    )
    typed = funding_of(form, partner.id, file.years, kinds)
    if form.accepted():
        try:
            service.save_funding(db(), actor(), record, typed, form.read_version)
        except RefusedError as refused:
            form.show(refused)
        else:
            said = Text("What %(name)s and others pay is saved.", name=partner.name)
            return done(record, key, said, url_for(".budget", public_id=record.public_id))
    return page(
        "funding",
        record,
        part=key,
        code=form.status,
        form=form,
        back=url_for(".budget", public_id=record.public_id),
        conflict=form.conflict,
        partner=partner,
        requested=file.requested_by(partner.id),
        grid=_grid(form, typed, file.years, kinds) if file.years else None,
        notes=[form[note_place(kind)] for kind in kinds],
    )


def _grid(
    form: VersionedForm, typed: Funding, years: Sequence[int], kinds: Sequence[CostType]
) -> Grid:
    """Return the table as it is typed now: a group per payer, a row per cost."""
    sums = [Money.total(_paid(typed, payer, kinds, year) for payer in RESTS) for year in years]
    groups = []
    for payer in RESTS:
        totals = tuple(_paid(typed, payer, kinds, year) for year in years)
        rows = [
            {
                "label": kind,
                "total": Money.total(typed.amount(payer, kind, year) for year in years),
                "cells": [form[place(payer, kind, year)] for year in years],
            }
            for kind in kinds
        ]
        groups.append(
            {"label": payer, "totals": totals, "total": Money.total(totals), "rows": rows}
        )
    return Grid(tuple(map(str, years)), groups, tuple(sums), Money.total(sums))


def _paid(typed: Funding, payer: Payer, kinds: Sequence[CostType], year: int) -> Money:
    return Money.total(typed.amount(payer, kind, year) for kind in kinds)
