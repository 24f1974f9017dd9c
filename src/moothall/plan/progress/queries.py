"""Questions about a plan's progress: how its commitments stand, and the yearly reports."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Scope, Visitor
from moothall.core.permission import held, require
from moothall.direction import queries as direction
from moothall.direction.models import Commitment
from moothall.figures import queries as figures
from moothall.figures.disclosure import disclosed
from moothall.figures.measures import catalogue
from moothall.figures.models import Observation
from moothall.kit.periods import Period
from moothall.plan import queries as plans
from moothall.plan.figures import Shown, in_words, written
from moothall.plan.models import Edition, EditionFigure, Plan
from moothall.plan.progress.composing import Report, ThenAndNow, now_shown
from moothall.plan.progress.composing import report as composed
from moothall.plan.progress.models import ProgressReport, ReportFigure, ReportPdf, UpdateFigure
from moothall.plan.progress.standing import Standing, newest_of, sorted_for_work, standing
from moothall.plan.progress.verifying import verify
from moothall.plan.progress.years import as_at, financial_year, year_of
from moothall.plan.verifying import Verdict

PLAN = "plan"  # what a commitment made in a plan has as the kind of its source
MOST_FIGURES = 6  # of a measure, offered to be cited


@dataclass(frozen=True)
class Wanted:
    """Which commitments to list; what is '' or False asks for all."""

    theme: str = ""
    service: str = ""
    state: str = ""  # a State, or 'late'
    mine: bool = False


@dataclass(frozen=True)
class Board:
    """A council's commitments on a day: those asked for, the late ones first, and all of them."""

    items: tuple[Standing, ...]
    every: tuple[Standing, ...]


def board(person: Person, organisation: Organisation, on: date, wanted: Wanted) -> Board:
    """How everything that the council promised stands. Four queries, however much. Raises PermissionDenied."""
    require(person, "plan.read", organisation)
    every = _stand(person, organisation, direction.commitments(person, organisation), on)
    services = own_services(person, organisation)
    kept = [it for it in every if _asked(it, wanted, person, services)]
    return Board(tuple(sorted_for_work(kept)), tuple(every))


def own_services(person: Person, organisation: Organisation) -> frozenset[str] | None:
    """The services whose commitments this person updates; None for somebody who updates all, or none."""
    reach = [
        it for it in held(person) if (it.permission, it.organisation) == ("progress.update", organisation.pk)
    ]
    if not reach or any(it.scope == Scope.ALL for it in reach):
        return None
    return frozenset().union(*(it.own for it in reach))


def _asked(it: Standing, wanted: Wanted, person: Person, services: frozenset[str] | None) -> bool:
    mine = it.commitment.person_id == person.pk or it.commitment.service.slug in (services or ())
    return (
        (not wanted.theme or it.commitment.theme == wanted.theme)
        and (not wanted.service or it.commitment.service.slug == wanted.service)
        and (not wanted.state or (it.late if wanted.state == "late" else it.state == wanted.state))
        and (not wanted.mine or mine)
    )


def one(person: Person, pk: int, on: date) -> Standing | None:
    """One commitment that this person may read, as it stands on a day; else None."""
    found = direction.commitment(person, pk)
    if found is None:
        return None
    standing_now = _stand(person, found.organisation, [found], on)
    return standing_now[0] if standing_now else None


def citable(person: Person, commitment: Commitment) -> list[tuple[str, str]]:
    """The newest figures of its measure as references to cite, each with its words, the newest first."""
    measure, area = catalogue().get(commitment.measure), commitment.organisation.area_code
    if measure is None or not area:
        return []
    newest = figures.across(person, commitment.organisation, [measure.id], [area]).reverse()
    offered = written(newest, measure, commitment.organisation)[:MOST_FIGURES]
    return [(reference.removeprefix("{{").removesuffix("}}").strip(), words) for words, reference in offered]


def cited(updates: Iterable[int]) -> dict[int, Shown]:
    """The figures that updates cite, by update: one query."""
    found = UpdateFigure.objects.filter(update__in=list(updates)).select_related("observation__series__area")
    return {it.update_id: Shown(it.reference, it.shown, it.href, it.observation) for it in found}


