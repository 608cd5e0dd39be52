"""The blueprint that the pages of calls share."""

from flask import Blueprint

bp = Blueprint("calls", __name__, url_prefix="/oproepen")
