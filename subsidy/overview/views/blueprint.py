"""The one blueprint of this slice."""

from flask import Blueprint

bp = Blueprint("overview", __name__)
