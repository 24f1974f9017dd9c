"""What is done on a requisition's own page: a form for each step that its state allows and this person may take."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.permission import may
from moothall.spend.permissions import MATCH
from moothall.spend.purchasing import actions, queries
from moothall.spend.purchasing.actions import Twice
from moothall.spend.purchasing.life import Kind, Standing, State
from moothall.spend.purchasing.queries import Invoice, Whole
from moothall.web.purchasing.forms import (
    DOINGS,
    ApproveForm,
    BillForm,
    CreditForm,
    InvoiceForm,
    NoForm,
    OrderForm,
    ReasonForm,
    ReceiveForm,
)


@dataclass(frozen=True)
class Doable:
    """A step with its form: what it is called, what its button says, and what is done and said when it is sent."""

    name: str
    label: str
    form: forms.Form
    act: Callable[[], Any]
    said: str
    kind: str = ""


def doable(request: HttpRequest, person: Person, it: Whole, offered: dict[str, str]) -> list[Doable]:
    """The steps that this person may take now, those that lead on first."""
    one, today = it.requisition, clock.today()
    sent = request.POST.get("step", "") if request.method == "POST" else ""

    def data(name: str) -> Any:
        return request.POST if sent == name else None

    made: list[Doable] = []

    def add(
        name: str, label: str, form: forms.Form, act: Callable[[], Any], said: str, kind: str = ""
    ) -> None:
        made.append(Doable(name, label, form, act, said, kind))

    may_now = {name for name, why in offered.items() if not why}
    if "send" in may_now:
        nothing = NoForm(data("send"), prefix="send")
        add(
            "send",
            "Send it for approval",
            nothing,
            lambda: actions.send(person, requisition=one),
            "It is sent.",
        )
    if "approve" in may_now:
        approve = ApproveForm(data("approve"), prefix="approve")
        add(
            "approve", "Approve it", approve,
            lambda: actions.approve(person, requisition=one, words=approve.cleaned_data["words"]),
            "Your approval is recorded.",
        )  # fmt: skip
    if "refuse" in may_now:
        refuse = ReasonForm(data("refuse"), prefix="refuse")
        add(
            "refuse", "Refuse it", refuse,
            lambda: actions.refuse(person, requisition=one, words=refuse.cleaned_data["words"]),
            "It is refused.", "warning",
        )  # fmt: skip
    if "order" in may_now:
        made += _ordering(person, it, data, today)
    if "receive" in may_now:
        receive = ReceiveForm(it, data("receive"), prefix="receive", initial={"on": today})

        def came() -> None:
            given = receive.cleaned_data
            actions.receive(
                person, requisition=one, came=receive.came(), words=given["words"], because=given["because"],
                on=given["on"],
            )  # fmt: skip

        add("receive", "Say what came", receive, came, "What came is recorded.")
    if "invoice" in may_now:
        invoice = InvoiceForm(data("invoice"), prefix="invoice", initial={"received_on": today})
        add(
            "invoice", "Record an invoice", invoice,
            lambda: actions.record_invoice(person, requisition=one, **invoice.cleaned_data),
            "The invoice is recorded.",
        )  # fmt: skip
    if "credit" in may_now:
        credit = CreditForm(it, data("credit"), prefix="credit", initial={"received_on": today})
        add(
            "credit", "Record a credit note", credit,
            lambda: actions.record_invoice(person, requisition=one, **credit.cleaned_data),
            "The credit note is recorded: match it, or the invoice that it is for.",
        )  # fmt: skip
    if "short" in may_now:
        short = ReasonForm(data("short"), prefix="short")
        add(
            "short", "Say that the rest will not come", short,
            lambda: actions.close_short(person, requisition=one, words=short.cleaned_data["words"]),
            "The rest is given up.",
        )  # fmt: skip
    if "cancel" in may_now:
        cancel = ReasonForm(data("cancel"), prefix="cancel")
        add(
            "cancel", "Cancel the order" if one.state == State.ORDERED else "Give it up", cancel,
            lambda: actions.cancel(person, requisition=one, words=cancel.cleaned_data["words"]),
            "It is cancelled.", "warning",
        )  # fmt: skip
    return made


def _ordering(person: Person, it: Whole, data: Callable[[str], Any], today: date) -> list[Doable]:
    one = it.requisition
    found = queries.left_of(one, today)
    suppliers = queries.standing_suppliers(one.organisation)
    contracts = queries.live_contracts(one.organisation, today)
    order = OrderForm(it, suppliers, contracts, data("order"), prefix="order")
    made = [
        Doable(
            "order", "Place the order", order,
            lambda: actions.order(person, requisition=one, **order.cleaned_data), "The order is placed.",
        )
    ]  # fmt: skip
    if found and found.short(one.net_pence) and not it.departs(Kind.OVER_VALUE):
        words = ReasonForm(data("exceed"), prefix="exceed")
        made.append(
            Doable(
                "exceed", "Ask for a second look: the contract has too little left", words,
                lambda: actions.exceed(person, requisition=one, words=words.cleaned_data["words"]),
                "Somebody else looks at it.",
            )
        )  # fmt: skip
    return made


def bills(
    request: HttpRequest, person: Person, it: Whole, offered: dict[str, str]
) -> list[tuple[Invoice, Doable | None]]:
    """Each invoice, with what this person may do with it."""
    one, today = it.requisition, clock.today()
    sent = request.POST.get("step", "") if request.method == "POST" else ""
    allowed = may(person, MATCH, one.organisation_id)
    found: list[tuple[Invoice, Doable | None]] = []
    for bill in it.invoices:
        name = f"bill-{bill.pk}"
        can_match = not offered.get("match", "no")
        over = bill.paid_on or (bill.credits_id and bill.standing == Standing.MATCHED)
        if not allowed or not DOINGS[Standing(bill.standing)] or over:
            found.append((bill, None))
            continue
        given = request.POST if sent == name else None
        form = BillForm(bill.standing, False, can_match, given, prefix=name, initial={"on": today})
        found.append(
            (
                bill,
                Doable(name, f"{bill.kind} {bill.number}", form, _of(person, bill, form), "It is recorded."),
            )
        )
    return found


def _of(person: Person, bill: Invoice, form: forms.Form) -> Callable[[], Any]:
    def act() -> Any:
        given = form.cleaned_data
        doing = given["doing"]
        if doing == "match":
            return actions.match(person, invoice=bill)
        if doing == "pay":
            return actions.pay(person, invoice=bill, on=given["on"])
        acts = {"dispute": actions.dispute, "settle": actions.settle, "withdraw": actions.withdraw}
        return acts[doing](person, invoice=bill, words=given["words"])

    return act


def acted(request: HttpRequest, every: list[Doable]) -> tuple[HttpResponse | None, forms.Form | None, Any]:
    """Does what was sent: where to go then, else the form to mend, and the purchase whose invoice it is already."""
    if request.method != "POST":
        return None, None, None
    wanted = next((it for it in every if it.name == request.POST.get("step")), None)
    if wanted is None:
        messages.error(request, "That cannot be done any more: look at how it stands now.")
        return redirect(request.path), None, None
    if not wanted.form.is_valid():
        return None, wanted.form, None
    try:
        wanted.act()
    except NotPossible as fault:
        wanted.form.add_error(None, str(fault))
        return None, wanted.form, fault.first.order.requisition if isinstance(fault, Twice) else None
    messages.success(request, wanted.said)
    return redirect(request.path), None, None
