"""What people owe of purchases: approvals that wait for them, and invoices by the day they must be paid."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import Organisation, Person
from moothall.spend.permissions import MATCH, READ, SET_LIMITS
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.duties import Duty
from moothall.spend.purchasing.life import Standing, State
from moothall.spend.purchasing.models import Invoice, Requisition
from moothall.spend.purchasing.queries import Whole, whole
from moothall.spend.purchasing.roster import Roster

APPROVALS, INVOICES = "purchase-approval", "purchase-invoice"
LEAD = timedelta(days=10)  # before an invoice's day


def approvals(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Requisitions that wait for approval, once for each whose approval would help: by when they are needed."""
    found = Requisition.objects.filter(organisation=organisation, state=State.ASKED, needed_by__lte=until)
    every = [Whole(it, on) for it in whole(found)]
    roster = Roster(organisation, on) if every else None
    for it in every:
        assert roster
        one = it.requisition
        covers = len(it.approvals) >= it.needed
        people: list[Person | None] = [
            holder.person
            for holder in roster.others(one, Duty.APPROVE, it.doings)
            if holder.limit is not None and (not covers or holder.limit >= one.net_pence)
        ]
        for person in people or [None]:
            yield Due(
                APPROVALS,
                str(one.pk),
                f"Approve or refuse requisition {one}",
                one.needed_by,
                reverse("requisition", args=[one.pk]),
                person,
                words="the day it is needed by",
                service=one.service.slug,
            )


def invoices(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Invoices that are not paid, those in dispute left out, once for each who may match them."""
    found = Invoice.objects.filter(
        organisation=organisation,
        standing__in=(Standing.WAITING, Standing.MATCHED),
        paid_on__isnull=True,
        credits__isnull=True,
        received_on__lte=until - timedelta(days=rules.PAY_WITHIN - 1),
    )
    every = list(
        found.select_related("supplier", "order__requisition__service").prefetch_related(
            "disputes", "order__requisition__doings"
        )
    )
    roster = Roster(organisation, on) if every else None
    for it in every:
        assert roster
        due, one = it.due(on), it.order.requisition
        if due > until:
            continue
        waits = it.standing == Standing.WAITING
        doings = list(one.doings.all())
        holders = roster.others(one, Duty.MATCH, doings) if waits else roster.holders(MATCH, one.service.slug)
        people: list[Person | None] = list({holder.person.pk: holder.person for holder in holders}.values())
        for person in people or [None]:
            yield Due(
                INVOICES,
                str(it.pk),
                f"{it}: {'match and pay it' if waits else 'pay it'}",
                due,
                reverse("requisition", args=[one.pk]),
                person,
                words=f"the {rules.PAY_WITHIN}th day, the one it came being the first",
                service=one.service.slug,
                tell=due - LEAD <= on,
            )


APPROVAL_ROOM = Room("Requisitions to approve", reads=READ, manages=SET_LIMITS, rule=approvals)
INVOICE_ROOM = Room("Invoices to pay", reads=READ, manages=SET_LIMITS, rule=invoices)
