"""One supplier, what is said of it, and that it is another one."""

from dataclasses import fields
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.permission import may
from moothall.spend import actions, queries
from moothall.spend.actions import SupplierSaid
from moothall.spend.composing import YES
from moothall.spend.ledgers import queries as ledgers
from moothall.spend.permissions import MANAGE_CONTRACTS, WRITE_CONTRACT
from moothall.spend.queries import Supplier
from moothall.web.access import needs, person_of
from moothall.web.contracts.forms import SupersedeForm, SupplierForm
from moothall.web.contracts.shown import SHOWN, form_page
from moothall.web.spend.shown import exactly, payments_at
from moothall.web.submitting import sent

KNOWN = {True: "yes", False: "no", None: ""}


@needs("spend.read")
def one(request: HttpRequest, supplier: int) -> HttpResponse:
    """A supplier, its contracts, and what the ledgers say it is paid."""
    person, it = person_of(request), _found(request, supplier)
    rows = queries.of_supplier(it, clock.today())
    values = [row.value for row in rows if row.running and row.value is not None]
    context = SHOWN | {
        "supplier": it,
        "rows": rows,
        "running": sum(row.running for row in rows),
        "valued": len(values),
        "value": sum(values),
        "yes": YES,
        "others": list(it.replaces.all()),
        "paid": ledgers.payees_of(it),
        "exactly": exactly,
        "payments_at": payments_at,
        "may_write": may(person, WRITE_CONTRACT, it.organisation) and it.replaced_by is None,
        "may_manage": may(person, MANAGE_CONTRACTS, it.organisation) and it.replaced_by is None,
    }
    return render(request, "contracts/supplier.jinja", context)


@needs("contracts.write")
def change(request: HttpRequest, supplier: int) -> HttpResponse:
    """Says anew who a supplier is."""
    person, it = person_of(request), _found(request, supplier)
    said = {one.name: getattr(it, one.name) for one in fields(SupplierSaid)}
    said |= {name: KNOWN[said[name]] for name in ("sme", "vcse", "local")}
    form = SupplierForm(request.POST or None, initial=said)

    def act(**given: Any) -> None:
        actions.change_supplier(person, supplier=it, said=SupplierSaid(**given))

    to = reverse("supplier", args=[it.pk])
    done = sent(request, form, act, "The supplier was changed.", to)
    above = [{"text": it.name, "href": to}]
    return done or form_page(request, form, None, "Change a supplier", "Save supplier", to=to, above=above)


@needs("contracts.manage")
def same(request: HttpRequest, supplier: int) -> HttpResponse:
    """Says that a supplier is the same as another: its contracts go there."""
    person, it = person_of(request), _found(request, supplier)
    form = SupersedeForm(queries.suppliers(person, it.organisation).exclude(pk=it.pk), request.POST or None)

    def act(**given: Any) -> None:
        actions.supersede_supplier(person, supplier=it, **given)

    to = reverse("supplier", args=[it.pk])
    done = sent(request, form, act, "It is marked as the same, and its contracts are the other’s.", to)
    intro = f"The contracts and notices of ‘{it}’ go to the other one. ‘{it}’ stays, and says what it is now."
    above = [{"text": it.name, "href": to}]
    return done or form_page(
        request, form, None, "Two names, one supplier", "Save", to=to, above=above, intro=intro
    )


def _found(request: HttpRequest, pk: int) -> Supplier:
    found = queries.supplier(person_of(request), pk)
    if found is None:
        raise Http404
    return found
