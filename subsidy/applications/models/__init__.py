"""How an application, its partners and its parts are stored."""

from subsidy.applications.models.applications import Application
from subsidy.applications.models.attachments import Attachment
from subsidy.applications.models.budget import BudgetLine
from subsidy.applications.models.changes import ConsortiumChange
from subsidy.applications.models.comments import Comment, CommentNotice, CommentThread
from subsidy.applications.models.completion import CompletionPoint, CompletionRequest
from subsidy.applications.models.continuity import Promise, PromiseYear
from subsidy.applications.models.invitations import InvitationMail
from subsidy.applications.models.judgements import AdmissibilityLetter, RuleJudgement
from subsidy.applications.models.leading import LeadOffer
from subsidy.applications.models.partners import Partner
from subsidy.applications.models.presence import Presence
from subsidy.applications.models.realisations import Realisation
from subsidy.applications.models.reminders import Reminder
from subsidy.applications.models.sections import Section, SectionVersion
from subsidy.applications.models.signatures import Signature, SignatureAsked, SignedPart
from subsidy.applications.models.snapshots import Snapshot

__all__ = [
    "AdmissibilityLetter",
    "Application",
    "Attachment",
    "BudgetLine",
    "Comment",
    "CommentNotice",
    "CommentThread",
    "CompletionPoint",
    "CompletionRequest",
    "ConsortiumChange",
    "InvitationMail",
    "LeadOffer",
    "Partner",
    "Presence",
    "Promise",
    "PromiseYear",
    "Realisation",
    "Reminder",
    "RuleJudgement",
    "Section",
    "SectionVersion",
    "Signature",
    "SignatureAsked",
    "SignedPart",
    "Snapshot",
]
