"""The verbs of an application; the only writes. Each refuses with every reason at once."""

from subsidy.applications.domain.invitations import Addressee
from subsidy.applications.service.accounts import Choosing, save_account
from subsidy.applications.service.accounts import replaced as replaced_accounts
from subsidy.applications.service.answering import save_answers
from subsidy.applications.service.attaching import Enclosing, Sent, attach, detach, note_scan
from subsidy.applications.service.bringing_back import bring_back
from subsidy.applications.service.budgeting import save_budget
from subsidy.applications.service.changing import approve_change
from subsidy.applications.service.changing_after import (
    Changing,
    change_after,
    lacks_account,
    not_changeable,
    of_change,
)
from subsidy.applications.service.commenting import may_discuss, remark, settle
from subsidy.applications.service.completing import (
    Answering,
    Asking,
    ask_completion,
    end_completion,
    lead_on_file,
    save_completion,
    send_completion,
)
from subsidy.applications.service.consortium import (
    answer,
    invite,
    save_tasks,
    withdraw_invitation,
)
from subsidy.applications.service.copying import copy_answers, seen_now, written
from subsidy.applications.service.declaring import save_declarations
from subsidy.applications.service.drafting import Start, save_part, start
from subsidy.applications.service.expecting import save_expectations
from subsidy.applications.service.funding import save_funding, save_whole
from subsidy.applications.service.history import saved_by_itself
from subsidy.applications.service.indicating import save_indicators
from subsidy.applications.service.judging import Opinion, admit, judge_rules, reject
from subsidy.applications.service.lasting import (
    add_realisation,
    change_realisation,
    remove_realisation,
    save_promises,
)
from subsidy.applications.service.leading import confirm_lead, drop_lead, of_leading, offer_lead
from subsidy.applications.service.leaving import leave, of_leaving
from subsidy.applications.service.mailing import open_link, send_again, send_to
from subsidy.applications.service.presence import appear
from subsidy.applications.service.reminding import remind
from subsidy.applications.service.reopening import reopen
from subsidy.applications.service.restoring import restore
from subsidy.applications.service.roles import give_role, hand_over, take_role
from subsidy.applications.service.scaling import save_scaling
from subsidy.applications.service.submitting import (
    Signing,
    hash_to_sign,
    marks_to_agree,
    sign,
    submit,
    withdraw,
)
from subsidy.applications.service.supporting import end_support, let_support_in

__all__ = [
    "Addressee",
    "Answering",
    "Asking",
    "Changing",
    "Choosing",
    "Enclosing",
    "Opinion",
    "Sent",
    "Signing",
    "Start",
    "add_realisation",
    "admit",
    "answer",
    "appear",
    "approve_change",
    "ask_completion",
    "attach",
    "bring_back",
    "change_after",
    "change_realisation",
    "confirm_lead",
    "copy_answers",
    "detach",
    "drop_lead",
    "end_completion",
    "end_support",
    "give_role",
    "hand_over",
    "hash_to_sign",
    "invite",
    "judge_rules",
    "lacks_account",
    "lead_on_file",
    "leave",
    "let_support_in",
    "marks_to_agree",
    "may_discuss",
    "not_changeable",
    "note_scan",
    "of_change",
    "of_leading",
    "of_leaving",
    "offer_lead",
    "open_link",
    "reject",
    "remark",
    "remind",
    "remove_realisation",
    "reopen",
    "replaced_accounts",
    "restore",
    "save_account",
    "save_answers",
    "save_budget",
    "save_completion",
    "save_declarations",
    "save_expectations",
    "save_funding",
    "save_indicators",
    "save_part",
    "save_promises",
    "save_scaling",
    "save_tasks",
    "save_whole",
    "saved_by_itself",
    "seen_now",
    "send_again",
    "send_completion",
    "send_to",
    "settle",
    "sign",
    "start",
    "submit",
    "take_role",
    "withdraw",
    "withdraw_invitation",
    "written",
]
