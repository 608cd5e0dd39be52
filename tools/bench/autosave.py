"""Sections that save themselves: sixty a second, of people who type in sixty drafts."""

import time
from dataclasses import asdict
from itertools import cycle
from typing import Any

from sqlalchemy.orm import Session

from tools.bench import openmodel
from tools.bench.client import Client, get, post
from tools.bench.lab import Lab, engine_of
from tools.bench.openmodel import Phase, Planned
from tools.bench.people import sign_in
from tools.bench.serving import serving
from tools.bench.surge import CALM, SAVE, SEED, WRITERS, form_of

OK = 200
AS_DATA = b"\r\nAccept: application/json\r\n\r\n"


def measure(lab: Lab) -> dict[str, Any]:
    """Let the browsers of many writers save; each answer is data and holds a next version."""
    url, data = lab.data(lab.effort.small)
    with engine_of(url) as engine, Session(engine) as session, session.begin():
        drafts = data.drafts[-WRITERS:]  # the first ones were submitted when pages were measured
        writers = [(d, sign_in(session, d.person_id, d.organisation_id)) for d in drafts]
    with serving(url) as served:
        saves = []
        with Client(served.port) as client:
            for draft, who in writers:
                path = f"/aanvragen/{draft.public_id}/onderdeel/inhoud"
                typed = form_of(client.send(get(path, who.cookie)))
                fields = [(name, value) for name, value in typed if name != "_key"]
                saves.append(post(path, who.cookie, fields).replace(b"\r\n\r\n", AS_DATA, 1))
        for save in saves:  # a connection each: no process of the server saves first
            with Client(served.port) as client:
                client.send(save)
        arriving = openmodel.arrivals([Phase(CALM, lab.effort.jury_seconds)], SEED)
        plan = [Planned(at, save, SAVE) for at, save in zip(arriving, cycle(saves), strict=False)]
        outcomes = openmodel.run(served.port, plan, time.monotonic() + 1)
    not_saved = sum(one.status != OK for one in outcomes)
    return {**asdict(openmodel.latencies(outcomes)), "not saved": not_saved}
