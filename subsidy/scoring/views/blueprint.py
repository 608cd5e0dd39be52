"""The one blueprint of this slice, and addresses of pages above and below it."""

from flask import Blueprint, current_app, url_for

bp = Blueprint("scoring", __name__)


def address(endpoint: str, **values: str) -> str | None:
    """Return the address of a page of another slice; None where there is no such page."""
    known = endpoint in current_app.view_functions
    return url_for(endpoint, _external=False, **values) if known else None
