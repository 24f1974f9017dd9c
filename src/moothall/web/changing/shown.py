"""What changes, as its pages show it."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.direction.rehoming import ROOMS, Rehomed, Standing, by_room
from moothall.figures.models import Reorganisation
from moothall.figures.reorganising import Before, Headline, Joined
from moothall.figures.wording import source_of, unit_of
from moothall.kit.charts import Chart, Event, Line, Trend
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import plain, show
from moothall.performance.rollover import Turning
from moothall.web.changing.forms import HomesForm, TurnForm, boxes

_BOX = Markup(
    '<label class="govuk-visually-hidden" for="{0}">{1}</label>{3}'
    '<input class="govuk-input govuk-input--width-5{4}" id="{0}" name="{5}" value="{2}" inputmode="decimal"'
    ' autocomplete="off" spellcheck="false">'
)
_FAULT = Markup('<p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> {}</p>')


def proposed(form: TurnForm) -> list[list[Any]]:
    """A row for each target: whose it is, what it was, and boxes for what it will be."""
    rows = []
    for it in form.found.proposed:
        given = {name: _box(form, f"{name}-{it.name}") for name, _label, _number in boxes(it)}
        value = given["value"] + Markup(" to ") + given["upper"] if "upper" in given else given["value"]
        rows.append(
            [it.title, it.answers, _was(it.old.value, it.old.upper, it.measure), value, given["tolerance"]]
        )
    return rows


def _box(form: TurnForm, name: str) -> Markup:
    bound = form[name]
    fault = _FAULT.format(" ".join(map(str, bound.errors))) if bound.errors else ""
    wrong = " govuk-input--error" if bound.errors else ""
    value = bound.value()
    return _BOX.format(
        bound.auto_id, bound.label, "" if value is None else value, fault, wrong, bound.html_name
    )


def _was(value: Any, upper: Any, measure: Any) -> str:
    said = show(value, measure.unit, measure.decimals)
    return f"{said} to {show(upper, measure.unit, measure.decimals)}" if upper is not None else said


def lacking(found: Turning) -> list[list[Any]]:
    """The measures without a target, by whose they are."""
    return [
        [{"text": it.measure.title, "href": reverse("target", args=[it.measure.id])}, it.answers]
        for it in sorted(found.lacking, key=lambda it: (it.answers, it.measure.title))
    ]


# --- services ---


def standing(found: Sequence[Standing], form: HomesForm) -> list[dict[str, Any]]:
    """By room, its heading, how many of its things move, and each; with where it goes, where there is a choice."""
    return [
        {
            "heading": heading,
            "count": len(some),
            "rows": [[it.thing.title, it.service.name, *_select(form, it)] for it in some],
            "choose": f"home-{some[0].name}" in form.fields,
        }
        for heading, some in by_room(found)
    ]


_SELECT = Markup(
    '<label class="govuk-visually-hidden" for="{0}">{1}</label>'
    '<select class="govuk-select" id="{0}" name="{2}">{3}</select>'
)
_OPTION = Markup('<option value="{}"{}>{}</option>')


def _select(form: HomesForm, it: Standing) -> list[Markup]:
    name = f"home-{it.name}"
    if name not in form.fields:
        return []
    bound = form[name]
    options = Markup("").join(
        _OPTION.format(slug, Markup(" selected") if slug == bound.value() else "", text)
        for slug, text in form.fields[name].choices  # type: ignore[attr-defined]
    )
    return [_SELECT.format(bound.auto_id, bound.label, bound.html_name, options)]


def rehomed(things: Iterable[Rehomed]) -> list[tuple[str, list[list[str]]]]:
    """By room, what moved from where to where."""
    return [
        (
            ROOMS[kind].heading if kind in ROOMS else kind,
            [[it.title, it.old.name, it.new.name] for it in some],
        )
        for kind, some in groupby(things, key=lambda it: it.kind)
    ]


# --- councils ---


def reorganisations(found: Iterable[Reorganisation]) -> list[list[Any]]:
    """Each successor, its day, and whom it took over from."""
    return [
        [
            {"text": it.successor.name, "href": reverse("before", args=[it.successor_id])},
            spoken_date(it.from_date),
            ", ".join(str(part) for part in it.predecessors.all()),
        ]
        for it in found
    ]


def parts(it: Reorganisation) -> list[list[str]]:
    """Each predecessor: the whole of it, or its share."""
    return [
        [
            f"{part.area.name} ({part.area_id})",
            f"{plain(part.share)} of it, by {part.basis}" if part.share is not None else "The whole of it",
        ]
        for part in it.predecessors.all()
    ]


def headlines(it: Reorganisation, found: Iterable[Headline]) -> list[list[Any]]:
    """How each measure fared, with a link to its series."""
    return [
        [
            {"text": one.measure.title, "href": reverse("joined", args=[it.successor_id, one.measure.id])},
            _count(one.worked_out, one.periods) + (", estimated" if one.estimated and one.worked_out else ""),
            " ".join(one.causes) or "Nothing is left out.",
        ]
        for one in found
    ]


def fared(found: Iterable[Before]) -> list[list[str]]:
    """The same before anything is stored."""
    return [
        [
            it.measure.title,
            _count(it.worked_out, len(it.points)),
            " ".join(it.causes[:3]) or "Nothing is left out.",
        ]
        for it in sorted(found, key=lambda it: it.measure.title)
    ]


def _count(some: int, of: int) -> str:
    return f"{some} of {of} period{'' if of == 1 else 's'}"


def drawn(it: Reorganisation, found: Joined) -> Chart | None:
    """Two lines with the day of the change between them; None where there is no figure at all."""
    moments = found.moments
    own = tuple(one.value if one.own else None for one in moments)
    derived = tuple(None if one.own else one.value for one in moments)
    if not any(value is not None for value in (*own, *derived)):
        return None
    first = next((one.period.label for one in moments if one.period.end >= it.from_date), None)
    events = (Event(first, f"{it.successor.name} begins"),) if first else ()
    picture = Trend(
        tuple(one.period.label for one in moments),
        Line(it.successor.name, own),
        unit_of(found.measure),
        beside=(Line("Worked out from its predecessors", derived),) if any(derived) else (),
        events=events,
    )
    source = (
        f"{source_of(found.measure, it.successor)} Before {spoken_date(it.from_date)} worked out by Moothall."
    )
    return Chart(f"{found.measure.title}, {it.successor.name} and before", source, picture)


def moments(found: Joined) -> list[list[Any]]:
    """Newest first: the period, the figure, and what it is: its own with its lineage, worked out, or why not."""
    rows: list[list[Any]] = []
    measure = found.measure
    for it in reversed(found.moments):
        value = None if it.value is None else show(it.value, measure.unit, measure.decimals)
        if it.own:
            href = reverse("lineage", args=[it.own.series_id, it.period.start.isoformat()])
            rows.append(
                [
                    it.period.label,
                    {"text": value or it.own.get_missing_display(), "href": href},
                    "Its own figure",
                ]
            )
        elif it.point and it.point.combined.cause:
            rows.append([it.period.label, None, f"Cannot be worked out: {it.point.combined.cause}"])
        else:
            estimated = it.point is not None and it.point.combined.estimated
            rows.append(
                [it.period.label, value, "Worked out, an estimate by shares" if estimated else "Worked out"]
            )
    return rows


def pieces(found: Joined) -> list[list[Any]]:
    """Every predecessor's figure that went in, or should have, with its lineage."""
    rows: list[list[Any]] = []
    measure = found.measure
    for it in reversed(found.moments):
        for piece in it.point.pieces if it.point else ():
            part = piece.part
            said: Any = part.why
            if piece.series and part.value is not None:
                href = reverse("lineage", args=[piece.series, it.period.start.isoformat()])
                said = {"text": show(part.value, measure.unit, measure.decimals), "href": href}
            share = "" if part.share == 1 else f", of which {plain(part.share)}"
            counts = [
                plain(number) if number is not None else "Not given"
                for number in (part.numerator, part.denominator)
            ]
            rows.append(
                [f"{it.period.label}, {part.name}{share}", said, *(counts if measure.denominator else [])]
            )
    return rows
