"""Channel shift: contacts by channel before and after a marked change, priced at the costs in the address."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.core import clock
from moothall.kit.numbers import show
from moothall.performance import channels
from moothall.performance.channels import Move
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.performance.forms import ShiftForm

if TYPE_CHECKING:
    from moothall.engines.effect import ChannelShift, UnitCost
    from moothall.kit.series import Series


@needs("performance.read")
def shift(request: HttpRequest) -> HttpResponse:
    """How contacts moved between channels when something changed, and what that avoided at stated unit costs."""
    person, here = who_and_where(request)
    found = channels.moves(person, here)
    chosen = next((it for it in found if str(it.event.pk) == request.GET.get("what")), None)
    move = chosen or next(iter(found), None)
    contacts = channels.contacts(person, here, move.measure, clock.today()) if move else {}
    choices = [(str(it.event.pk), it.label) for it in found]
    form = ShiftForm(choices, list(contacts), request.GET if chosen else None)
    context: dict[str, Any] = {"form": form if move else None, "move": move}
    if chosen and form.is_valid():
        context |= _worked_out(chosen, contacts, form.cleaned_data)
    status = 422 if form.errors else 200
    return render(request, "performance/channels.jinja", context, status=status)


def _worked_out(move: Move, contacts: "Mapping[str, Series]", told: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of the choice; why nothing can be shown where it cannot."""
    from moothall.engines.effect import channel_shift

    costs = _costs(contacts, told)
    priced = any(told.get(f"cost_{place}") is not None for place in range(len(contacts)))
    try:
        found = channel_shift(contacts, costs, move.event.on, budget_fell=told["fell"] or Decimal(0))
    except ValueError as fault:
        return {"fault": str(fault)}
    return {
        "found": found,
        "priced": priced,
        "measure": move.measure,
        "window": _window(found),
        "rows": _rows(found, priced),
        "share_words": [(it.name, it.share.words) for it in found.channels],
        "prices": told["prices"],
        "source": told["source"],
    }


def _costs(contacts: "Mapping[str, Series]", told: Mapping[str, Any]) -> "dict[str, UnitCost]":
    from moothall.engines.effect import UnitCost

    return {
        name: UnitCost(told.get(f"cost_{place}") or Decimal(0), told["prices"], told["source"])
        for place, name in enumerate(contacts)
    }


def _window(found: "ChannelShift") -> str:
    after, before = zip(*found.window, strict=True)
    count = len(found.window)
    return (
        f"{min(after).label} to {max(after).label}, beside {min(before).label} to {max(before).label}"
        f" ({count} {'period' if count == 1 else 'periods'} each)."
    )


def _rows(found: "ChannelShift", priced: bool) -> list[list[str]]:
    rows = []
    for it in found.channels:
        row = [
            it.name,
            show(it.before, "", 0),
            show(it.after, "", 0),
            f"{it.share_before:.1%}",
            f"{it.share_after:.1%}",
            show(it.expected, "", 0),
        ]
        rows.append([*row, show(it.cost.pounds, "£", 2), show(it.avoided, "£", 0)] if priced else row)
    total = [
        "All",
        show(found.before, "", 0),
        show(found.after, "", 0),
        "100.0%",
        "100.0%",
        show(found.after, "", 0),
    ]
    rows.append([*total, "", show(found.avoided, "£", 0)] if priced else total)
    return rows
