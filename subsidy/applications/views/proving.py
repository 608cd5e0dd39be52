"""Whoever holds a receipt checks it: its code is that of a submission that arrived, or not."""

import re

from flask import render_template
from flask.typing import ResponseReturnValue

from subsidy.applications import queries
from subsidy.applications.forms import ProofForm
from subsidy.applications.views.frame import bp
from subsidy.web.access import public
from subsidy.web.forms import filters
from subsidy.web.session import db

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@bp.get("/ontvangstbewijs")
@public
def check_receipt() -> ResponseReturnValue:
    """Say only what the receipt says already: who has number and code learns nothing new."""
    form = filters(ProofForm)
    number, code = (form.nummer.data or "").strip().upper(), form.fingerprint
    asked = bool(number or code)
    arrived = queries.arrival(db(), number, code) if FINGERPRINT.fullmatch(code) else None
    return render_template(
        "applications/check_receipt.html", form=form, asked=asked, number=number, arrived=arrived
    )
