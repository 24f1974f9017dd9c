"""How a council is doing, for its residents: only what anyone may read already.

The rules:

- a council's own figure is shown in the version that something published shows (`figures.disclosure`), no later one;
- published statistics are shown as they stand, where one way is better than the other; the rest are on the page of
  the place;
- priorities, the measures under them, targets, statuses and who owes what is missing are those of the newest published
  quarterly report, read from the report itself as it was approved: nothing of the scorecard as it stands;
- better and worse compare the latest figure with the same period a year before, both as they are shown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from moothall.core.models import PUBLISHED, Organisation
from moothall.figures.disclosure import disclosed
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation, ObservationQuerySet, Series
from moothall.figures.wording import unit_of
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Block, Table, plain
from moothall.kit.periods import Period
from moothall.performance.quarterly import queries as quarterly
from moothall.performance.status import Travel, travel

LATELY = 10  # periods in a small chart
MOST = 60  # measures on one page beside those of the priorities
MEASURES, WITHOUT = "Measures: ", "Measures without data"  # how the report calls these tables
WHOSE = ("Who owes it", "Who answers")  # and this column, now and in reports approved before
OTHER = "Other published figures"
Held = dict[str, dict[int, dict[date, Observation]]]  # by measure, series and first day


@dataclass(frozen=True)
class Said:
    """What the newest published report says of a measure. `lacks` and `whose`: of what it says is missing."""

    period: str = ""
    target: str = ""
    status: str = ""
    lacks: str = ""
    whose: str = ""


@dataclass(frozen=True)
class Told:
    """The newest published report, as far as it is needed: sections in order, and by measure what it says."""

    report: quarterly.Report
    sections: Mapping[str, Sequence[Measure]]
    said: Mapping[str, Said]


@dataclass(frozen=True)
class Line:
    """One measure for residents. `recent` are the versions anyone may read, oldest first; `own`: they are the council's
    own records, not a publisher's."""

    measure: Measure
    recent: Sequence[Observation]
    own: bool
    travel: Travel
    earlier: Observation | None
    said: Said = field(default_factory=Said)

    @property
    def latest(self) -> Observation | None:
        """The newest with a value."""
        return next((it for it in reversed(self.recent) if it.value is not None), None)

    @property
    def lacking(self) -> Observation | None:
        """The newest, where it came without a value."""
        return self.recent[-1] if self.recent and self.recent[-1].value is None else None

    def lately(self) -> Sequence[tuple[Period, Decimal | None]]:
        """The latest periods that anyone may read, oldest first, gaps among them."""
        latest = self.latest
        if latest is None:
            return ()
        values = {it.start: it.value for it in self.recent}
        period = latest.period
        shown: list[tuple[Period, Decimal | None]] = []
        while len(shown) < LATELY and period.start >= self.recent[0].start:
            shown.append((period, values.get(period.start)))
            period = period.previous()
        return tuple(reversed(shown))


@dataclass(frozen=True)
class Public:
    """What residents see of a council: sections, each with its lines, by priority or by subject."""

    council: Organisation
    report: quarterly.Report | None
    withheld: bool  # the newest report is not what was approved, so nothing of it is used
    sections: Mapping[str, Sequence[Line]]
    themes: Mapping[str, str]  # by key its title, where the subjects do not fit on one page
    more: bool = False  # other published figures are too many to stand under the priorities

    def lines(self) -> list[Line]:
        """Each measure once."""
        return list({it.measure.id: it for lines in self.sections.values() for it in lines}.values())


def public(council: Organisation, *, by_subject: bool = False, theme: str = "") -> Public:
    """How a council is doing, from what anyone may read. Eight queries at most, however many measures; one theme of
    the subjects, the first unless one is asked for, where they do not fit on a page."""
    newest = quarterly.published_reports(council.slug).first()
    report = quarterly.published(council.slug, newest.start) if newest else None
    withheld = report is not None and not quarterly.as_approved(report)
    told = read(report) if report and not withheld else None
    own = _own(council)
    named = {it.id for them in told.sections.values() for it in them} if told else set()
    ids = {*named, *own, *_published(council)}
    measures = sorted(
        (it for key, it in catalogue().items() if key in ids), key=lambda it: (it.theme, it.title)
    )
    themes: dict[str, str] = {}
    more = False
    if told is None or by_subject:
        if len(measures) > MOST:
            themes = {it.theme: _titled(it.theme) for it in measures}
            theme = theme if theme in themes else measures[0].theme
            measures = [it for it in measures if it.theme == theme]
    elif len(ids - named) > MOST:
        more, measures = True, [it for it in measures if it.id in named]
    held = _held(council, own, [it.id for it in measures])
    lines = {
        it.id: _line(it, held.get(it.id, ()), told.said.get(it.id) if told else None)
        for it in measures
        if it.id in named or it.id in held
    }
    sections = _by_subject(lines.values()) if told is None or by_subject else _by_priority(told, lines)
    return Public(council, told.report if told else None, withheld, sections, themes, more)


def read(report: quarterly.Report) -> Told:
    """The priorities of a report as it was approved, the measures under each, and what it says of them."""
    sections, said = _read(report.document)
    return Told(report, sections, said)


