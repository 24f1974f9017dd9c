"""Suppliers as the ledgers pay them: how much, under which names, and which names are one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.spend import queries as register
from moothall.spend.ledgers import actions, queries
from moothall.spend.ledgers.queries import Asked, Scan, Wanted
from moothall.spend.permissions import REVIEW
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.contracts.shown import SHOWN as contract_words
from moothall.web.spend import shown
from moothall.web.spend.forms import SupplierSearch
from moothall.web.spend.shown import SHOWN
from moothall.web.submitting import told

A_PAGE, MOST_PAIRS, MOST_FINDINGS = 50, 20, 10
NEXT = "The next scan goes by it."


@needs("spend.read")
def suppliers(request: HttpRequest) -> HttpResponse:
    """Suppliers by what they were paid in the latest year; pairs of names for a person to decide on."""
    person, here = who_and_where(request)
    scan = queries.newest(person, here)
    if request.method == "POST":
        _judge(request, person, here, scan)
        return redirect("spend-suppliers")
    q = request.GET.get("q", "").replace("\0", "")[:100].strip()
    page = Paginator(queries.largest(scan, q) if scan else [], A_PAGE).get_page(request.GET.get("page"))
    decided = queries.decisions(person, here)
    names = {
        frozenset({(it.name, it.ref), (it.other_name, it.other_ref)}) for it in decided if not it.undone_at
    }
    pairs = [
        (place, it)
        for place, it in enumerate(scan.pairs if scan else ())
        if frozenset(zip(it["names"], it["refs"], strict=True)) not in names
    ]
    context = {
        "scan": scan,
        "page": page,
        "named": queries.named(it[0] for it in page),
        "form": SupplierSearch({"q": q}),
        "q": q,
        "prefix": f"?{urlencode({'q': q})}&page=" if q else "?page=",
        "pairs": pairs[:MOST_PAIRS],
        "more_pairs": max(0, len(pairs) - MOST_PAIRS),
        "decided": decided,
        "may_review": may(person, REVIEW, here),
    }
    return render(request, "spend/suppliers.jinja", {**SHOWN, **context})


@needs("spend.read")
def supplier(request: HttpRequest, payee: int) -> HttpResponse:
    """One supplier: names, spending by month, what for, contracts and findings; names joined and parted."""
    person = person_of(request)
    it = queries.payee(person, payee)
    if it is None:
        raise Http404
    here = it.organisation
    scan = queries.newest(person, here)
    if request.method == "POST":
        _judge(request, person, here, scan)
        return redirect("spend-supplier", it.pk)
    q = request.GET.get("q", "").replace("\0", "")[:100].strip()
    months = queries.cut(scan, "month", Asked(payee=it.pk)) if scan else None
    context: dict[str, Any] = {"payee": it, "scan": scan, "months": months, "q": q}
    if scan and months:
        span = queries.latest_year(scan)
        since, until = span if span else (None, None)
        year = Asked(payee=it.pk, since=since, until=until)
        said = shown.source(scan)
        named = [[row.value, row.pence] for row in months.rows if row.value]
        context |= {
            "span": span,
            "chart": shown.by_month("Paid by month", named, said),
            "services": queries.cut(scan, "service", year),
            "categories": queries.cut(scan, "category", year),
            "aliases": queries.aliases(scan, it),
            "like": queries.names_like(scan, q, it) if q and not it.redacted else [],
        }
    found = queries.findings(person, here, Wanted(state="", payee=str(it.pk)))
    context |= {
        "findings": list(found[:MOST_FINDINGS]),
        "contracts": register.of_supplier(it.registered, clock.today()) if it.registered else [],
        "contract_words": contract_words,
        "decided": [
            one for one in queries.decisions(person, here) if _concerns(one, context.get("aliases", []))
        ],
        "may_review": may(person, REVIEW, here) and not it.redacted,
        "form": SupplierSearch({"q": q}),
    }
    return render(request, "spend/supplier.jinja", {**SHOWN, **context})


def _concerns(it: Any, aliases: Any) -> bool:
    mine = {(one.name, one.ref) for one in aliases}
    return (it.name, it.ref) in mine or (it.other_name, it.other_ref) in mine


def _judge(request: HttpRequest, person: Person, here: Organisation, scan: Scan | None) -> None:
    """Joins or parts two names, or takes that back, as the buttons say."""
    if not may(person, REVIEW, here):
        raise PermissionDenied(
            "You may not join and part suppliers: ask an administrator for a role that can."
        )
    sent = request.POST
    with told(request):
        if undone := _number(sent.get("undo")):
            decision = queries.decision(person, undone)
            if decision is None or decision.organisation != here:
                raise Http404
            actions.undo_decision(person, decision=decision)
            messages.success(request, f"That is taken back. {NEXT}")
            return
        pair = _pair(sent.get, scan)
        if pair is None:
            raise Http404
        together = sent.get("as") == "one"
        reason = sent.get("reason", "")
        actions.decide(
            person, organisation=here, name=pair[0], other=pair[1], together=together, reason=reason
        )
        messages.success(request, f"{'One supplier' if together else 'Two suppliers'}: that is kept. {NEXT}")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 18 else None


def _pair(sent: Callable[[str], Any], scan: Scan | None) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """The two printed names that a button is about: a pair that the scan proposes, or two names by their number."""
    if scan is None:
        return None
    place = _number(sent("pair"))
    if place is not None:
        if place >= len(scan.pairs):
            return None
        (one, other), (ref, other_ref) = scan.pairs[place]["names"], scan.pairs[place]["refs"]
        return (one[:300], ref[:100]), (other[:300], other_ref[:100])
    found = [queries.alias(scan, _number(sent(name)) or 0) for name in ("alias", "other")]
    first, second = found
    if first is None or second is None:
        return None
    return (first.name, first.ref), (second.name, second.ref)
