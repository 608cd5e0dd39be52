"""Public pages of the catalogue: what every municipality may use."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.catalogue import exports, queries
from subsidy.catalogue.forms import CatalogueSearch
from subsidy.web import clock
from subsidy.web.access import public
from subsidy.web.files import download
from subsidy.web.forms import filters
from subsidy.web.paging import SIZE, Page, Sort, page_number, sort_by
from subsidy.web.session import db

bp = Blueprint("catalogue", __name__, url_prefix="/realisaties")


@bp.get("")
@public
def index() -> ResponseReturnValue:
    form, number = filters(CatalogueSearch), page_number()
    text = form.to_input()
    sort = sort_by(*queries.COLUMNS)
    items = queries.found(db(), text, _order(sort), offset=(number - 1) * SIZE, limit=SIZE)
    return render_template(
        "catalogue/index.html",
        search=form,
        text=text,
        sort=sort,
        workbook_url=url_for(".workbook", tekst=text or None, sorteer=request.args.get("sorteer")),
        page=Page(items, number, queries.count(db(), text)),
        adopted=queries.adoption_counts(db(), [item.id for item in items]),
    )


@bp.get("/lijst.xlsx")
@public
def workbook() -> ResponseReturnValue:
    text = filters(CatalogueSearch).to_input()
    made = exports.realisations(db(), text, _order(sort_by(*queries.COLUMNS)), clock.now())
    return download(made, "realisaties.xlsx")


def _order(sort: Sort) -> queries.Order:
    return queries.Order(sort.key, sort.descending)


@bp.get("/<public_id>")
@public
def show(public_id: str) -> ResponseReturnValue:
    item = queries.item(db(), public_id)
    if item is None:
        abort(404)
    return render_template(
        "catalogue/show.html", item=item, adopters=queries.adopters(db(), item.id)
    )