def _stand(
    person: Visitor,
    organisation: Organisation,
    commitments: Iterable[Commitment],
    on: date,
    more: Callable[[Organisation, set[str]], Iterable[Observation]] = lambda _here, _measures: (),
) -> list[Standing]:
    kept = list(commitments)
    measures = {it.measure for it in kept if it.measure}
    held_here: Iterable[Observation] = ()
    if measures and organisation.area_code:
        held_here = [
            *more(organisation, measures),
            *figures.across(person, organisation, measures, [organisation.area_code]),
        ]
    updates = [update.pk for it in kept for update in it.updates.all()]
    return standing(
        kept, on, newest_of(held_here, on), cited(updates) if updates else {}, organisation.area_code
    )


def _disclosed(organisation: Organisation, measures: set[str]) -> Iterable[Observation]:
    """The council's own figures that something published shows, the newest version first: one query."""
    found = Observation.objects.filter(
        series__organisation=organisation,
        series__measure__in=measures,
        series__area=organisation.area_code,
        series__breakdown="",
        load__sequence__isnull=False,
    )
    return found.filter(disclosed()).full().order_by("start", "-load__sequence")


@dataclass(frozen=True)
class Public:
    """What residents see of a published plan: the edition that stands, how its commitments do, and its reports."""

    edition: Edition
    items: tuple[Standing, ...]
    reports: tuple[ProgressReport, ...]


def public(organisation: str, plan: str, on: date) -> Public | None:
    """The progress of a published plan, with such figures as anyone may read; None where it is not published.

    A commitment made in an edition that was never published is not shown.
    """
    edition = plans.published(organisation=organisation, plan=plan)
    if edition is None:
        return None
    council = edition.plan.organisation
    items = _stand(AnonymousUser(), council, _published(edition), on, _disclosed)
    return Public(edition, tuple(items), tuple(reports(council, plan)))


def _published(edition: Edition) -> list[Commitment]:
    """The commitments of a plan that were made in an edition that is, or was, public."""
    slug = edition.plan.slug
    numbers = {f"{slug}/{it.number}" for it in plans.published_editions(edition.plan)}
    found = direction.promised_in(edition.plan.organisation, PLAN, slug)
    return [it for it in found if it.source_key == slug or it.source_key in numbers]


def public_sources(organisation: Organisation) -> frozenset[str]:
    """The keys of the plans and editions of a council that anyone can read: one query."""
    found = Edition.objects.filter(plan__organisation=organisation, published_at__isnull=False)
    pairs = list(found.values_list("plan__slug", "number"))
    return frozenset({slug for slug, _ in pairs} | {f"{slug}/{number}" for slug, number in pairs})


def preview(person: Person, plan: Plan, year: int, today: date) -> Report:
    """A year's report as it would be frozen now. Raises NotPossible where there is nothing to report on."""
    require(person, "plan.read", plan.organisation)
    edition = plans.published(organisation=plan.organisation.slug, plan=plan.slug)
    if edition is None:
        raise NotPossible(f"{plan} is not published: its progress is reported once it is.")
    period = _year(year)
    if year < year_of(edition.meeting_date):
        raise NotPossible(f"{period.label} ended before {edition} was endorsed: report on a later year.")
    if period.start > today:
        raise NotPossible(f"{period.label} has not begun: report on a year that has.")
    on = as_at(period, today)
    items = _stand(person, plan.organisation, _published(edition), on)
    address = reverse("public-plan", args=[plan.organisation.slug, plan.slug])
    return composed(edition, period, items, then_and_now(person, edition, on), on, address)


