"""The budget: one table of inputs, with sums by the server."""

from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import CaseFile, FileLine, budget_table
from subsidy.applications.domain.checklist import part_of
from subsidy.applications.domain.conflicts import cell
from subsidy.applications.domain.form import Key
from subsidy.applications.forms import VersionedForm, budget_form, budget_of, budget_values
from subsidy.applications.models import Application
from subsidy.applications.views.frame import (
    AT,
    bp,
    checklist_of,
    load,
    page,
    spot,
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


@bp.route(f"{AT}/begroting", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def budget(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    regulation = queries.regulation(record)
    kinds = regulation.cost_types
    version = stored_version(record, Key.BUDGET)
    form = filled(budget_form(file, kinds), data=budget_values(file), version=version)
    if form.accepted():
        try:
            service.save_budget(
                db(), actor(), record, budget_of(form, file, kinds), form.read_version
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            here = url_for(".budget", public_id=record.public_id)
            return done(record, Key.BUDGET, Text("The budget is saved."), here)
    found = checklist_of(record, file)
    return page(
        "budget",
        record,
        code=form.status,
        form=form,
        conflict=form.conflict,
        file=file,
        part=Key.BUDGET,
        grid=grid(form, file, kinds) if file.years else None,
        findings=[one for one in found.findings if part_of(one) is Key.BUDGET],
        regulation=regulation,
        funding_url=lambda partner: spot(record, f"{Key.BUDGET}.{partner}"),
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """The budget table of the page: the sums of ``budget_table``, with inputs as cells."""

    columns: tuple[str, ...]
    groups: list[dict[str, Any]]
    totals: tuple[Money, ...]
    total: Money


def grid(form: VersionedForm, file: CaseFile, kinds: tuple[CostType, ...]) -> Grid:
    """Return the table as it is typed now; what could not be read counts as nothing."""
    typed = budget_of(form, file, kinds)
    table = budget_table(replace(file, lines=typed), kinds)
    groups = [
        {
            "label": group.label,
            "totals": group.totals,
            "total": group.total,
            "rows": [
                {
                    "label": row.label,
                    "total": row.total,
                    "cells": [form[_name(partner.id, row.label, year)] for year in file.years],
                }
                for row in group.rows
            ],
        }
        for partner, group in zip(file.partners, table.groups, strict=True)
    ]
    return Grid(table.columns, groups, table.totals, table.total)


def _name(partner_id: str, kind: CostType, year: int) -> str:
    return cell(FileLine(partner_id=partner_id, cost_type=kind, year=year, requested=Money(0)))
