"""The explorer in words and rows."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.figures.models import Area
from moothall.insight.queries import Exploration
from moothall.insight.rows import Figure
from moothall.web.insight.explorer.state import WAYS, Asked
from moothall.web.insight.explorer.view import View
from moothall.web.insight.pictures import why
from moothall.web.insight.tables import difference, precise, value

Row = list[Any]


def ways(asked: Asked) -> list[dict[str, Any]]:
    """The links from one way of seeing to another."""
    return [
        {"text": text, "href": asked.but(show=name).at("explore"), "here": name == asked.show}
        for name, text in WAYS.items()
    ]


def headline(found: Exploration) -> dict[str, str] | None:
    """The council's figure, and where it comes from."""
    own = found.own
    if own is None or own.value is None:
        return None
    return {"text": value(found.measure, own.value) or "", "href": lineage(own)}


def lineage(it: Figure) -> str:
    return reverse("lineage", args=[it.series, it.start.isoformat()])


def sentences(found: Exploration) -> Iterator[str]:
    """Where the council stands among its comparators, in plain words."""
    result, name = found.among_peers, found.area.name
    if result.place and result.distance is not None:
        yield f"{name} is {result.place} among those of its {found.group} that have a figure ({found.measure.better})."
        apart = difference(found.measure, result.distance)
        yield f"That is {apart} their median of {precise(found.measure, result.median)}, which leaves {name} out."
    elif found.value is not None and found.comparators:
        have = "none has" if not result.others else f"only {result.others} of them have"
        yield f"There is no place among its {found.group}: {have} a figure."
    if found.own and not found.own.published:
        yield "The figure is from the council's own return, and shown only to those who may read its returns."


def columns(found: Exploration) -> list[Any]:
    figure, place = {"text": "Figure", "numeric": True}, {"text": "Place", "numeric": True}
    return ["Council", place, figure, "Comparator"]


def rows(view: View) -> list[Row]:
    """Everybody of the tier and every comparator, best first; then those without a figure, with the cause."""
    found = view.found
    assert found
    near = set(found.comparators)
    codes = dict.fromkeys((found.area.code, *found.comparators, *view.tier_figures))
    order = _places(found, list(codes))
    known = sorted(
        (code for code in codes if code in order), key=lambda code: (order[code], name(found, code))
    )
    lacking = sorted((code for code in codes if code not in order), key=lambda code: name(found, code))
    return [
        [_name(view, code), order.get(code, "–"), _figure(found, code), _kind(found, code, near)]
        for code in (*known, *lacking)
    ]


def _places(found: Exploration, codes: list[str]) -> dict[str, int]:
    """Everybody's place, the best first; equal figures share one."""
    values = {code: it.value for code in codes if (it := found.now.get(code)) and it.value is not None}
    lowest = found.measure.polarity == "lower"
    return {
        code: 1 + sum((other < mine) if lowest else (other > mine) for other in values.values())
        for code, mine in values.items()
    }


def name(found: Exploration, code: str) -> str:
    return found.names.get(code, code)


def _name(view: View, code: str) -> Markup | dict[str, str]:
    assert view.found
    if code == view.found.area.code:
        return Markup("<strong>{}</strong>").format(name(view.found, code))
    return {"text": name(view.found, code), "href": view.asked.but(area=code, peers="").at("explore")}


def _figure(found: Exploration, code: str) -> Any:
    it = found.now.get(code)
    if it and it.value is not None:
        return {"text": value(found.measure, it.value), "href": lineage(it)}
    return Markup('<span class="app-missing">{}</span>').format(cause(found, code))


def cause(found: Exploration, code: str) -> str:
    """Why there is no figure, in a sentence."""
    known = found.absences.get(code)
    if known:
        named = known.words.casefold().startswith(known.cause)
        return known.words if named else f"{known.cause.capitalize()}: {known.words}"
    said = why(found.now.get(code))
    return f"{said[:1].upper()}{said[1:]}."


def _kind(found: Exploration, code: str, near: set[str]) -> str:
    if code == found.area.code:
        return "This council"
    return "Yes" if code in near else "No"


def elsewhere(found: Exploration) -> list[Area]:
    """The areas that hold the council's figures where its own code does not."""
    known = found.absences.get(found.area.code)
    return list(known.elsewhere) if known else []


def nothing(view: View) -> str:
    """Why the way of seeing that is chosen has no picture."""
    found = view.found
    assert found
    if view.asked.show == "scatter":
        if view.against is None:
            return "Choose a second measure above: each council is then a dot, placed by its figures of both."
        return "No council of this kind has figures of both measures that you may read."
    if view.asked.show == "map":
        if view.outlines is None:
            return (
                f"No boundaries of {found.area.name} are loaded, so no map can be drawn. Whoever looks after this "
                "site can load them with the command ‘moothall boundaries’."
            )
        return "No area with a boundary has a figure in this period."
    return "There are too few figures to draw."
