"""The verbs of calls; the only writes."""

from subsidy.calls.service.amending import (
    Why,
    approve_change,
    drop_change,
    hold,
    prepare_change,
    prepare_extension,
)
from subsidy.calls.service.asking import (
    answer,
    ask,
)
from subsidy.calls.service.consultation import (
    answer_voice,
    let_answer,
    publish_report,
    react,
    start_consultation,
)
from subsidy.calls.service.following import subscribe, tell_followers, unsubscribe
from subsidy.calls.service.form import not_writable, save_form
from subsidy.calls.service.limiting import (
    set_limits,
)
from subsidy.calls.service.seeking import seek, stop_seeking
from subsidy.calls.service.writing import (
    create,
    facts,
    propose,
    publish,
    regulation_of,
    return_to_author,
    save,
    withdraw,
)

__all__ = [
    "Why",
    "answer",
    "answer_voice",
    "approve_change",
    "ask",
    "create",
    "drop_change",
    "facts",
    "hold",
    "let_answer",
    "not_writable",
    "prepare_change",
    "prepare_extension",
    "propose",
    "publish",
    "publish_report",
    "react",
    "regulation_of",
    "return_to_author",
    "save",
    "save_form",
    "seek",
    "set_limits",
    "start_consultation",
    "stop_seeking",
    "subscribe",
    "tell_followers",
    "unsubscribe",
    "withdraw",
]
