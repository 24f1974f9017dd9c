"""Questions about quarterly reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from moothall.core.frozen import changed, digest, recorded, stored
from moothall.core.models import Organisation, Person
from moothall.core.permission import may, organisations, require
from moothall.figures.measures import catalogue
from moothall.figures.queries import as_they_stand
from moothall.figures.wording import unit_of
from moothall.kit.periods import Period
from moothall.performance.commentary.queries import of_quarter
from moothall.performance.models import Commentary
from moothall.performance.quarterly.assessing import assess
from moothall.performance.quarterly.composing import Composed, composed
from moothall.performance.quarterly.life import State
from moothall.performance.quarterly.models import Introduction as Introduction  # pages name them too
from moothall.performance.quarterly.models import Report as Report
from moothall.performance.quarterly.models import ReportFigure

READ, WRITE, APPROVE, PUBLISH = (
    "performance.read",
    "quarterly.write",
    "quarterly.approve",
    "quarterly.publish",
)
OFFERED = 8  # quarters back that a report can be begun on: two years


def reports(person: Person, organisation: Organisation) -> QuerySet[Report]:
    """Every report, the newest quarter first. One query. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Report.objects.filter(organisation=organisation).defer("document")
    return found.select_related("organisation", "approved_by", "published_by")


def report(person: Person, pk: int) -> Report | None:
    """One report that this person may read."""
    found = Report.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "started_by", "approved_by", "published_by").first()


def quarter_of(day: date) -> Period:
    """The quarter that a day is in: quarters begin in April, July, October and January."""
    return Period(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), "P3M")


def to_report(person: Person, organisation: Organisation, on: date) -> list[Period]:
    """The quarters that have begun and have no report yet, the newest first."""
    taken = set(reports(person, organisation).values_list("start", flat=True))
    now = quarter_of(on)
    return [it for it in (now.moved(-n) for n in range(OFFERED)) if it.start not in taken]


def introduction(report: Report) -> Introduction | None:
    """The text that stands; None where none was written."""
    return report.introductions.select_related("written_by").first()


def introductions(report: Report) -> list[Introduction]:
    """Every saved text, the newest first."""
    return list(report.introductions.select_related("written_by"))


def authors(report: Report) -> frozenset[int]:
    """Who began it or wrote in it."""
    return frozenset({report.started_by_id, *report.introductions.values_list("written_by", flat=True)})


def commentary(person: Person, organisation: Organisation, quarter: Period) -> Mapping[str, Commentary]:
    """By measure, the commentary that was approved on a period of the quarter. One query. Raises PermissionDenied."""
    return of_quarter(person, organisation, quarter)


def live(person: Person, report: Report, on: date) -> Composed:
    """The report as it would be frozen now. Raises PermissionDenied."""
    require(person, READ, report.organisation)
    quarter = assess(person, report.organisation, report.quarter)
    text = introduction(report)
    said = commentary(person, report.organisation, report.quarter)
    return composed(quarter, text.text if text else "", said, on, draft=True)


def permitted(person: Person, report: Report) -> dict[str, bool]:
    """What this person may do with a report as it stands; the actions ask again."""
    here, state = report.organisation, report.state
    return {
        "write": state == State.DRAFT and may(person, WRITE, here),
        "approve": state == State.DRAFT and may(person, APPROVE, here) and person.pk not in authors(report),
        "publish": state == State.APPROVED and may(person, PUBLISH, here),
    }


def may_write(person: Person, organisation: Organisation) -> bool:
    """Whether the person begins reports."""
    return may(person, WRITE, organisation)


# --- what anyone may read ---


def published_reports(organisation: str) -> QuerySet[Report]:
    """A council's published reports, for anyone, the newest first."""
    found = Report.objects.filter(organisation__slug=organisation, state=State.PUBLISHED)
    return found.select_related("organisation").defer("document")


def published(organisation: str, start: date) -> Report | None:
    """A published report, for anyone."""
    found = Report.objects.filter(organisation__slug=organisation, state=State.PUBLISHED, start=start)
    return found.select_related("organisation").first()


def shown_in_public() -> Q:
    """The rule by which a council's own figure is public: a published report shows it.

    Versions before the one shown are public too, so that its history can be followed; later ones are not.
    """
    return Q(
        Exists(
            ReportFigure.objects.filter(
                report__state=State.PUBLISHED,
                observation__series=OuterRef("series"),
                observation__start=OuterRef("start"),
                observation__load__sequence__gte=OuterRef("load__sequence"),
            )
        )
    )


# --- is it still as it was? ---


@dataclass(frozen=True)
class Verdict:
    """`findings`: how what is kept differs from what the audit wrote. `corrected`: figures that are others now."""

    findings: tuple[str, ...]
    corrected: tuple[str, ...]

    @property
    def intact(self) -> bool:
        return not self.findings


def figures_digest(figures: Iterable[ReportFigure]) -> str:
    """One digest of the figures shown: words, series, start and load of each, in order."""
    rows = (
        f"{it.shown}|{it.observation.series_id}|{it.observation.start}|{it.observation.load_id}"
        for it in figures
    )
    return digest("\n".join(rows))


def verify(report: Report) -> Verdict:
    """Whether an approved report is what was approved, and which of its figures the store has corrected since.

    Three queries, however many figures.
    """
    said = recorded(report, "quarterly.approved")
    findings = changed("document", stored(report.document), report.sha256, said.get("sha256"))
    figures = list(report.figures.select_related("observation__series"))
    if said and figures_digest(figures) != said.get("figures_sha256"):
        findings.append("The figures kept beside the report are not those that the audit wrote.")
    now = as_they_stand(it.observation for it in figures)
    corrected = []
    for it in figures:
        was = it.observation
        stands = now.get((was.series_id, was.start))
        if stands and (stands.value, stands.missing) != (was.value, was.missing):
            measure = catalogue().get(was.series.measure)
            says = unit_of(measure).text(stands.value, "No data") if measure else str(stands.value)
            corrected.append(f"{it.shown} in the report; the store has {says} now.")
    return Verdict(tuple(findings), tuple(corrected))


def as_approved(report: Report) -> bool:
    """Whether the document is what the audit says was approved: one query, asked at every reading."""
    return digest(report.document) == recorded(report, "quarterly.approved").get("sha256")
