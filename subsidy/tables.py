"""All tables together, for migrations: importing this module imports every model."""

from subsidy import workflow
from subsidy.accounts import models as accounts
from subsidy.allocation import models as allocation
from subsidy.applications import models as applications
from subsidy.awards import models as awards
from subsidy.budget import models as budget
from subsidy.calls import models as calls
from subsidy.catalogue import models as catalogue
from subsidy.db import Base
from subsidy.organisations import models as organisations
from subsidy.planning import models as planning
from subsidy.scoring import models as scoring
from subsidy.web import clock, idempotency, throttle

MODULES = (
    workflow,
    accounts,
    allocation,
    applications,
    awards,
    budget,
    calls,
    catalogue,
    organisations,
    planning,
    scoring,
    clock,
    idempotency,
    throttle,
)
METADATA = Base.metadata
APPEND_ONLY = (
    "audit_entry",
    "transfer",
    "regulation_version",
    "signature",
    "snapshot",
    "selection_run",
    "drawing_right",
    "section_version",
    "confirmed_account",
)
