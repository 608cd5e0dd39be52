"""What the same server does with next to nothing: the measure for everything else."""

import os

from flask import Flask, render_template_string
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.db import make_engine
from subsidy.organisations.models import Organisation

ROWS = 25
TABLE = """<!doctype html><title>x</title><table>{% for row in rows %}
<tr><td>{{ row.name }}<td>{{ row.nis }}<td>{{ row.region }}<td>{{ row.population }}</tr>
{% endfor %}</table>"""
APPLICATION = "tools.bench.ceiling:bare()"


def bare() -> Flask:
    """Say hello; and show twenty-five rows of the database in a table."""
    app = Flask(__name__)
    engine = make_engine(os.environ["SUBSIDY_DATABASE_URL"])

    @app.get("/")
    def hello() -> str:
        return "hello"

    @app.get("/rows")
    def rows() -> str:
        with Session(engine) as session:
            found = session.scalars(
                select(Organisation).order_by(Organisation.id).limit(ROWS)
            ).all()
            return render_template_string(TABLE, rows=found)

    return app
