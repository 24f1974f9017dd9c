"""An invoice is recorded, put in dispute, matched with its order and what came, and paid; so is a credit note for it.

A credit note names the bill that it takes something off. While that bill waits, the two are matched as one, for what
they come to together; once it is matched, the note is matched by itself, and what it is for can be sent back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Person
from moothall.core.wording import line, prose
from moothall.direction.money import pounds
from moothall.kit.documents.words import spoken_date
from moothall.spend.actions.held import one_at_a_time
from moothall.spend.permissions import MATCH
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.actions.held import LONGEST, did, move, of_requisition
from moothall.spend.purchasing.actions.ordering import retrospective
from moothall.spend.purchasing.duties import Duty
from moothall.spend.purchasing.life import LIFE, PLACED, Standing, State
from moothall.spend.purchasing.models import Dispute, Invoice, InvoiceMatch, Requisition
from moothall.spend.purchasing.queries import Whole, same_number, tolerance


class Twice(NotPossible):
    """The same number of the same supplier came before; `first` is that invoice."""

    def __init__(self, first: Invoice):
        super().__init__(
            f"{first.kind} {first.number} of {first.supplier} came already, on {spoken_date(first.received_on)}, for "
            f"order {first.order.reference}: it is not recorded twice."
        )
        self.first = first


def record_invoice(
    person: Person,
    *,
    requisition: Requisition,
    number: str,
    dated: date,
    received_on: date,
    net_pence: int,
    vat_pence: int,
    gross_pence: int,
    because: str = "",
    credits: Invoice | None = None,
    on: date | None = None,
) -> Invoice:
    """Records a supplier's bill for an order, or with `credits` its credit note for a bill.

    Raises Twice for a number that is there. `because` is needed where a bill is older than its order.
    """
    today = on or clock.today()
    with of_requisition(
        person, MATCH, "purchase.invoice_recorded", requisition, on=today, duty=Duty.INVOICE
    ) as (whole, entry):
        it, placed = whole.requisition, whole.order
        if (
            placed is None
            or it.state not in (*PLACED, State.MATCHED)
            or (it.state == State.MATCHED and not credits)
        ):
            raise NotPossible(LIFE.refusal(f"Requisition {it.reference}", it.state, State.MATCHED))
        one_at_a_time(it.organisation)
        said = line(number, "the invoice’s number", 60)
        if not rules.plain_number(said):
            raise NotPossible(
                "The invoice’s number has no letter and no digit: write it as it stands on the bill."
            )
        if net_pence + vat_pence != gross_pence:
            raise NotPossible(
                f"{pounds(net_pence)} and VAT of {pounds(vat_pence)} are {pounds(net_pence + vat_pence)}, not "
                f"{pounds(gross_pence)}: write the three as they stand on the bill, or send it back to the supplier."
            )
        if not net_pence:
            raise NotPossible("The bill is for nothing: write its amount without VAT.")
        if dated > received_on or received_on > clock.today():
            raise NotPossible(
                "An invoice comes on the day it bears or later, and not after today: check its days."
            )
        if first := same_number(it.organisation, placed.supplier, said):
            raise Twice(first)
        if credits:
            _must_leave(whole, credits, net_pence)
        elif dated < placed.on:
            retrospective(person, whole, f"Invoice {said} is of {spoken_date(dated)},", because, today)
        made = Invoice(
            organisation=it.organisation,
            order=placed,
            supplier=placed.supplier,
            number=said,
            plain_number=rules.plain_number(said),
            dated=dated,
            received_on=received_on,
            credits=credits,
            net_pence=net_pence,
            vat_pence=vat_pence,
            by=person,
            at=clock.now(),
        )
        made.save()
        did(
            person,
            it,
            f"Recorded {made.kind.lower()} {said} of {pounds(gross_pence)}",
            on=today,
            duty=Duty.INVOICE,
        )
        entry.after = _told(made)
    return made


def _must_leave(whole: Whole, bill: Invoice, net_pence: int) -> None:
    """Raises NotPossible where a credit note is for no bill of this order, or for more than the bill has left."""
    if bill.pk not in {it.pk for it in whole.creditable}:
        raise NotPossible(
            "A credit note is for an invoice of this order that was not taken back: choose one."
        )
    given = whole.credit_notes(bill, Standing.WAITING, Standing.DISPUTED, Standing.MATCHED)
    left = bill.net_pence - sum(it.net_pence for it in given)
    if net_pence > left:
        raise NotPossible(
            f"Of invoice {bill.number}, {pounds(left)} without VAT is left to credit: the note is for "
            f"{pounds(net_pence)}."
        )


@contextmanager
def _of_invoice(
    person: Person, action: str, invoice: Invoice, on: date, duty: Duty | None = None
) -> Iterator[tuple[Whole, Invoice, AuditEntry]]:
    held = of_requisition(person, MATCH, action, invoice.order.requisition, on=on, duty=duty)
    with held as (whole, entry):
        it = next(one for one in whole.invoices if one.pk == invoice.pk)
        yield whole, it, entry
        entry.after = {**(entry.after or {}), **_told(it)}


def dispute(person: Person, *, invoice: Invoice, words: str, on: date | None = None) -> None:
    """Says that a bill is not right. Its days until it is settled do not count towards the day to pay it by."""
    today = on or clock.today()
    with _of_invoice(person, "purchase.invoice_disputed", invoice, today) as (whole, it, entry):
        _must(it, Standing.WAITING)
        if today < it.received_on:
            raise NotPossible(f"It came on {spoken_date(it.received_on)}: give that day or a later one.")
        reason = prose(words, "what is wrong with it", LONGEST)
        Dispute.objects.create(invoice=it, words=reason, on=today, by=person, at=clock.now())
        _stand(it, Standing.DISPUTED)
        did(
            person, whole.requisition, f"Put {it.kind.lower()} {it.number} in dispute", on=today, words=reason
        )
        entry.after = {"reason": reason}


def settle(person: Person, *, invoice: Invoice, words: str, on: date | None = None) -> None:
    """Says that a dispute is settled: the bill waits to be matched again."""
    today = on or clock.today()
    with _of_invoice(person, "purchase.invoice_settled", invoice, today) as (whole, it, entry):
        _must(it, Standing.DISPUTED)
        reason = _end_dispute(person, it, words, today)
        _stand(it, Standing.WAITING)
        did(
            person,
            whole.requisition,
            f"Settled the dispute about {it.kind.lower()} {it.number}",
            on=today,
            words=reason,
        )
        entry.after = {"reason": reason}


def withdraw(person: Person, *, invoice: Invoice, words: str, on: date | None = None) -> None:
    """Says that the supplier took a bill back, or that it was never for this order. Its number may come again."""
    today = on or clock.today()
    with _of_invoice(person, "purchase.invoice_withdrawn", invoice, today) as (whole, it, entry):
        if it.standing == Standing.DISPUTED:
            _end_dispute(person, it, words, today)
        else:
            _must(it, Standing.WAITING)
        if notes := whole.credit_notes(it, Standing.WAITING, Standing.DISPUTED):
            raise NotPossible(f"Credit note {notes[0].number} is for it: take that out first.")
        reason = prose(words, "the reason", LONGEST)
        _stand(it, Standing.WITHDRAWN)
        did(person, whole.requisition, f"Took {it.kind.lower()} {it.number} out", on=today, words=reason)
        entry.after = {"reason": reason}


def match(person: Person, *, invoice: Invoice, on: date | None = None) -> bool:
    """Holds a bill against its order and what came. Whether the whole purchase is matched with it.

    Raises NotPossible, with the amounts, where it is above what came by more than is tolerated.
    """
    today = on or clock.today()
    with _of_invoice(person, "purchase.invoice_matched", invoice, today, Duty.MATCH) as (whole, it, entry):
        _must(it, Standing.WAITING)
        bill = next((one for one in whole.invoices if one.pk == it.credits_id), None)
        if bill and bill.standing != Standing.MATCHED:
            raise NotPossible(f"It is matched together with invoice {bill.number}: match that.")
        seen = compare(whole, it)
        if not bill and seen.expected <= 0:
            raise NotPossible(
                "Nothing has come that is not matched yet: have the service say what came, or dispute the invoice."
            )
        if not bill and not seen.fits:
            raise NotPossible(
                f"The bill is {pounds(seen.billed)} without VAT, and what came is {pounds(seen.expected)}: "
                f"{pounds(seen.above)} too much, where {pounds(seen.allowed)} is tolerated. Dispute it, or have the "
                "service say what else came."
            )
        for one in (it, *whole.credit_notes(it, Standing.WAITING)):
            _keep_match(person, whole, one, seen, today)
        done = _finish(whole)
        entry.after = {"expected in pence": seen.expected, "tolerated in pence": seen.allowed}
    return done


def _keep_match(person: Person, whole: Whole, it: Invoice, seen: rules.Compared, on: date) -> None:
    placed, one = whole.order, whole.requisition
    assert placed
    try:
        InvoiceMatch.objects.create(
            invoice=it,
            expected_pence=seen.expected,
            allowed_pence=max(seen.allowed, 0),
            first_time=not it.disputes.exists(),
            asked_by=one.asked_by,
            ordered_by=placed.by,
            by=person,
            on=on,
            at=clock.now(),
        )
    except IntegrityError as fault:  # what the table of duties missed, the database holds
        raise NotPossible("Somebody else matches it: you asked for it or ordered it.") from fault
    _stand(it, Standing.MATCHED)
    did(person, one, f"Matched {it.kind.lower()} {it.number}", on=on, duty=Duty.MATCH)


def pay(person: Person, *, invoice: Invoice, on: date) -> None:
    """Says on which day a matched invoice was paid. Moothall pays nothing itself."""
    with _of_invoice(person, "purchase.invoice_paid", invoice, on) as (whole, it, entry):
        _must(it, Standing.MATCHED)
        if it.credits_id:
            raise NotPossible("A credit note is not paid: it is taken off what is paid of its invoice.")
        if it.paid_on:
            raise NotPossible(f"It was paid on {spoken_date(it.paid_on)} already.")
        if on < it.received_on:
            raise NotPossible(f"It came on {spoken_date(it.received_on)}: give that day or a later one.")
        it.paid_on = on
        it.save(update_fields=["paid_on"])
        did(person, whole.requisition, f"Paid invoice {it.number}", on=on)
        entry.after = {"paid": on.isoformat()}


def compare(whole: Whole, it: Invoice) -> rules.Compared:
    """A bill, less the credit notes that wait for it, beside what came and is not matched yet.

    With the tolerance of the day. A credit note for a bill that is matched stands alone.
    """
    allowed = tolerance(whole.requisition.organisation, whole.on)
    return rules.compared(
        whole.received_pence - whole.matched_pence,
        it.signed_pence - sum(one.net_pence for one in whole.credit_notes(it, Standing.WAITING)),
        allowed.per_mille if allowed else 0,
        allowed.pence if allowed else 0,
    )


def _finish(whole: Whole) -> bool:
    """Over, where all came that will and every bill is matched or out, for as much as came. It may have been before."""
    it, placed = whole.requisition, whole.order
    assert placed
    if it.state == State.MATCHED:
        placed.standing_pence = whole.matched_pence
        placed.save(update_fields=["standing_pence"])
        return True
    waiting = any(one.standing in (Standing.WAITING, Standing.DISPUTED) for one in whole.invoices)
    rest = whole.received_pence - whole.billed_pence
    allowed = tolerance(it.organisation, whole.on)
    within = (
        rules.compared(whole.received_pence, 0, allowed.per_mille, allowed.pence).allowed if allowed else 0
    )
    if it.state != State.RECEIVED or waiting or rest > within:
        it.save()
        return False
    placed.standing_pence = whole.matched_pence
    placed.save(update_fields=["standing_pence"])
    move(it, State.MATCHED)
    return True


def _must(it: Invoice, standing: Standing) -> None:
    if it.standing != standing:
        raise NotPossible(
            f"{it.kind} {it.number} is {it.get_standing_display()}: it is not {standing.label} now."
        )


def _stand(it: Invoice, standing: Standing) -> None:
    it.standing = standing
    it.save(update_fields=["standing"])


def _end_dispute(person: Person, it: Invoice, words: str, on: date) -> str:
    reason = prose(words, "how it was settled", LONGEST)
    one = Dispute.objects.select_for_update().get(invoice=it, ended_on__isnull=True)
    if on < one.on:
        raise NotPossible(f"It is in dispute since {spoken_date(one.on)}: give that day or a later one.")
    one.ended_on, one.ended_words, one.ended_by = on, reason, person
    one.save()
    return reason


def _told(it: Invoice) -> dict[str, object]:
    return {
        "invoice": it.number,
        "net in pence": it.net_pence,
        "VAT in pence": it.vat_pence,
        "standing": it.standing,
    }
