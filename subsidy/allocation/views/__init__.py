"""Pages of allocation rounds and claims."""

from flask import Blueprint

bp = Blueprint("allocation", __name__)