def then_and_now(person: Person, edition: Edition, on: date) -> list[ThenAndNow]:
    """For each series of which the edition shows figures, the latest of them and the newest held: two queries."""
    home = edition.plan.organisation.area_code
    rows = EditionFigure.objects.filter(edition=edition).select_related(
        "observation__series__area", "observation__series__organisation"
    )
    latest: dict[int, EditionFigure] = {}
    for row in rows:
        there = latest.get(row.observation.series_id)
        if there is None or row.observation.start > there.observation.start:
            latest[row.observation.series_id] = row
    standing_now: dict[int, list[Observation]] = {}
    readable = Observation.objects.readable(figures.readable_to(person))
    for it in readable.filter(series__in=list(latest), start__lte=on).current().full().order_by("start"):
        standing_now.setdefault(it.series_id, []).append(it)
    found = []
    for series, row in latest.items():
        held_now = standing_now.get(series, [])
        now = now_shown(held_now[-1], home) if held_now else None
        measure = catalogue().get(row.observation.series.measure)
        if now is None or measure is None:
            continue
        same = next((it for it in held_now if it.start == row.observation.start), row.observation)
        changed = (same.value, same.missing) != (row.observation.value, row.observation.missing)
        found.append(
            ThenAndNow(
                measure.title,
                in_words(row.observation, measure, "value", home),
                row.href,
                now,
                in_words(same, measure, "number") if changed else "",
            )
        )
    return sorted(found, key=lambda it: it.title)


def years(edition: Edition, today: date) -> list[int]:
    """The financial years that a published plan can be reported on, the newest first."""
    first = year_of(edition.meeting_date)
    return list(range(year_of(today), first - 1, -1))


def reports(organisation: Organisation, plan: str) -> QuerySet[ProgressReport]:
    """Every published report of a plan, the newest year first, without documents."""
    found = ProgressReport.objects.filter(organisation=organisation, plan=plan)
    return found.defer("document").select_related("organisation", "published_by")


def all_reports(organisation: Organisation) -> QuerySet[ProgressReport]:
    """Every published report of a council's plans, without documents."""
    return ProgressReport.objects.filter(organisation=organisation).defer("document")


def report(organisation: str, plan: str, year: int) -> ProgressReport | None:
    """A published report, for anyone."""
    found = ProgressReport.objects.filter(organisation__slug=organisation, plan=plan, year=min(year, 9999))
    return found.select_related("organisation").first()


def pdf(report: ProgressReport) -> bytes | None:
    """The PDF of a report, as it is kept."""
    found = ReportPdf.objects.filter(report=report).first()
    return bytes(found.content) if found else None


def verdicts(person: Person, plan: Plan) -> list[Verdict]:
    """Each progress report of a plan, the newest first, compared with what the audit says it was."""
    require(person, "plan.read", plan.organisation)
    found = ProgressReport.objects.filter(organisation=plan.organisation, plan=plan.slug)
    return [verify(it) for it in found]


def shown_in_public() -> Q:
    """The rule by which a council's own figure is public: a progress report shows it, or an update of a commitment
    of a published plan cites it. Versions before the one shown are public too; later ones are not.
    """
    same = Q(
        observation__series=OuterRef("series"),
        observation__start=OuterRef("start"),
        observation__load__sequence__gte=OuterRef("load__sequence"),
    )
    published = Edition.objects.filter(
        published_at__isnull=False,
        plan__organisation=OuterRef("update__commitment__organisation"),
        plan__slug=OuterRef("plan"),
    )
    of_public = Q(edition__isnull=True) & Q(Exists(published))
    of_public |= Q(Exists(published.filter(number=OuterRef("edition"))))
    return Q(Exists(ReportFigure.objects.filter(same))) | Q(
        Exists(UpdateFigure.objects.filter(same).filter(of_public))
    )


def _year(year: int) -> Period:
    try:
        return financial_year(year)
    except ValueError as fault:
        raise NotPossible(str(fault)) from fault


def made_of(edition: Edition, section: str) -> tuple[str, str, str]:
    """The key, the title and the public place of a section of an edition, for a commitment made in it."""
    plan = edition.plan
    where = reverse("public-edition", args=[plan.organisation.slug, plan.slug, edition.number])
    return f"{plan.slug}/{edition.number}", str(edition), f"{where}#{section}" if section else where
