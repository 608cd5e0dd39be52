"""The decided call of the demo: the rehearsal that ships with the application."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from subsidy.demo import dossiers, programme, topics
from subsidy.demo.dossiers import Consortium
from subsidy.demo.people import SEED, Company, hire_members
from subsidy.rehearsal.domain import JurorRow, Rehearsal, ScoreRow

CONSORTIA = tuple(
    Consortium(
        number=f"IED-21-{n:03d}",
        title=title,
        topic=topic,
        nis=nis,
        asks=asks,
        starts_on=date(2022, 1, 1),
    )
    for n, title, topic, nis, asks in (
        (1, "Digitaal mee in Gent en rand", topics.DIGIPOINT, ("44021", "44045", "44064"), 390_000),
        (
            2,
            "Samen online in Leuven",
            topics.BUDDIES,
            ("24062", "24011", "24009", "24043"),
            350_000,
        ),
        (3, "Iedereen mee in Oostende", topics.WIFI, ("35013", "35014", "35005"), 300_000),
        (4, "Roeselare leent uit", topics.LAPTOPS, ("36015", "36006", "36011"), 280_000),
    )
)
JURORS = ("Anna De Wit", "Bram Cools", "Celine Roels")


def read(session: Session, company: Company) -> Rehearsal:
    hire_members(session, company, (nis for each in CONSORTIA for nis in each.nis))
    regulation = programme.shipped()
    closes = regulation.closes_at
    times = {each: closes - timedelta(days=n, hours=3) for n, each in enumerate(CONSORTIA, 1)}
    whole = dossiers.rehearsal(company, regulation, times)
    chance = Random(SEED)  # noqa: S311 - a demo, not a secret
    jurors = tuple(
        JurorRow(place="", name=name, employer="", employer_nis="", is_chair=name == JURORS[0])
        for name in JURORS
    )
    scores = []
    for each in CONSORTIA:
        for name in JURORS:
            for one in regulation.criteria:
                mark = chance.randint(5, 9)
                scores.append(
                    ScoreRow(
                        place="",
                        number=each.number,
                        juror=name,
                        criterion=one.key,
                        mark=mark,
                        motivation=one.levels[mark],
                    )
                )
    return replace(whole, jurors=jurors, scores=tuple(scores))
