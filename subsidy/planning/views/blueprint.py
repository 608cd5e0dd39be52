"""The blueprint that the pages before a call share."""

from flask import Blueprint

bp = Blueprint("planning", __name__)
