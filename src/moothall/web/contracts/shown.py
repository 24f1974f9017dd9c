"""Contracts in words, as several pages say them; and the contract that a page is about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.direction.money import pounds
from moothall.spend import queries
from moothall.spend.life import Next, State
from moothall.spend.queries import Contract, Row
from moothall.web.access import person_of
from moothall.web.plan.days import day

# how a state is coloured: the words say it
LOOKS = {
    State.PIPELINE: "info",
    State.LIVE: "good",
    State.EXTENDED: "watch",
    State.ENDED: "none",
    State.TERMINATED: "poor",
}
WHAT = {
    "notice": "notice must be given by",
    "extension": "an extension must be taken up by",
    "end": "it ends on",
}


def amount(pence: int | None) -> str | None:
    """£12,345; None where it is not known, which a table says."""
    return None if pence is None else pounds(pence)


def alert(row: Row) -> str:
    """'It ends on 31 March 2027: the step of 6 months before was reached on 30 September 2026.'; '' without one."""
    it = row.alert
    if it is None:
        return ""
    what = WHAT[it.moment.what]
    step = f"the step of {it.months} months before was reached on {day(it.reached)}"
    said = "and it was reviewed since" if it.answered else "and nobody has reviewed it since"
    return f"{what[0].upper()}{what[1:]} {day(it.moment.day)}: {step}, {said}."


def nearest(row: Row) -> str:
    """The next day to settle something by, in few words; '' where there is none."""
    found = next((it for it in row.moments if it.day >= row.on), None)
    if found is None or not row.running:
        return ""
    words = {"notice": "Notice by", "extension": "Extend by", "end": "Ends"}
    return f"{words[found.what]} {day(found.day)}"


def share(per_mille: int) -> str:
    """Per mille as per cent: 125 is '12.5%'."""
    return f"{per_mille / 10:g}%"


def units(value: Any) -> str:
    """A number of units, with thousands and no trailing noughts."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


SHOWN = {
    "amount": amount,
    "alert": alert,
    "nearest": nearest,
    "day": day,
    "looks": LOOKS,
    "share": share,
    "units": units,
    "nexts": dict(Next.choices),
}


def to_write(request: HttpRequest, pk: int) -> Contract:
    """A contract that this person keeps. Raises PermissionDenied where it is of another's service."""
    found = queries.contract(person_of(request), pk)
    if found is None:
        raise Http404
    return theirs(request, found)


def theirs(request: HttpRequest, it: Contract) -> Contract:
    """The same contract, once it is sure that this person keeps it."""
    if not queries.may_write(person_of(request), it):
        raise PermissionDenied("This contract is another service’s: its manager keeps it.")
    return it


def form_page(
    request: HttpRequest,
    form: Any,
    it: Contract | None,
    title: str,
    button: str,
    *,
    to: str = "",
    above: Any = (),
    **more: Any,
) -> HttpResponse:
    """A form about a contract, or about the register."""
    back = to or (reverse("contract", args=[it.pk]) if it else reverse("contracts"))
    crumbs = [{"text": "Contracts", "href": reverse("contracts")}, *above]
    if it:
        crumbs.append({"text": it.reference, "href": reverse("contract", args=[it.pk])})
    told = {
        "form": form,
        "contract": it,
        "page_title": title,
        "button": button,
        "to": back,
        "breadcrumbs": [*crumbs, {"text": title}],
    }
    return render(request, "contracts/form.jinja", told | more, status=422 if form.errors else 200)
