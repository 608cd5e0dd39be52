"""Public pages of the catalogue: what every municipality may use."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from subsidy.catalogue import exports, queries
from subsidy.catalogue.forms import CatalogueSearch
from subsidy.web import clock
from subsidy.web.access import public
from subsidy.web.files import download
from subsidy.web.forms import filters
from subsidy.web.paging import SIZE, Page, page_number
from subsidy.web.session import db

bp = Blueprint("catalogue", __name__, url_prefix="/realisaties")


@bp.get("")
@public
def index() -> ResponseReturnValue:
    form, number = filters(CatalogueSearch), page_number()
    text = form.to_input()
    items = queries.found(db(), text, offset=(number - 1) * SIZE, limit=SIZE)
    return render_template(
        "catalogue/index.html",
        search=form,
        text=text,
        page=Page(items, number, queries.count(db(), text)),
        adopted=queries.adoption_counts(db(), [item.id for item in items]),
    )


@bp.get("/lijst.xlsx")
@public
def workbook() -> ResponseReturnValue:
    made = exports.realisations(db(), filters(CatalogueSearch).to_input(), clock.now())
    return download(made, "realisaties.xlsx")


@bp.get("/<public_id>")
@public
def show(public_id: str) -> ResponseReturnValue:
    item = queries.item(db(), public_id)
    if item is None:
        abort(404)
    return render_template(
        "catalogue/show.html", item=item, adopters=queries.adopters(db(), item.id)
    )
