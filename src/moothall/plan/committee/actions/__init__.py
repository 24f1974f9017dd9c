"""Every change of state to meetings, reports, officers' decisions and the forward plan."""

from moothall.core.versions import WrittenMeanwhile
from moothall.plan.committee.actions.after import decide, revise, withdraw
from moothall.plan.committee.actions.exempt import OPEN, Secret
from moothall.plan.committee.actions.forward import (
    CHANGEABLE,
    add_entry,
    change_entry,
    end_entry,
    publish_entry,
    record_exception,
    record_urgency,
)
from moothall.plan.committee.actions.meetings import add_meeting, cancel_meeting
from moothall.plan.committee.actions.papers import FILE_TYPES, attach, end_attachment
from moothall.plan.committee.actions.publishing import publish
from moothall.plan.committee.actions.rules import set_rules
from moothall.plan.committee.actions.signing import sign
from moothall.plan.committee.actions.writing import (
    LONGEST_TEXT,
    start_for_plan,
    start_report,
    write_cover,
    write_section,
)

__all__ = [
    "CHANGEABLE",
    "FILE_TYPES",
    "LONGEST_TEXT",
    "OPEN",
    "Secret",
    "WrittenMeanwhile",
    "add_entry",
    "add_meeting",
    "attach",
    "cancel_meeting",
    "change_entry",
    "decide",
    "end_attachment",
    "end_entry",
    "publish",
    "publish_entry",
    "record_exception",
    "record_urgency",
    "revise",
    "set_rules",
    "sign",
    "start_for_plan",
    "start_report",
    "withdraw",
    "write_cover",
    "write_section",
]
