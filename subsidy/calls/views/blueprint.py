"""The blueprint that the pages of calls share."""

from flask import Blueprint, request

bp = Blueprint("calls", __name__, url_prefix="/oproepen")


def in_address(name: str) -> str:
    """Return a part of the address other than the record."""
    return str((request.view_args or {}).get(name, ""))
