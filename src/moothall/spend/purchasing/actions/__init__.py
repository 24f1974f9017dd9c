"""Every change of state to requisitions, orders, invoices, limits and tolerances."""

from moothall.spend.purchasing.actions.approving import approve, refuse
from moothall.spend.purchasing.actions.asking import LineSaid, Said, ask, cancel, change_requisition, send
from moothall.spend.purchasing.actions.ordering import close_short, exceed, order, receive
from moothall.spend.purchasing.actions.paying import (
    Twice,
    dispute,
    match,
    pay,
    record_invoice,
    settle,
    withdraw,
)
from moothall.spend.purchasing.actions.settings import set_limit, set_tolerance

__all__ = [
    "LineSaid",
    "Said",
    "Twice",
    "approve",
    "ask",
    "cancel",
    "change_requisition",
    "close_short",
    "dispute",
    "exceed",
    "match",
    "order",
    "pay",
    "receive",
    "record_invoice",
    "refuse",
    "send",
    "set_limit",
    "set_tolerance",
    "settle",
    "withdraw",
]
