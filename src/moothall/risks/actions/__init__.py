"""Every change of state to risks: recorded, scored, controlled, moved between registers, reviewed and closed."""

from moothall.risks.actions.deciding import decide, move, propose
from moothall.risks.actions.evidence import end_link, link_measure
from moothall.risks.actions.recording import Said, add, close, edit, record_near_miss, reopen, review
from moothall.risks.actions.scoring import score
from moothall.risks.actions.settings import (
    add_category,
    add_usual_categories,
    end_category,
    set_appetite,
    set_matrix,
)
from moothall.risks.actions.treating import add_action, add_control, assure, change_control, end_control

__all__ = [
    "Said",
    "add",
    "add_action",
    "add_category",
    "add_control",
    "add_usual_categories",
    "assure",
    "change_control",
    "close",
    "decide",
    "edit",
    "end_category",
    "end_control",
    "end_link",
    "link_measure",
    "move",
    "propose",
    "record_near_miss",
    "reopen",
    "review",
    "score",
    "set_appetite",
    "set_matrix",
]
