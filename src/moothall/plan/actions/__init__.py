"""Every change of state to plans: written, remarked on, signed off, endorsed, confirmed, sent and published."""

from moothall.core.versions import WrittenMeanwhile
from moothall.plan.actions.life import confirm, endorse, publish, publish_newest, sign_off, submit
from moothall.plan.actions.remarks import comment, correct_coverage, resolve
from moothall.plan.actions.writing import (
    LONGEST_SECTION,
    import_plan,
    import_text,
    set_due,
    start,
    write,
)

__all__ = [
    "LONGEST_SECTION",
    "WrittenMeanwhile",
    "comment",
    "confirm",
    "correct_coverage",
    "endorse",
    "import_plan",
    "import_text",
    "publish",
    "publish_newest",
    "resolve",
    "set_due",
    "sign_off",
    "start",
    "submit",
    "write",
]
