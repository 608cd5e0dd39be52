"""The blueprint that the pages of rounds and claims share."""

from flask import Blueprint

bp = Blueprint("allocation", __name__)
