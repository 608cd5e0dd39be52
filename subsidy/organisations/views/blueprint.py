"""Where the pages of organisations hang."""

from flask import Blueprint

bp = Blueprint("organisations", __name__)
