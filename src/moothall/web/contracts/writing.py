"""Recording a contract, and saying anew what it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from moothall.core.models import Organisation, Person
from moothall.spend import actions, queries
from moothall.spend.actions import Said, SupplierSaid
from moothall.spend.life import Kind
from moothall.spend.queries import Contract
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.contracts.forms import ContractForm, money
from moothall.web.contracts.shown import form_page, to_write
from moothall.web.submitting import sent

MONEY = ("value_pence", "annual_pence", "vat_pence")


def _form(person: Person, here: Organisation, request: HttpRequest, first: Any, **more: Any) -> ContractForm:
    return ContractForm(
        queries.suppliers(person, here),
        queries.writable(person, here),
        queries.people(person, here),
        request.POST or None,
        initial=first,
        **more,
    )


def _said(person: Person, here: Organisation, given: dict[str, Any]) -> Said:
    """What the form holds; a supplier that is new is recorded first."""
    new = given.pop("new_supplier")
    if new:
        given["supplier"] = actions.add_supplier(person, organisation=here, said=SupplierSaid(new))
    return Said(**given)


@needs("contracts.write")
def add(request: HttpRequest) -> HttpResponse:
    """Records a contract; what a notice says of it where one is named in the address."""
    person, here = who_and_where(request)
    asked = request.GET.get("notice", "")
    notice = (
        queries.notice(person, int(asked))
        if asked.isascii() and asked.isdecimal() and len(asked) < 18
        else None
    )
    first: dict[str, Any] = {"kind": Kind.SERVICES}
    if notice:
        first |= {
            "title": notice.title[:300],
            "starts": notice.starts,
            "ends": notice.ends,
            "cpv": notice.cpv,
        }
        first |= {"description": notice.description, "value_pence": money(notice.value_pence)}
        first |= {"new_supplier": notice.suppliers[0]["name"] if len(notice.suppliers) == 1 else ""}
    form = _form(person, here, request, first)

    def act(**given: Any) -> str:
        made = actions.add_contract(person, organisation=here, said=_said(person, here, given))
        return reverse("contract", args=[made.pk])

    done = sent(request, form, act, "The contract is recorded.")
    return done or form_page(request, form, None, "Record a contract", "Save contract")


@needs("contracts.write")
def change(request: HttpRequest, contract: int) -> HttpResponse:
    """Says anew what a contract is."""
    person, it = person_of(request), to_write(request, contract)
    form = _form(person, it.organisation, request, _now(it), changing=True)

    def act(reason: str, **given: Any) -> None:
        actions.change_contract(
            person, contract=it, said=_said(person, it.organisation, given), reason=reason
        )

    done = sent(request, form, act, "The contract was changed.", reverse("contract", args=[it.pk]))
    intro = "What it said before is kept. Extensions that were used, and a termination, stay as they are."
    return done or form_page(request, form, it, "Change a contract", "Save contract", intro=intro)


def _now(it: Contract) -> dict[str, Any]:
    said = vars(actions.of_contract(it)).copy()
    return said | {name: money(said[name]) for name in MONEY}
