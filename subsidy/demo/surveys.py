"""The needs surveys of the demo: one with a result, one that is open, one that is being written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from subsidy.budget.models import Line
from subsidy.demo import calendar
from subsidy.demo.people import AALST, OCMW_AALST, Company
from subsidy.planning import service
from subsidy.planning.domain.survey import Answer, NewSurvey, Question, QuestionKind
from subsidy.planning.models import Survey

Said = Mapping[str, Answer]
DAY = timedelta(days=1)
SEED = "noden"
PLACES = ("in de bibliotheek", "in het sociaal huis", "in een dorpshuis", "aan huis", "nergens")
LACKS = ("medewerkers", "vrijwilligers", "lokalen", "toestellen", "opleiding")
TEXTS = (
    "Wij vinden geen vrijwilligers met genoeg kennis van computers.",
    "De vragen over bankzaken nemen toe. Onze medewerkers mogen daar niet bij helpen.",
    "Een gedeelde medewerker met de buurgemeenten zou het verschil maken.",
    "Wij hebben lokalen genoeg, maar niemand om ze open te houden.",
    "Wat gebeurt er met de laptops als de subsidie stopt?",
    "Mensen komen pas als iemand hen persoonlijk aanspreekt.",
)
PLACE, LACK, HOURS, STORY = "vraag_1", "vraag_2", "vraag_3", "vraag_4"
NEEDS = NewSurvey(
    title="Wat hebt u nodig om inwoners digitaal te helpen?",
    introduction="Met uw antwoord kiezen wij waarvoor de volgende oproepen dienen.",
    opens_at=calendar.at(date(2022, 3, 1), 9),
    closes_at=calendar.at(date(2022, 4, 1), 12),
    questions=(
        Question(PLACE, QuestionKind.ONE, "Waar helpt u vandaag de meeste inwoners?", PLACES),
        Question(LACK, QuestionKind.MANY, "Wat komt u te kort?", LACKS),
        Question(HOURS, QuestionKind.NUMBER, "Hoeveel uren hulp geeft u per week?"),
        Question(STORY, QuestionKind.TEXT, "Wat moeten wij nog weten?"),
    ),
)
VOLUNTEERS = NewSurvey(
    title="Hoe houdt u vrijwilligers aan boord?",
    introduction="Het antwoord bepaalt wat het netwerk van digibuddy's in 2023 doet.",
    opens_at=calendar.at(date(2022, 9, 1), 9),
    closes_at=calendar.at(date(2022, 9, 30), 12),
    questions=(
        Question("vraag_1", QuestionKind.NUMBER, "Hoeveel vrijwilligers helpen vandaag?"),
        Question(
            "vraag_2",
            QuestionKind.ONE,
            "Wie begeleidt hen?",
            ("de gemeente", "het OCMW", "een vereniging", "niemand"),
        ),
        Question("vraag_3", QuestionKind.TEXT, "Waarom stoppen vrijwilligers?"),
    ),
)
SCHOOLS = NewSurvey(
    title="Wat vragen scholen aan uw gemeente?",
    introduction="",
    opens_at=calendar.at(date(2022, 10, 3), 9),
    closes_at=calendar.at(date(2022, 10, 28), 12),
    questions=(Question("vraag_1", QuestionKind.TEXT, "Welke hulp vragen scholen u?"),),
)
CONCLUSION = (
    "Lokale besturen missen vooral medewerkers en vrijwilligers, geen toestellen. "
    "De volgende oproepen dienen daarom voor hulp dicht bij huis en voor oefenkansen."
)


def needs(session: Session, company: Company, line: Line) -> Survey:
    """Ask what is needed before the calls of 2022; everybody who is in the demo answers."""
    made = _sent(session, company, line, NEEDS)
    for number, nis in enumerate(_answering(company)):
        at = NEEDS.opens_at + number % 28 * DAY
        told = {STORY: TEXTS[number]} if number < len(TEXTS) else {}
        _answer(session, company, made, nis, (at, {**_need(nis), **told}))
    officer = company.cast.officer_at(NEEDS.closes_at + 5 * DAY)
    service.publish_result(session, officer, made, CONCLUSION)
    return made


def ask(session: Session, company: Company, line: Line) -> None:
    """Leave one survey open, which Aalst did not answer yet, and one half written."""
    made = _sent(session, company, line, VOLUNTEERS)
    for nis in _answering(company)[:12]:
        if nis != AALST:
            said = VOLUNTEERS.opens_at + 3 * DAY, {"vraag_1": 4 + int(nis[-1])}
            _answer(session, company, made, nis, said)
    officer = company.cast.officer_at(calendar.START - DAY)
    service.create_survey(session, officer, line, SCHOOLS)


def _sent(session: Session, company: Company, line: Line, new: NewSurvey) -> Survey:
    officer = company.cast.officer_at(new.opens_at - 10 * DAY)
    made = service.create_survey(session, officer, line, new)
    service.issue_survey(session, officer, made)
    return made


def _answering(company: Company) -> Sequence[str]:
    return [nis for nis in company.cast.members if nis != OCMW_AALST]


def _answer(
    session: Session, company: Company, survey: Survey, nis: str, said: tuple[datetime, Said]
) -> None:
    at, answers = said
    organisation, _person = company.cast.members[nis]
    member = company.cast.member_at(nis, at)
    service.answer_survey(session, member, survey, organisation, answers, 0)


def _need(nis: str) -> Said:
    chance = Random(f"{SEED}:{nis}")  # noqa: S311 - invented answers, not a secret
    return {
        PLACE: chance.choices(PLACES, (40, 30, 15, 10, 5))[0],
        LACK: [each for each in LACKS if chance.random() < _MISSED[each]] or [LACKS[0]],
        HOURS: chance.randrange(2, 41),
    }


_MISSED = {LACKS[0]: 0.7, LACKS[1]: 0.6, LACKS[2]: 0.2, LACKS[3]: 0.15, LACKS[4]: 0.4}
