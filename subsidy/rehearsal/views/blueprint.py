"""The blueprint of the trial."""

from flask import Blueprint

bp = Blueprint("rehearsal", __name__)
