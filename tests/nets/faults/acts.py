"""The register of acts: who does what on which page, and what is typed there.

One line per route that takes a POST; ``test_every_route_that_acts_is_registered`` fails without.
The form is read from the page as a browser reads it, so that a line holds only what is changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from subsidy.accounts.service import DEMO_PASSWORD
from tests.support.enclosures import pdf

Typed = Mapping[str, str]
Files = Mapping[str, tuple[str, bytes]]
FIRST, LAST = "<the first one>", "<the last one>"
CHOSEN = {FIRST: 0, LAST: -1}


@dataclass(frozen=True, slots=True)
class Act:
    """``subject``: a name in ``subjects.py``. ``page``: where the form stands, if elsewhere.

    ``typed``: name (or its end, after ``*``) -> value, or ``FIRST``, ``LAST`` of the choices.
    ``part``: a word that the address holds. ``first``: what has to be done before. ``files``: name
    of the field -> name and content of a file; when it cannot be kept, the act is refused in words.
    ``sends``: the field of a file, which is the workbook that the page offers, as it was.
    """

    endpoint: str
    viewer: str
    subject: str = ""
    typed: Typed = field(default_factory=dict)
    page: str = ""
    part: str = ""
    first: tuple["Act", ...] = ()
    files: Files = field(default_factory=dict)
    sends: str = ""

    @property
    def name(self) -> str:
        return f"{self.endpoint} {self.part}".strip()


_SELECT = Act("scoring.select", "case officer", "scored", page="scoring.ranking")
_PREPARE = Act("awards.prepare", "case officer", "scored", page="awards.desk", first=(_SELECT,))
_PROMISE = Act(
    "applications.promises", "signatory", "own complete draft", {"*-owner": "Team onthaal"}
)
_QUESTIONS = Act(
    "scoring.send_questions",
    "chair",
    "in the jury",
    {"due_at": "19/09/2022 12:00", "sure": "y"},
    "scoring.questions",
)
_ASKED = {
    "about-1": "part:budget",
    "question-1": "Waarom is dit zo duur?",
    "due_at": "30/09/2022 12:00",
}
_RETURN = Act("calls.return_to_author", "decision maker", "proposed", {"reason": "Te kort."})
_DROP = Act("calls.drop_change", "case officer", "waiting", {"reason": "Toch niet."})
_ROUND = {
    "line": FIRST,
    "title": "Een nieuwe ronde",
    "aim": "Elke gemeente doet mee.",
    "opens_at": "03/10/2022 09:00",
    "closes_at": "30/11/2022 12:00",
    "first_day": "01/01/2023",
    "last_day": "31/12/2023",
    "envelope": "100.000",
    "components-0-indicator": FIRST,
    "components-0-weight": "100",
    "continuity_statement": "De gemeente beslist zelf wat blijft.",
}
_GRANT = {
    "municipality": FIRST,
    "title": "Digibanken",
    "funder": "Een ander agentschap",
    "aims": "access",
    "first_day": "01/01/2022",
    "last_day": "31/12/2023",
    "amount": "12.000",
}
_LINK = {"one": FIRST, "other": LAST, "reason": "De ene bezit de andere."}
_ENTRY = {
    "title": "Een oproep van een ander",
    "organiser": "Een ander agentschap",
    "aim_text": "Elke inwoner is mee.",
    "aims": FIRST,
    "target_groups": FIRST,
    "first_day": "03/10/2022",
    "last_day": "30/11/2022",
}
_CONSULTATION = {
    "opens_at": "15/09/2022 09:00",
    "closes_at": "15/10/2022 12:00",
    "vrijwilligers": "Vijf vrijwilligers.",
}
_ANSWER = Act("calls.answer_voice", "case officer", "consulted", {"doel": "Wij maken het korter."})
_SURVEY = {
    "line": FIRST,
    "title": "Wat hebt u nodig?",
    "opens_at": "03/10/2022 09:00",
    "closes_at": "28/10/2022 12:00",
    "questions-0-text": "Hoeveel uren hulp geeft u?",
    "questions-0-kind": LAST,
}

_ENCLOSED = {"files": ("Nieuw.pdf", pdf(b"Nieuw"))}

# What is sent is read, answered with a page and forgotten: nothing is stored that could be half.
# ``tests/web/test_trial_pages.py`` holds that such a POST writes nothing, and
# ``test_scoring_variant.py`` there that of a variant only a line of the log stays.
ONLY_ANSWERED = frozenset({"rehearsal.trial", "scoring.variant"})
# A script sends it, no form: one row is written over, and whoever does not get through is not seen.
# ``tests/web/test_saving_itself.py`` holds that twice is as good as once.
SENT_BY_SCRIPT = frozenset({"applications.present"})

ACTS = (
    Act(
        "accounts.sign_in",
        "visitor",
        typed={"email": "sofie.maes@agentschap.example", "password": DEMO_PASSWORD},
    ),
    Act("accounts.demo_sign_in", "visitor", page="accounts.demo"),
    Act("accounts.sign_out", "editor", page="overview.start"),
    Act("accounts.stay", "editor", page="overview.start"),
    Act("accounts.switch", "two towns", typed={"organisation": LAST}, page="overview.start"),
    Act("accounts.read", "two towns", page="accounts.inbox"),
    Act("accounts.read_all", "two towns", page="accounts.inbox"),
    Act("overview.move_demo_date", "visitor", typed={"moment": "01/10/2022 09:00"}),
    # What an organisation says of itself
    Act("organisations.edit_profile", "editor", "own", {"function": "Diensthoofd"}),
    Act("organisations.confirm_account", "budget officer", "foreign"),
    # An application
    Act("applications.start", "editor", page="applications.index"),
    Act("applications.section", "editor", "own draft", {"title": "Nieuwe titel"}, part="project"),
    Act(
        "applications.restore", "editor", "own draft", page="applications.versions", part="project"
    ),
    Act(
        "applications.comment",
        "editor",
        "own draft",
        {"part": "project", "body": "Past de titel nog?", "act": "remark"},
        page="applications.comments",
    ),
    Act("applications.copy_over", "editor", "own draft", page="applications.copy"),
    Act("applications.questions", "editor", "own draft", {"vraag_bereik": "Bij mensen thuis."}),
    Act("applications.declarations", "editor", "own draft", {"letters": "Zele, 05/09/2022"}),
    Act(
        "applications.expectations", "editor", "own draft", {"sentence-0": "U houdt een zaal open."}
    ),
    Act("applications.indicators", "editor", "own draft", {"baseline-0": "12"}),
    Act(
        "applications.invite",
        "editor",
        "own draft",
        {"organisation": FIRST},
        "applications.partners",
    ),
    Act("applications.withdraw_invitation", "editor", "own draft"),
    Act("applications.tasks", "editor", "own draft", {"tasks": "De opleiding geven."}),
    Act(
        "applications.edit_account",
        "signatory",
        "own complete draft",
        {
            "source": "other",
            "iban": "BE68 5390 0754 7034",
            "holder": "Stad Aalst",
            "mayor": "Griet De Backer",
            "financial_director": "Leen Aerts",
            "dated": "05/09/2022",
        },
        files={"letter": ("Brief.pdf", pdf(b"Brief"))},
    ),
    Act("applications.accept", "two towns", "own draft", page="applications.show"),
    Act("applications.decline", "two towns", "own draft", page="applications.show"),
    Act("applications.send_again", "editor", "own draft", page="applications.invitation"),
    Act(
        "applications.invitation",
        "editor",
        "own draft",
        {"name": "An Peeters", "email": "an.peeters@horebeke.example"},
    ),
    Act("applications.open_invitation", "two towns", page="applications.invitation_link"),
    Act(
        "applications.roles",
        "signatory",
        "own draft",
        {"name": "An Peeters", "email": "an@advies.example", "kind": "consultant"},
    ),
    Act(
        "applications.take_role",
        "signatory",
        "own draft",
        page="applications.roles",
        first=(
            Act(
                "applications.roles",
                "signatory",
                "own draft",
                {"name": "An Peeters", "email": "an@advies.example", "kind": "consultant"},
            ),
        ),
    ),
    Act("applications.hand_over", "signatory", typed={"heir": LAST}),
    Act("applications.let_support_in", "editor", "own draft", page="applications.partners"),
    Act("applications.end_support", "editor", "own complete draft", page="applications.partners"),
    Act("applications.leave", "editor", "partner draft", {"reason": "Te weinig mensen."}),
    Act("applications.offer_lead", "editor", "own complete draft", page="applications.lead"),
    Act("applications.confirm_lead", "editor", "partner draft", page="applications.lead"),
    Act("applications.drop_lead", "editor", "partner draft", page="applications.lead"),
    Act("applications.add_realisation", "editor", "own draft", {"title": "Handleiding"}),
    Act("applications.realisation", "editor", "own complete draft", {"title": "Een gids"}),
    Act(
        "applications.scaling",
        "editor",
        "own complete draft",
        {"what-0": "Drie gemeenten starten."},
    ),
    Act(
        "applications.bring_back",
        "editor",
        "own complete draft",
        page="applications.removed_realisations",
        first=(Act("applications.remove_realisation", "editor", "own complete draft"),),
    ),
    Act("applications.remove_realisation", "editor", "own complete draft"),
    Act(
        "applications.attach", "editor", "own draft", files={"files": ("Nieuw.pdf", pdf(b"Nieuw"))}
    ),
    Act("applications.remove_attachment", "editor", "own draft"),
    Act("applications.budget", "editor", "own complete draft", {"*-staff-2023": "1.234,56"}),
    Act("applications.funding", "editor", "own complete draft", {"own-staff-2023": "1.234,56"}),
    Act("applications.budget_from_workbook", "editor", "own complete draft", sends="bestand"),
    _PROMISE,
    Act(
        "applications.sign",
        "signatory",
        "own complete draft",
        {
            "name": "An Peeters",
            "function": "Burgemeester",
            "deciding_body": "Het college",
            "decided_on": "13/09/2021",
            "agreed": FIRST,
        },
        first=(_PROMISE,),
    ),
    Act("applications.submit", "signatory", "own complete draft"),
    Act("applications.withdraw", "signatory", "own draft", {"reason": "Te weinig tijd."}),
    Act(
        "applications.reopen",
        "signatory",
        "own complete draft",
        first=(Act("applications.submit", "signatory", "own complete draft"),),
    ),
    Act("applications.judge", "case officer", "foreign submitted", {"outcome": "admissible"}),
    Act("applications.ask_completion", "case officer", "foreign submitted", _ASKED),
    Act(
        "applications.record_leaving",
        "case officer",
        "foreign submitted",
        {"reason": "De gemeenteraad besliste zo."},
        files={"files": ("vraag.pdf", pdf(b"Vraag"))},
    ),
    Act(
        "applications.record_lead",
        "case officer",
        "foreign submitted",
        {"reason": "De gemeenteraad besliste zo."},
        files={"files": ("vraag.pdf", pdf(b"Vraag"))},
    ),
    Act("applications.end_completion", "case officer", "own asked", {"reason": "Het staat er al."}),
    Act("applications.complete", "signatory", "own asked"),
    Act("applications.send_completion", "signatory", "own asked"),
    # A jury
    Act(
        "scoring.deviate",
        "decision maker",
        "scored",
        {"application": LAST, "amount": "0", "reason": "De partners trokken zich terug."},
    ),
    Act("scoring.confirm_deviation", "budget officer", "waiting", page="scoring.deviation"),
    Act(
        "scoring.drop_deviation",
        "decision maker",
        "waiting",
        {"reason": "De partners blijven."},
        page="scoring.deviation",
    ),
    Act("scoring.open_meeting", "chair", "scored", {"place": "Brussel"}, "scoring.meetings"),
    Act("scoring.note_presence", "chair", "under way", {"there": LAST}, "scoring.meeting"),
    Act("scoring.put_on_table", "chair", "under way", {"file": FIRST}, "scoring.meeting"),
    Act(
        "scoring.declare_at_table",
        "chair",
        "under way",
        {"kind": LAST, "reason": "Mijn zus werkt er."},
        "scoring.meeting",
    ),
    Act("scoring.write_down", "chair", "under way", {"advice": "advise"}, "scoring.meeting"),
    Act("scoring.close_meeting", "chair", "under way", page="scoring.meeting"),
    Act("scoring.sign_minutes", "chair", "closed", page="scoring.meeting"),
    Act("scoring.compute_statistics", "case officer", "scored", page="scoring.statistics"),
    Act("scoring.seat", "case officer", "in the jury", {"person": FIRST}, "scoring.panel"),
    Act("scoring.assign", "case officer", "in the jury", {"box": FIRST}, page="scoring.panel"),
    Act("scoring.unassign", "case officer", "in the jury", page="scoring.panel"),
    Act("scoring.invite", "case officer", "in the jury", {"person": FIRST}, "scoring.members"),
    Act("scoring.call_up", "case officer", "in the jury", page="scoring.members"),
    Act(
        "scoring.drop_out",
        "case officer",
        "in the jury",
        {"juror": LAST, "reason": "Ziek."},
        "scoring.members",
    ),
    Act("scoring.answer_offer", "juror", "offered", {"answer": "yes"}, "scoring.offer"),
    Act("scoring.try_division", "case officer", "in the jury", page="scoring.division"),
    Act("scoring.apply_division", "case officer", "in the jury", page="scoring.division"),
    Act("scoring.profile", "case officer", "with a profile", {"about": "Ik leidde een loket."}),
    Act(
        "scoring.bids",
        "juror",
        typed={"file": FIRST, "kind": "other", "reason": "Mijn zus leidt dit project."},
    ),
    Act("scoring.own_profile", "juror", typed={"about": "Ik leidde een loket."}),
    Act("scoring.declare", "juror", "given", {"answer": "none"}),
    Act("scoring.review", "juror", "halfway", {"then": "keep"}),
    Act("scoring.submit", "juror", "complete"),
    Act("scoring.score_book", "juror", sends="bestand"),
    Act(
        "scoring.agree",
        "case officer",
        "in the jury",
        {"due_at": "30/09/2022 12:00", "closes_at": "14/10/2022 12:00"},
    ),
    Act("scoring.propose_question", "juror", "halfway", {"question": "Hoe vaak komt dat voor?"}),
    Act("scoring.word_questions", "chair", "in the jury", page="scoring.questions"),
    _QUESTIONS,
    Act("scoring.take_back_question", "juror", "halfway", page="scoring.propose_question"),
    Act(
        "scoring.lengthen_round",
        "chair",
        "in the jury",
        {"due_at": "22/09/2022 12:00", "reason": "Er was een storing."},
        "scoring.questions",
        first=(_QUESTIONS,),
    ),
    Act(
        "scoring.withdraw_round",
        "chair",
        "in the jury",
        {"why": "De vragen waren onduidelijk."},
        "scoring.questions",
        first=(_QUESTIONS,),
    ),
    Act("scoring.plan_hearings", "chair", "in the jury", page="scoring.hearings"),
    Act("scoring.answer_questions", "editor", "own admissible", page="scoring.asked"),
    Act("scoring.disclose", "chair", "in the jury", {"sure": "y"}, "scoring.conflicts"),
    Act(
        "scoring.rule",
        "chair",
        "in the jury",
        {"reason": "Dat advies dateert van 2015.", "then": "lift"},
        "scoring.conflicts",
    ),
    Act(
        "scoring.object_to",
        "signatory",
        "own complete draft",
        {"against": "Bureau Digitaal", "kind": "consultancy", "reason": "Zij schreven mee."},
        first=(Act("applications.submit", "signatory", "own complete draft"),),
    ),
    _SELECT,
    # Decisions
    _PREPARE,
    Act("awards.approve", "decision maker", "own prepared"),
    Act("awards.approve_all", "decision maker", "scored", first=(_PREPARE,)),
    Act("awards.return_to_author", "decision maker", "own prepared", {"reason": "Te kort."}),
    Act("awards.give_up", "case officer", "foreign approved", {"reason": "Zij stoppen."}),
    Act("awards.confirm_waiver", "budget officer", "given up by one", page="awards.show"),
    Act(
        "awards.drop_waiver",
        "case officer",
        "given up by one",
        {"reason": "Zij gaan toch door."},
        page="awards.show",
    ),
    Act("awards.withdraw_call", "decision maker", "open", {"reason": "Het geld is weg."}),
    # A call
    Act("calls.create", "case officer", typed={"title": "Een nieuwe oproep", "line": FIRST}),
    Act("calls.edit", "case officer", "draft", {"doel": "Iedereen is mee."}),
    Act("calls.form", "case officer", "draft"),
    Act(
        "calls.amend_form",
        "case officer",
        "open",
        {"reason": "Deze volgorde leest vlotter."},
        first=(_DROP, Act("calls.form", "case officer", "open")),
    ),
    Act("calls.add_question", "case officer", "draft", {"vraag": "Hoeveel?", "soort": "getal"}),
    Act("calls.question", "case officer", "draft", {"doel": "Zo kunnen wij helpen."}),
    Act("calls.remove_question", "case officer", "draft"),
    Act("calls.limits", "case officer", typed={}),
    Act("calls.restore_form", "case officer", "draft", page="calls.form_versions"),
    Act("calls.restore", "case officer", "draft", page="calls.versions", part="doel"),
    Act("calls.propose", "case officer", "proposed", first=(_RETURN,)),
    Act("calls.publish", "decision maker", "proposed"),
    _RETURN,
    Act(
        "calls.extend",
        "case officer",
        "open",
        {"sluit": "20/12/2022 12:00", "reason": "Een storing."},
        first=(_DROP,),
    ),
    _DROP,
    Act(
        "calls.amend",
        "case officer",
        "open",
        {"doel": "Iedereen is mee.", "reason": "Een vraag."},
        part="doel",
        first=(_DROP,),
    ),
    Act("calls.follow", "editor", page="calls.index"),
    Act("calls.seek", "editor", "open", {"text": "Een buur.", "contact": "053 72 34 00"}),
    Act("calls.stop_seeking", "editor", "open", page="calls.seek"),
    Act("calls.ask", "editor", "open", {"asked": "Mag een OCMW?", "how": FIRST}),
    Act("calls.answer", "case officer", "open", {"answer": "Ja."}),
    Act("applications.approve_change", "decision maker", "waiting"),
    # Before a call
    Act(
        "planning.write_statement",
        "case officer",
        "with money",
        {"stays": "De catalogus blijft.", "expected": "Niets."},
    ),
    Act("planning.publish_statement", "decision maker", "still silent"),
    Act("planning.add_entry", "case officer", typed=_ENTRY),
    Act("planning.change_entry", "case officer", "planned", {"title": "Een andere titel"}),
    Act("planning.remove_entry", "case officer", "planned", {"reason": "Het gaat niet door."}),
    Act("planning.add_grant", "case officer", typed=_GRANT),
    Act("planning.add_link", "case officer", typed=_LINK),
    Act("planning.remove_link", "case officer", "linked", {"reason": "Een vergissing."}),
    Act("planning.remove_grant", "case officer", "registered", {"reason": "Een vergissing."}),
    Act("planning.create_survey", "case officer", typed=_SURVEY),
    Act("planning.change_survey", "case officer", "draft", {"title": "Een andere vraag"}),
    Act("planning.issue_survey", "case officer", "draft"),
    Act("planning.answer_survey", "editor", "open", {"vraag_1": "12"}),
    Act(
        "planning.withhold_texts",
        "case officer",
        "with a result",
        {"texts": FIRST, "reason": "De tekst noemt een persoon."},
    ),
    Act("planning.publish_survey", "case officer", "over", {"conclusion": "Meer hulp."}),
    Act("calls.start_consultation", "case officer", "draft", typed=_CONSULTATION),
    Act("calls.react", "editor", "in consultation", {"doel": "Noem ook de jeugd."}),
    Act("calls.let_answer", "editor", "in consultation", {"association": LAST}),
    _ANSWER,
    Act(
        "calls.publish_report",
        "case officer",
        "consulted",
        {"report": "Wij passen het doel aan."},
        first=(_ANSWER,),
    ),
    # A round and its claims
    Act("allocation.create_round", "case officer", typed=_ROUND),
    Act("allocation.edit_round", "case officer", "draft", {"title": "Een andere titel"}),
    Act("allocation.propose", "case officer", "draft"),
    Act("allocation.open_round", "decision maker", "proposed"),
    Act("allocation.return_round", "decision maker", "proposed", {"reason": "Te kort."}),
    Act("allocation.start", "foreign", page="allocation.index"),
    Act(
        "allocation.edit_claim", "two towns", "foreign complete draft", {"objective": "Elk gezin."}
    ),
    Act("allocation.submit_claim", "two towns", "foreign complete draft"),
    Act("allocation.withdraw_claim", "two towns", "foreign complete draft"),
    Act("allocation.prepare_decisions", "case officer", "closed", page="allocation.claims"),
    Act("allocation.approve_decisions", "decision maker", "closed"),
)
