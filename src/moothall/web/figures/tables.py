"""What the pages of loads and lineage show, as rows ready for the components."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.core.models import PUBLISHED, AuditEntry, Visitor
from moothall.figures import queries
from moothall.figures.feeds.queries import brought
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Load, Observation
from moothall.figures.reading import Outcome
from moothall.figures.sources import sources
from moothall.figures.wording import MADE_UP, made_up
from moothall.kit.numbers import show
from moothall.reference.shorthand import meaning
from moothall.web.templating import moment

Facts = list[tuple[str, Any]]
PUBLIC_ROWS = 2000


def measure_of(it: Observation) -> Measure | None:
    """The figure's measure, unless it has left the catalogue."""
    return catalogue().get(it.series.measure)


def value(it: Observation, measure: Measure | None) -> str:
    """The value with its unit, or why there is none."""
    if it.value is None:
        return f"No value: {it.reason or it.missing}"
    return show(it.value, measure.unit, measure.decimals) if measure else f"{it.value:f}"


def status_words(status: str) -> str:
    """The markers of a value in words: 'p,r' is 'provisional; revised'. Others stand as written."""
    said = (meaning(f"[{code}]") or meaning(code) for code in status.split(","))
    return "; ".join(
        marker.reason if marker else code for marker, code in zip(said, status.split(","), strict=True)
    )


def loader(person: Visitor, load: Load) -> str:
    """Who loaded it. The public is told for which organisation, not the name of the officer."""
    if queries.knows_loader(person, load):
        return str(load.loaded_by)
    return "Staff of this service" if load.organisation.slug == PUBLISHED else f"Staff of {load.organisation}"


def reads_row(person: Visitor, it: Observation) -> bool:
    """Whether this person is shown the row as the file has it: a council's return may say more than was published.

    The public is shown rows near the top of a published CSV: no others are found so soon for anybody who asks.
    """
    load = it.load
    if queries.knows_loader(person, load):
        return True
    quick = load.file_name.lower().endswith(".csv") and it.line <= PUBLIC_ROWS
    return quick and load.organisation.slug == PUBLISHED


def figure(it: Observation, measure: Measure | None) -> Facts:
    """What the figure is."""
    facts: Facts = []
    if measure:
        name = Markup('<a class="govuk-link" href="{}">{}</a>').format(
            reverse("measure", args=[measure.id]), measure.title
        )
        facts = [("Measure", name), ("Definition", measure.definition), ("Unit", measure.unit)]
    facts += [
        ("Area", f"{it.series.area.name} ({it.series.area_id})"),
        ("Period", f"{it.period.label} ({_days(it)})"),
        ("Basis", it.series.basis.capitalize()),
        ("Exact value", f"{it.value:f}" if it.value is not None else value(it, measure)),
    ]
    if it.series.breakdown:
        facts.append(("Breakdown", it.series.breakdown))
    facts += _parts(it, measure)
    if it.lower is not None and it.upper is not None:
        facts.append(("Published limits", f"{it.lower:f} to {it.upper:f}"))
    if it.status:
        facts.append(("Status", status_words(it.status).capitalize()))
    if it.note:
        facts.append(("Note from the source", it.note))
    return facts


def _days(it: Observation) -> str:
    period = it.period
    return f"{period.start.isoformat()} to {period.end.isoformat()}"


def _parts(it: Observation, measure: Measure | None) -> Facts:
    """The two numbers a rate was made from: what each counts, and how many, or that the source does not say."""
    given = (
        ("Numerator", it.numerator, measure.numerator if measure else ""),
        ("Denominator", it.denominator, measure.denominator if measure else ""),
    )
    return [
        (name, ": ".join(filter(None, (what, "the source gives none" if number is None else f"{number:,f}"))))
        for name, number, what in given
        if what or number is not None
    ]


def origin(person: Visitor, it: Observation) -> Facts:
    """Where the figure comes from: the source, the file, the row, who and when."""
    load = it.load
    source = sources().get(load.source)
    facts: Facts = []
    if made_up(it.series.area):
        facts = [("Source", MADE_UP)]
    elif source:
        facts = [("Source", source.title), ("Publisher", _first_up(source.publisher))]
        facts.append(("Licence", _first_up(source.licence)))
    if run := brought(load):
        facts.append(("Fetched", f"by the feed ‘{run.setup}’, from {run.address}"))
    place = f"row {it.line:,}" + (f" of the sheet ‘{load.sheet}’" if load.sheet else "")
    return [
        *facts,
        ("File", load.file_name),
        ("Where in the file", place.capitalize()),
        ("SHA-256 of the file", Markup("<code>{}</code>").format(load.sha256)),
        ("Loaded by", loader(person, load)),
        ("Loaded", moment(load.published_at) if load.published_at else None),
    ]


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def versions(person: Visitor, found: Sequence[Observation], measure: Measure | None) -> list[list[Any]]:
    """Every version, newest first."""
    return [
        [
            moment(it.load.published_at) if it.load.published_at else None,
            value(it, measure),
            status_words(it.status).capitalize() if it.status else "–",
            f"{it.load.file_name}, row {it.line:,}",
            loader(person, it.load),
        ]
        for it in found
    ]


def loads(found: Sequence[Load]) -> list[list[Any]]:
    return [
        [
            {"text": str(it), "href": reverse("load", args=[it.pk])},
            source_title(it),
            moment(it.published_at) if it.published_at else it.get_state_display().capitalize(),
            str(it.loaded_by),
            f"{it.kept:,}",
            f"{it.rejected:,}",
        ]
        for it in found
    ]


def source_title(load: Load) -> str:
    source = sources().get(load.source)
    return source.title if source else load.source


def counts(load: Load) -> Facts:
    """What came of the rows of a file."""
    return [
        ("Rows read", f"{load.rows:,}"),
        ("Kept", f"{load.kept:,}"),
        ("Kept, without a value", f"{load.missing:,}"),
        ("Kept, the same as before", f"{load.unchanged:,}"),
        ("Kept, correcting an older value", f"{load.superseded:,}"),
        ("Rejected", f"{load.rejected:,}"),
    ]


def about(load: Load) -> Facts:
    """Which file it was, and who loaded it when."""
    return [
        ("Layout", source_title(load)),
        (
            "For",
            "Everyone: published statistics" if load.organisation.slug == PUBLISHED else load.organisation,
        ),
        ("Loaded by", str(load.loaded_by)),
        ("Started", moment(load.started_at)),
        (
            "Published",
            moment(load.published_at) if load.published_at else load.get_state_display().capitalize(),
        ),
        ("Size", f"{load.size:,} bytes"),
        ("SHA-256 of the file", Markup("<code>{}</code>").format(load.sha256)),
        ("Columns not loaded", ", ".join(load.ignored) or "None"),
    ]


def rejects(rows: Sequence[tuple[int, str, str]]) -> list[list[Any]]:
    return [[f"{line:,}", reason, Markup("<code>{}</code>").format(text)] for line, reason, text in rows]


def audit(entries: Iterable[AuditEntry]) -> list[list[Any]]:
    return [[moment(it.at), str(it.person or "–"), it.address or "–", it.action] for it in entries]


def outcome(it: Outcome) -> Facts:
    """What a check found."""
    ignored = ", ".join(it.load.ignored) or "None"
    return [("Layout", source_title(it.load)), *counts(it.load), ("Columns not loaded", ignored)]
