"""Drawing a map: its steps in a table, which pasted rows or a file can fill before it is saved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.insight.lean import actions, composing, reading
from moothall.insight.lean.actions import MOST_STEPS
from moothall.insight.lean.life import BEFORE, Side, StepKind, Value
from moothall.insight.lean.queries import Drawn
from moothall.insight.lean.reading import COLUMNS, Written
from moothall.kit.tables import open_table
from moothall.kit.unreadable import Unreadable
from moothall.web.access import needs, person_of
from moothall.web.lean.forms import MapForm, PasteForm
from moothall.web.lean.writing import to_write
from moothall.web.submitting import acted
from moothall.web.uploads import put_aside

BLANKS = 5  # lines under those that are filled


@needs("lean.write")
def draw(request: HttpRequest, process: int, side: str) -> HttpResponse:
    """Draws how a process goes, before its change or after it: a new version."""
    if side not in Side.values:
        raise Http404
    person, it = person_of(request), to_write(request, process)
    fills = request.method == "POST" and request.POST.get("do") == "fill"
    form = MapForm(side != BEFORE, request.POST or None, initial=_said(it, side))
    paste = PasteForm(request.POST if fills else None, request.FILES if fills else None)
    steps = _sent(request) if request.method == "POST" else _known(it, side)
    if fills:
        steps = _filled(paste, steps)
        form = MapForm(side != BEFORE, initial=_as_typed(request))

    def act() -> None:
        actions.draw(person, process=it.process, side=side, steps=steps, **form.cleaned_data)

    to = reverse("process", args=[it.process.pk])
    done = None if fills else acted(request, form, act, "The map is drawn.", to)
    context = {
        "form": paste if fills else form,
        "map_form": form,
        "paste": paste,
        "process": it.process,
        "side": Side(side),
        "steps": [*steps, *[Written() for _ in range(min(BLANKS, MOST_STEPS - len(steps)))]],
        "kinds": [(one.value, one.label.capitalize()) for one in StepKind],
        "values": [(one.value, one.label.capitalize()) for one in Value],
        "roles": it.roles,
        "to": to,
    }
    wrong = form.errors or paste.errors
    return done or render(request, "lean/map.jinja", context, status=422 if wrong else 200)


def _said(it: Drawn, side: str) -> dict[str, Any]:
    """What the newest map says; of a first one after the change, the volume of the one before."""
    held = it.maps.get(side)
    said: dict[str, Any] = {"on": clock.today()}
    if held:
        return said | {"volume": held.volume, "known": held.known, "words": held.words}
    return said | ({"volume": it.maps[BEFORE].volume} if BEFORE in it.maps else {})


def _known(it: Drawn, side: str) -> list[Written]:
    """The steps of the newest map; a first one after the change begins as it was before."""
    return [composing.written(step) for step in it.steps(side) or it.steps(BEFORE)]


def _sent(request: HttpRequest) -> list[Written]:
    """The steps as they were typed in the table, in order, blank lines left out."""
    found = []
    for place in range(MOST_STEPS):
        held = {
            name: request.POST.get(f"step-{place}-{name}", "").replace("\0", "")[:200] for name in COLUMNS
        }
        it = Written(**{name: value for name, value in held.items() if value or name == "failure"})
        if not it.blank:
            found.append(it)
    return found


def _as_typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed beside the steps, for the form to show again while they are filled in."""
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in ("volume", "known", "words")}
    return said | {"on": "-".join(request.POST.get(f"on_{part}", "") for part in ("year", "month", "day"))}


def _filled(paste: PasteForm, before: list[Written]) -> list[Written]:
    """The steps that were pasted or sent; those of the table where there are none, or they cannot be read."""
    if not paste.is_valid():
        return before
    try:
        found = reading.pasted(paste.cleaned_data["pasted"])
        if paste.cleaned_data["file"]:
            with put_aside([paste.cleaned_data["file"]]) as [(name, path)], open_table(path, name) as table:
                found = reading.rows([cells for _line, cells in table.sheets[0].rows()])
        if not found:
            raise NotPossible("No step is in it: paste rows, or choose a file of them.")
        if len(found) > MOST_STEPS:
            raise NotPossible(f"It has {len(found)} steps: a map has {MOST_STEPS} at most.")
    except (NotPossible, Unreadable) as fault:
        paste.add_error(None, str(fault))
        return before
    return found
