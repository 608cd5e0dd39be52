"""What is secret, how another world differs in it, and who must not know. One entry per secret.

A secret is an UPDATE in words: table, columns with their other value, rows. ``:viewer`` in the
rows is the person who looks, ``:now`` the programme date. Every text gets the word ``MARK`` in the
other world, and every search field is tried with that word.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MARK = "korenbloem"
OUTSIDE = ("visitor", "support desk", "disabled")
TOWNS = ("reader", "editor", "signatory", "consultant", "foreign", "two towns")
MEMBERS = ("juror", "torn juror")  # of a jury; the chair follows the progress of the others
JURY = (*MEMBERS, "chair")
AGENCY = ("case officer", "budget officer", "decision maker", "auditor")
NOT_AGENCY = (*OUTSIDE, *TOWNS, *JURY)
EVERYBODY = (*NOT_AGENCY, *AGENCY)


@dataclass(frozen=True, slots=True)
class Secret:
    """``sets``: column -> SQL of its value in the other world."""

    name: str
    table: str
    sets: Mapping[str, str]
    rows: str
    hidden_from: tuple[str, ...]

    @property
    def update(self) -> str:
        changes = ", ".join(f"{column} = {value}" for column, value in self.sets.items())
        return f"UPDATE {self.table} SET {changes} WHERE {self.rows}"


def text(*columns: str) -> dict[str, str]:
    """Return columns of text with the mark in front."""
    return {column: f"'{MARK} ' || {column}" for column in columns}


def data(*columns: str) -> dict[str, str]:
    """Return columns of JSON with the mark in front of every text in it."""
    return {column: f"""replace({column}, '": "', '": "{MARK} ')""" for column in columns}


def more(*columns: str) -> dict[str, str]:
    """Return columns of money or numbers, raised."""
    return {column: f"{column} + 700" for column in columns}


def later(*columns: str) -> dict[str, str]:
    """Return columns of a moment or a day, one day later."""
    return {
        column: f"CASE length({column}) WHEN 10 THEN date({column}, '+1 day') "
        f"ELSE strftime('%Y-%m-%d %H:%M:%S.000000', {column}, '+1 day') END"
        for column in columns
    }


OWN = "SELECT organisation_id FROM person_mandate WHERE person_id = :viewer"
COLLEAGUES = f"SELECT person_id FROM person_mandate WHERE organisation_id IN ({OWN})"
OWN_FILES = f"SELECT application_id FROM partner WHERE organisation_id IN ({OWN})"
# What the support desk reads along in, with consent of the lead, is no secret for it.
SUPPORTED = "supported_since IS NOT NULL AND application.status = 'draft'"
SEALED = f"""
    SELECT application.id FROM application JOIN call ON call.id = application.call_id
    WHERE (application.status IN ('draft', 'withdrawn') OR call.closes_at > :now)
    AND application.id NOT IN ({OWN_FILES}) AND NOT ({SUPPORTED})"""
RIVALS = f"""
    SELECT id FROM application
    WHERE id NOT IN ({OWN_FILES}) AND NOT ({SUPPORTED})"""
DONE = """
    SELECT mine.application_id FROM review AS mine JOIN juror AS me ON me.id = mine.juror_id
    WHERE me.person_id = :viewer AND mine.status = 'submitted'"""
# Who declared at the table to have no conflict deliberates on the marks, all of which are in.
TABLED = """
    SELECT discussion.application_id FROM discussion
    JOIN table_declaration AS said ON said.application_id = discussion.application_id
    JOIN juror AS me ON me.id = said.juror_id
    WHERE me.person_id = :viewer AND discussion.ended_at IS NULL"""
NOT_MINE = "SELECT id FROM juror WHERE person_id <> :viewer"
UNSEEN = f"""
    SELECT id FROM review WHERE juror_id IN ({NOT_MINE})
    AND ((application_id NOT IN ({DONE}) AND application_id NOT IN ({TABLED}))
        OR status <> 'submitted')"""
UNPUBLISHED = "status <> 'published'"
UNDECIDED = "status <> 'approved'"
HIDDEN_CLAIMS = f"status <> 'submitted' AND organisation_id NOT IN ({OWN})"
DESKS = "subject LIKE 'review:%' OR subject LIKE 'juror:%' OR subject LIKE 'decision:%'"

SECRETS = (
    # The jury
    Secret(
        "a colleague's mark",
        "mark",
        {"value": "(value + 3) % 11"},
        f"review_id IN ({UNSEEN})",
        NOT_AGENCY,
    ),
    Secret(
        "a colleague's motivation",
        "mark",
        text("motivation"),
        f"review_id IN ({UNSEEN})",
        NOT_AGENCY,
    ),
    Secret(
        "what a colleague writes for the jury alone",
        "mark",
        text("note"),
        f"review_id IN ({UNSEEN})",
        EVERYBODY,
    ),
    Secret(
        "that a colleague handed in marks",
        "review",
        {"status": "'submitted'", "submitted_at": "assigned_at"},
        f"id IN ({UNSEEN}) AND status = 'cleared'",
        (*OUTSIDE, *TOWNS, *MEMBERS),
    ),
    Secret(
        "that a colleague declared a conflict",
        "review",
        {"status": "'blocked'"},
        f"id IN ({UNSEEN}) AND status = 'assigned'",
        (*OUTSIDE, *TOWNS, *MEMBERS),
    ),
    Secret(
        "when a colleague worked",
        "review",
        later("assigned_at", "declared_at", "submitted_at"),
        f"id IN ({UNSEEN})",
        NOT_AGENCY,
    ),
    Secret(
        "what a colleague saved before",
        "review_version",
        {**data("content"), **later("saved_at")},
        f"review_id IN (SELECT id FROM review WHERE juror_id IN ({NOT_MINE}))",
        EVERYBODY,
    ),
    Secret(
        "how sure a colleague is",
        "review",
        {"confidence": "'low'", **later("saved_at")},
        f"id IN ({UNSEEN})",
        NOT_AGENCY,
    ),
    Secret(
        "the reason of a colleague's conflict",
        "conflict",
        {**data("evidence"), "kind": "'partner'", "source": "'objected'"},
        f"juror_id IN ({NOT_MINE})",
        (*OUTSIDE, *TOWNS, *MEMBERS),  # the chair rules on it
    ),
    Secret(
        "what the chair says of a colleague's conflict",
        "conflict",
        {"ruling": "'confirmed'", "ruled_at": "noted_at", "ruled_reason": f"'{MARK}'"},
        f"juror_id IN ({NOT_MINE})",
        (*OUTSIDE, *TOWNS, *MEMBERS),
    ),
    Secret(
        "what an applicant objects to a jury",
        "objection",
        {**text("against", "reason"), "kind": "'personal'"},
        f"application_id IN ({RIVALS})",
        (*OUTSIDE, *TOWNS, *MEMBERS, "budget officer", "decision maker", "auditor"),
    ),
    Secret(
        "which files a colleague wants to judge",
        "file_bid",
        {"bid": "CASE bid WHEN 'no' THEN 'eager' ELSE 'no' END"},
        f"juror_id IN ({NOT_MINE})",
        NOT_AGENCY,
    ),
    Secret(
        "what a colleague wants to ask an applicant",
        "clarification_question",
        text("proposed"),
        f"juror_id IN ({NOT_MINE}) AND application_id NOT IN ({DONE})",
        (*OUTSIDE, *TOWNS, *MEMBERS, "budget officer", "decision maker", "auditor"),
    ),
    Secret(
        "how the chair words a question that is not sent",
        "clarification_question",
        text("wording"),
        "NOT is_sent",
        (*OUTSIDE, *TOWNS, *MEMBERS, "budget officer", "decision maker", "auditor"),
    ),
    Secret(
        "what an applicant answers the jury before the term ends",
        "clarification_question",
        text("answer"),
        f"""is_sent AND application_id IN ({RIVALS}) AND application_id IN (
            SELECT application.id FROM application
            JOIN clarification_round ON clarification_round.call_id = application.call_id
            WHERE clarification_round.due_at > :now)""",
        EVERYBODY,
    ),
    Secret(
        "where a jury hears the applicants of another file",
        "hearing",
        text("place"),
        f"""application_id IN ({RIVALS}) AND application_id NOT IN (
            SELECT review.application_id FROM review
            JOIN juror ON juror.id = review.juror_id
            WHERE juror.person_id = :viewer)""",
        (*OUTSIDE, *TOWNS, *MEMBERS),
    ),
    Secret(
        "on which marks a jury agrees",
        "consensus_mark",
        {"value": "(value + 3) % 11", **text("motivation")},
        "value IS NOT NULL",
        (*OUTSIDE, *TOWNS, *MEMBERS),  # one sits in another jury, one is absent; the chair leads
    ),
    Secret(
        "what a jury advises about a file",
        "file_advice",
        {"advice": "'not'", **text("sentence")},
        "1",
        (*OUTSIDE, *TOWNS, *MEMBERS),
    ),
    Secret(
        "what the minutes of a meeting say of a file, and who sat there",
        "meeting_minutes",
        data("parts"),
        "1",
        (*OUTSIDE, *TOWNS, *MEMBERS),
    ),
    Secret(
        "which file is on the table of a jury",
        "discussion",
        {
            "application_id": """(SELECT other.id FROM application AS other
            JOIN application AS own ON own.call_id = other.call_id AND own.id <> other.id
            WHERE own.id = discussion.application_id ORDER BY other.id LIMIT 1)"""
        },
        "ended_at IS NULL",
        (*OUTSIDE, *TOWNS, *MEMBERS),
    ),
    Secret(
        "for whom a juror works",
        "juror",
        {"employer_id": "coalesce(employer_id, 0) % 300 + 1"},
        "person_id <> :viewer",
        (*OUTSIDE, *TOWNS, *MEMBERS),  # the chair reads it beside a conflict
    ),
    Secret(
        "why a juror dropped out",
        "juror",
        text("left_reason"),
        "1",
        NOT_AGENCY,
    ),
    Secret(
        "why somebody refuses a seat in a jury",
        "seat_offer",
        text("reason"),
        "person_id <> :viewer",
        NOT_AGENCY,
    ),
    Secret(
        "who is a juror",
        "person",
        text("name"),
        "id IN (SELECT person_id FROM juror) AND id <> :viewer",
        (*OUTSIDE, *TOWNS, *MEMBERS),  # the chair rules on conflicts, and frees the names
    ),
    Secret(
        "what a juror knows, and how much this juror can take",
        "juror_profile",
        {
            **text("about", "region"),
            **data("areas"),
            **more("least", "most"),
            **later("from_day", "until_day"),
        },
        "person_id <> :viewer",
        NOT_AGENCY,
    ),
    Secret(
        "a selection",
        "selection_run",
        {**data("content"), **more("envelope"), **text("seed")},
        "1",
        NOT_AGENCY,
    ),
    Secret(
        "a deviation from a selection",
        "selection_deviation",
        {**more("amount"), **text("reason")},
        "1",
        NOT_AGENCY,
    ),
    Secret(
        "what is computed, and what comes out",
        "computation",
        data("input", "result"),
        "1",
        NOT_AGENCY,
    ),
    # Files that are sealed: drafts, withdrawn, submitted before the call has closed
    Secret(
        "text of a sealed file",
        "section",
        data("answers"),
        f"application_id IN ({SEALED})",
        EVERYBODY,
    ),
    Secret(
        "earlier texts of a sealed file",
        "section_version",
        data("content"),
        f"application_id IN ({SEALED})",
        EVERYBODY,
    ),
    Secret(
        "earlier texts of another's file",
        "section_version",
        data("content"),
        f"application_id IN ({RIVALS})",
        EVERYBODY,
    ),
    Secret(
        "who writes in another's file",
        "presence",
        later("seen_at"),
        f"application_id IN ({RIVALS})",
        EVERYBODY,
    ),
    Secret(
        "what partners say about another's file",
        "comment",
        text("body"),
        f"thread_id IN (SELECT id FROM comment_thread WHERE application_id IN ({RIVALS}))",
        EVERYBODY,
    ),
    Secret(
        "whether a conversation about another's file is settled",
        "comment_thread",
        {"settled_at": "NULL", "settled_by_id": "NULL"},
        f"application_id IN ({RIVALS}) AND settled_at IS NOT NULL",
        EVERYBODY,
    ),
    Secret("title of a sealed file", "application", text("title"), f"id IN ({SEALED})", EVERYBODY),
    Secret(
        "summary and dates of a sealed file",
        "application",
        {**text("summary"), **later("starts_on", "ends_on"), **more("feasible_minimum")},
        f"id IN ({SEALED})",
        EVERYBODY,
    ),
    Secret(
        "amounts of a sealed file",
        "budget_line",
        more("requested"),
        f"application_id IN ({SEALED})",
        NOT_AGENCY,
    ),
    Secret(
        "sum of a sealed file",
        "application",
        {"requested": "coalesce(requested, 0) + 700"},
        f"id IN ({SEALED})",
        NOT_AGENCY,
    ),
    Secret(  # of submitted files the agency sees counts and totals before closing, no content
        "amounts of a draft",
        "budget_line",
        more("requested"),
        f"""application_id IN ({SEALED})
        AND application_id IN (SELECT id FROM application WHERE status <> 'submitted')""",
        EVERYBODY,
    ),
    Secret(
        "who is invited in a sealed file",
        "partner",
        {"organisation_id": "(SELECT id FROM organisation WHERE name = 'Herstappe')"},
        f"""application_id IN ({SEALED}) AND organisation_id NOT IN
        (SELECT lead_id FROM application WHERE id = application_id)
        AND id IN (SELECT max(id) FROM partner GROUP BY application_id)""",
        EVERYBODY,
    ),
    Secret(
        "who takes part in a sealed file",
        "partner",
        {"consent": "'accepted'", **text("tasks"), **later("invited_at", "answered_at")},
        f"application_id IN ({SEALED})",
        EVERYBODY,
    ),
    Secret(
        "the account number of another partner, but its last four signs",
        "partner",
        {"account": "replace(account, '09100002', '09300002')"},
        f"""account LIKE '%09100002%' AND organisation_id NOT IN ({OWN})
        AND id NOT IN (SELECT partner_id FROM signature)""",
        EVERYBODY,
    ),
    Secret(
        "attachments of a sealed file",
        "attachment",
        {**text("name"), **more("size"), **later("decided_on")},
        f"application_id IN ({SEALED})",
        EVERYBODY,
    ),
    Secret(
        "realisations of a sealed file",
        "realisation",
        {
            **text("title", "for_whom", "licence", "how_to_use", "conditions"),
            **later("available_from"),
            "adopters": f"'[\"{MARK}\"]'",
        },
        f"application_id IN ({SEALED})",
        EVERYBODY,
    ),
    Secret(
        "continuity of a sealed file",
        "promise",
        {
            **text("owner", "funding_source", "deciding_body", "expected_of_others"),
            **text("second_source", "third_source", "decision_document"),
            **later("decided_on"),
            "stays": "'stops'",
            "risk": "'high'",
        },
        f"application_id IN ({SEALED})",
        EVERYBODY,
    ),
    Secret(
        "costs of continuing a sealed file",
        "promise_year",
        more("cost", "funded", "second", "third"),
        f"promise_id IN (SELECT id FROM promise WHERE application_id IN ({SEALED}))",
        EVERYBODY,
    ),
    Secret(
        "who signed a sealed file",
        "signature",
        {**text("name", "function", "deciding_body"), **later("signed_at", "decided_on")},
        f"application_id IN ({SEALED})",
        EVERYBODY,
    ),
    Secret(
        "what was signed in a sealed file",
        "signed_part",
        data("content"),
        f"signature_id IN (SELECT id FROM signature WHERE application_id IN ({SEALED}))",
        EVERYBODY,
    ),
    Secret(
        "a sealed file as it was submitted",
        "snapshot",
        data("content"),
        f"application_id IN ({SEALED})",
        EVERYBODY,
    ),
    # Files of others after closing: what the jury and the agency read, nobody else does
    Secret(
        "another's file",
        "application",
        {**text("title", "summary", "judged_reason")},
        f"id IN ({RIVALS})",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "how far another's file is",
        "application",
        {"status": "'withdrawn'"},
        f"id IN ({RIVALS}) AND status = 'submitted'",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "contact and text of another's file",
        "section",
        data("answers"),
        f"application_id IN ({RIVALS})",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "amounts of another's file",
        "budget_line",
        more("requested"),
        f"application_id IN ({RIVALS})",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "another's file as it was submitted",
        "snapshot",
        data("content"),
        f"application_id IN ({RIVALS})",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "what is asked of another's file",
        "completion_point",
        {**text("question"), **data("label")},
        f"request_id IN (SELECT id FROM completion_request WHERE application_id IN ({RIVALS}))",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "until when, and why no more, another's file is completed",
        "completion_request",
        {**later("due_at"), **text("withdrawn_reason"), "content_hash": f"'{MARK}'"},
        f"application_id IN ({RIVALS}) AND sent_at IS NOT NULL",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "an answer that is saved and not sent",
        "completion_point",
        text("answer"),
        f"""request_id IN (SELECT id FROM completion_request
        WHERE sent_at IS NULL AND application_id IN ({RIVALS}))""",
        EVERYBODY,
    ),
    Secret(
        "what changed in another's consortium",
        "consortium_change",
        text("reason"),
        f"application_id IN ({RIVALS})",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "what a change did to another's file",
        "consortium_change",
        {"content": f"""replace(content, '"name": "', '"name": "{MARK} ')"""},
        f"application_id IN ({RIVALS})",
        (*OUTSIDE, *TOWNS),
    ),
    Secret(
        "what an officer judges of a rule",
        "rule_judgement",
        {**text("reason"), "verdict": "'met'", **later("judged_at")},
        "1 = 1",
        NOT_AGENCY,
    ),
    Secret(
        "the letter about another's file",
        "admissibility_letter",
        data("content"),
        f"application_id IN ({RIVALS})",
        (*OUTSIDE, *TOWNS, *JURY),
    ),
    # Calls and rounds that are being written
    Secret(
        "text of a draft call", "call", {**text("title"), **data("draft")}, UNPUBLISHED, NOT_AGENCY
    ),
    Secret("an earlier text of a draft call", "draft_part", data("content"), "1 = 1", NOT_AGENCY),
    Secret(
        "amount and dates of a draft call",
        "call",
        {**more("reserved"), **later("opens_at", "closes_at")},
        UNPUBLISHED,
        NOT_AGENCY,
    ),
    Secret(
        "a change of a regulation that nobody approved",
        "amendment",
        {**text("reason"), **data("content"), **later("prepared_at")},
        UNDECIDED,
        NOT_AGENCY,
    ),
    Secret(
        "a question to the agency only",
        "call_question",
        {**text("asked"), **later("asked_at")},
        "private AND status = 'asked' AND asked_by_id <> :viewer",
        NOT_AGENCY,
    ),
    Secret(
        "who asked a question",
        "call_question",
        {"asked_by_id": "(SELECT min(id) FROM person WHERE id NOT IN (asked_by_id, :viewer))"},
        "asked_by_id <> :viewer",
        EVERYBODY,
    ),
    Secret(
        "text of a draft round",
        "round",
        text("title", "aim", "continuity_statement"),
        "status <> 'opened'",
        NOT_AGENCY,
    ),
    Secret(
        "envelope and key of a draft round",
        "round",
        {
            **more("envelope", "floor", "ceiling"),
            **later("opens_at", "closes_at", "first_day", "last_day"),
            "components": """'{"key": [["population_2020", 10000]]}'""",
        },
        "status <> 'opened'",
        NOT_AGENCY,
    ),
    Secret(
        "what a line will say of the time after its money",
        "line_statement",
        text("stays", "expected"),
        UNPUBLISHED,
        NOT_AGENCY,
    ),
    Secret(
        "a draft that only local authorities may read",
        "consultation",
        {**text("introduction"), **data("content", "expectations")},
        "reported_at IS NULL",
        (*OUTSIDE, *JURY),
    ),
    Secret(
        "when local authorities are consulted",
        "consultation",
        later("closes_at"),
        "reported_at IS NULL",
        (*OUTSIDE, *JURY),
    ),
    Secret(
        "a consultation that has not begun",
        "consultation",
        {**text("introduction", "report"), **later("opens_at"), **data("content", "expectations")},
        "opens_at > :now",
        NOT_AGENCY,
    ),
    Secret(
        "another's reaction before the reaction report",
        "voice",
        {**data("content"), **later("reacted_at")},
        f"""organisation_id NOT IN ({OWN})
        AND consultation_id IN (SELECT id FROM consultation WHERE reported_at IS NULL)""",
        NOT_AGENCY,
    ),
    Secret(
        "an answer to a reaction before the reaction report",
        "voice",
        {"answers": f"""'{{"doel": "{MARK}"}}'""", **later("answered_at")},
        "consultation_id IN (SELECT id FROM consultation WHERE reported_at IS NULL)",
        NOT_AGENCY,
    ),
    Secret(
        "when a member let its association answer",
        "consultation_consent",
        later("consented_at"),
        f"member_id NOT IN ({OWN})",
        EVERYBODY,
    ),
    Secret(
        "a needs survey that is being written",
        "survey",
        {
            **text("title", "introduction", "conclusion"),
            **later("opens_at", "closes_at"),
            **data("content"),
            "withheld": f"""'{{"vraag_1": "{MARK}"}}'""",
        },
        "status = 'draft'",
        NOT_AGENCY,
    ),
    Secret(
        "what another answered while a needs survey runs",
        "survey_answer",
        {"answers": "'{}'", **later("answered_at")},
        f"""organisation_id NOT IN ({OWN})
        AND survey_id IN (SELECT id FROM survey WHERE closes_at > :now)""",
        EVERYBODY,
    ),
    Secret(
        "when another answered a needs survey",
        "survey_answer",
        later("answered_at"),
        f"organisation_id NOT IN ({OWN})",
        EVERYBODY,
    ),
    # Decisions before they are final
    Secret(
        "amount of a prepared decision",
        "decision",
        {**text("title"), **data("content"), **more("amount"), **later("prepared_at")},
        f"{UNDECIDED} AND outcome = 'award'",
        NOT_AGENCY,
    ),
    Secret("why an award is given up", "waiver", text("reason"), "1", NOT_AGENCY),
    Secret(
        "outcome of a prepared decision",
        "decision",
        {"outcome": "'rejection'", "amount": "0"},
        UNDECIDED,
        NOT_AGENCY,
    ),
    Secret(
        "that a decision was returned, and why",
        "decision",
        {"status": "'returned'", **text("returned_reason")},
        UNDECIDED,
        NOT_AGENCY,
    ),
    Secret(
        "shares of a prepared decision",
        "share",
        more("amount"),
        f"decision_id IN (SELECT id FROM decision WHERE {UNDECIDED})",
        NOT_AGENCY,
    ),
    # Claims of others
    Secret(
        "answers of another's draft claim",
        "claim",
        {**data("answers"), **more("amount")},
        HIDDEN_CLAIMS,
        EVERYBODY,
    ),
    Secret(
        "answers of another's claim",
        "claim",
        data("answers"),
        f"organisation_id NOT IN ({OWN})",
        NOT_AGENCY,
    ),
    # Of one person alone
    Secret(
        "messages of another",
        "outbox_message",
        {**data("subject", "body"), **text("path"), **later("created_at", "read_at", "sent_at")},
        "person_id <> :viewer",
        EVERYBODY,
    ),
    Secret(
        "what another organisation says of its people and its account",
        "organisation_profile",
        {
            **text(
                "first_name",
                "family_name",
                "function",
                "telephone",
                "email",
                "account_holder",
                "mayor",
                "general_director",
                "financial_director",
            ),
            "iban": "replace(iban, 'BE', 'NL')",
            **later("saved_at"),
        },
        f"organisation_id NOT IN ({OWN})",
        NOT_AGENCY,
    ),
    Secret(
        "the account on file of another organisation",
        "confirmed_account",
        {
            "iban": "replace(iban, 'BE', 'NL')",
            **text("account_holder"),
            **later("confirmed_at"),
        },
        f"organisation_id NOT IN ({OWN})",
        NOT_AGENCY,
    ),
    Secret("password of another", "person", text("password_hash"), "id <> :viewer", EVERYBODY),
    Secret(
        "address of somebody elsewhere",
        "person",
        {"email": f"'{MARK}.' || email"},
        f"id <> :viewer AND id NOT IN ({COLLEAGUES})",
        EVERYBODY,
    ),
    Secret(  # who gives roles sees who has them, by name and address
        "address of a colleague",
        "person",
        {"email": f"'{MARK}.' || email"},
        f"id <> :viewer AND id IN ({COLLEAGUES})",
        tuple(name for name in EVERYBODY if name != "signatory"),
    ),
    Secret(
        "sign-ins of another",
        "sign_in",
        {"token_hash": "'x' || substr(token_hash, 2)", **later("created_at", "ends_at")},
        "person_id <> :viewer",
        EVERYBODY,
    ),
    Secret(
        "what is noted of a jury and of decisions",
        "audit_entry",
        {**text("reason"), **later("at"), "before": "'x'", "after": "'y'"},
        DESKS,
        NOT_AGENCY,
    ),
    # Money
    Secret(
        "movements of money",
        "transfer",
        {**more("amount"), **later("at")},
        "1",
        NOT_AGENCY,
    ),
    Secret("balances", "ledger_account", more("balance"), "1", NOT_AGENCY),
)