@lru_cache(
    maxsize=8
)  # an approved report never changes, and reading one takes longer than the rest of the page
def _read(document: str) -> tuple[Mapping[str, Sequence[Measure]], Mapping[str, Said]]:
    named = {_named(it): it for it in catalogue().values()}
    titled = {it.title: it for it in catalogue().values()}
    sections: dict[str, list[Measure]] = {}
    said: dict[str, Said] = {}
    lacking: dict[str, tuple[str, str]] = {}
    for table in _tables(from_json(document).blocks):
        heads = [it.name for it in table.columns]
        rows = [dict(zip(heads, (plain(it.content) for it in row), strict=True)) for row in table.rows]
        if table.caption == WITHOUT:
            lacking = {
                titled[row["Measure"]].id: (
                    row.get("What is missing", ""),
                    next((row[it] for it in WHOSE if it in row), ""),
                )
                for row in rows
                if row.get("Measure") in titled
            }
        elif table.caption.startswith(MEASURES):
            found = [(named[row["Measure"]], row) for row in rows if row.get("Measure") in named]
            sections[table.caption.removeprefix(MEASURES)] = [it for it, _ in found]
            for it, row in found:
                target = row.get("Target", "")
                said[it.id] = Said(
                    row.get("Period", ""),
                    "" if target == "None" else target,
                    row.get("Status", ""),
                    *lacking.get(it.id, ("", "")),
                )
    return sections, said


def _tables(blocks: Iterable[Block]) -> list[Table]:
    """The tables of the summary and of the priorities, in order; those that are behind charts are another matter."""
    return [it for it in blocks if isinstance(it, Table)]


def _named(it: Measure) -> str:
    """A measure as the report's tables name it."""
    name = unit_of(it).name
    return f"{it.title} ({name})" if name else it.title


def _own(council: Organisation) -> Held:
    """The council's own figures that something published shows, each in the newest version that does. One query."""
    found: Held = defaultdict(lambda: defaultdict(dict))
    if council.area_code:
        rows = _here(council).filter(series__organisation=council, load__sequence__isnull=False)
        for it in rows.filter(disclosed()).order_by("load__sequence"):
            if it.series.measure in catalogue():
                found[it.series.measure][it.series_id][it.start] = it
    return found


def _published(council: Organisation) -> set[str]:
    """The measures of which statistics are published, where one way is better. One query."""
    directed = [it.id for it in catalogue().values() if it.polarity != "neither"]
    series = Series.objects.filter(
        area=council.area_code, organisation__slug=PUBLISHED, breakdown="", measure__in=directed
    )
    return set(series.reaching().values_list("measure", flat=True)) if council.area_code else set()


def _here(council: Organisation) -> ObservationQuerySet:
    found = Observation.objects.filter(series__area=council.area_code, series__breakdown="")
    return found.select_related("series__area", "series__organisation")


def _held(council: Organisation, own: Held, wanted: Collection[str]) -> dict[str, Sequence[Observation]]:
    """By measure, the series to show, oldest first: of the council's own, and of published statistics. One query."""
    found: Held = defaultdict(lambda: defaultdict(dict))
    for key in wanted:
        if key in own:
            found[key].update(own[key])
    directed = [key for key in wanted if catalogue()[key].polarity != "neither"]
    if council.area_code:
        rows = _here(council).filter(series__organisation__slug=PUBLISHED, series__measure__in=directed)
        for it in rows.current():
            found[it.series.measure][it.series_id][it.start] = it
    return {key: _shown(catalogue()[key], series, council) for key, series in found.items()}


def _shown(
    measure: Measure, series: Mapping[int, Mapping[date, Observation]], council: Organisation
) -> Sequence[Observation]:
    """One series: on the measure's own basis, as often as it is published, then the newest, then the council's own."""
    ordered = [sorted(found.values(), key=lambda it: it.start) for found in series.values()]
    return max(
        ordered,
        key=lambda it: (
            it[-1].series.basis == measure.basis,
            it[-1].period.frequency == measure.frequency,
            it[-1].start,
            it[-1].series.organisation_id == council.pk,
            it[-1].series_id,
        ),
    )


def _line(measure: Measure, recent: Sequence[Observation], said: Said | None) -> Line:
    latest = next((it for it in reversed(recent) if it.value is not None), None)
    before = latest.period.year_before().start if latest else None
    earlier = next((it for it in recent if it.start == before and it.value is not None), None)
    return Line(
        measure,
        recent,
        bool(recent) and recent[-1].series.organisation.slug != PUBLISHED,
        travel(
            latest.value if latest else None,
            earlier.value if earlier else None,
            measure.polarity,
            measure.decimals,
        ),
        earlier,
        said or Said(),
    )


def _by_priority(told: Told, lines: Mapping[str, Line]) -> dict[str, Sequence[Line]]:
    """As the report has them; what it does not name comes last."""
    found: dict[str, Sequence[Line]] = {
        title: [lines[it.id] for it in measures] for title, measures in told.sections.items() if measures
    }
    named = {it.id for measures in told.sections.values() for it in measures}
    others = [it for key, it in lines.items() if key not in named]
    return found | ({OTHER: others} if others else {})


def _by_subject(lines: Iterable[Line]) -> dict[str, Sequence[Line]]:
    """By the catalogue's themes."""
    found: dict[str, list[Line]] = defaultdict(list)
    for it in lines:
        found[_titled(it.measure.theme)].append(it)
    return dict(found)


def _titled(theme: str) -> str:
    return theme.replace("-", " ").capitalize()
