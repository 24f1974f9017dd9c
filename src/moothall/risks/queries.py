"""Questions about risks: registers as at a day, one risk, and what bears on a measure or a priority."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from moothall.core.models import COMMAND_LINE, Organisation, Person, Service
from moothall.core.permission import may, organisations, require
from moothall.core.queries import services
from moothall.direction import queries as direction
from moothall.direction.queries import Commitment, Priority
from moothall.figures.measures import catalogue
from moothall.figures.models import Observation
from moothall.figures.queries import council_series
from moothall.kit.periods import Period
from moothall.risks import rules
from moothall.risks.life import Kind, Level, Score, State
from moothall.risks.matrix import USUAL, Band, Matrix, read
from moothall.risks.models import AppetiteEntry as AppetiteEntry  # pages name them too
from moothall.risks.models import Assurance, MatrixVersion, Review, ScoreEntry, Step
from moothall.risks.models import Category as Category
from moothall.risks.models import Control as Control
from moothall.risks.models import MeasureLink as MeasureLink
from moothall.risks.models import NearMiss as NearMiss
from moothall.risks.models import Proposal as Proposal
from moothall.risks.models import Risk as Risk
from moothall.risks.permissions import MANAGE, READ, WRITE

SOURCE = "risk"  # the kind of source of a risk's commitments; the key is its number
EVIDENCE_SINCE = timedelta(days=800)  # an older figure is no evidence of how things are


@dataclass(frozen=True)
class Scored:
    """A score as it stood on a day, with the band it was in on the matrix of its own day."""

    entry: ScoreEntry
    band: Band
    matrix: Matrix

    @property
    def score(self) -> int:
        return self.entry.score

    @property
    def words(self) -> str:
        """'15 Severe'."""
        return f"{self.score} {self.band.label}"

    @property
    def cell(self) -> str:
        """'4 Likely × 3 Moderate'."""
        likelihood = self.matrix.likelihood[self.entry.likelihood - 1].label
        impact = self.matrix.impact[self.entry.impact - 1].label
        return f"{self.entry.likelihood} {likelihood} × {self.entry.impact} {impact}"


@dataclass(frozen=True)
class Evidence:
    """A measure linked to a risk, its newest value, and whether that is a reason to score the risk again."""

    link: MeasureLink
    newest: Observation | None
    beyond: bool | None  # None where there is no value: nobody can say
    moved: bool  # beyond, and the current score is of a day before the end of that period


@dataclass(frozen=True)
class Row:
    """A risk as it stood on a day. Scores and appetite are None where there were none."""

    risk: Risk
    on: date
    level: str
    state: str
    inherent: Scored | None
    current: Scored | None
    target: Scored | None
    before: Scored | None  # the current score at the end of last quarter
    appetite: AppetiteEntry | None
    evidence: tuple[Evidence, ...]
    proposal: Proposal | None
    escalate: str  # why it should go up, in a sentence; '' where nothing says so
    lower: str  # likewise down

    @property
    def movement(self) -> str:
        """'up', 'down', 'flat', or 'none' where there is nothing to compare."""
        return rules.movement(_score(self.current), _score(self.before))

    @property
    def over(self) -> bool | None:
        """Whether it is over the appetite; None where that cannot be said, as of an opportunity."""
        if self.risk.kind != Kind.THREAT or self.appetite is None:
            return None
        return rules.over(_score(self.current), self.appetite.most)

    @property
    def rescore(self) -> bool:
        """Whether evidence has moved since it was scored."""
        return any(it.moved for it in self.evidence)

    @property
    def review_overdue(self) -> bool:
        return self.state == State.OPEN and self.risk.next_review < self.on

    def scored(self, kind: str) -> Scored | None:
        """One of its three scores."""
        return {Score.INHERENT: self.inherent, Score.CURRENT: self.current, Score.TARGET: self.target}[
            Score(kind)
        ]


@dataclass(frozen=True)
class Wanted:
    """Which risks to list; '' asks for all. `only` is 'over' appetite, to 'review', to 'rescore' or to 'decide'."""

    level: str = ""
    service: str = ""
    programme: str = ""
    category: str = ""
    state: str = State.OPEN
    kind: str = ""
    only: str = ""


ONLY: dict[str, Callable[[Row], bool]] = {
    "over": lambda row: row.over is True,
    "review": lambda row: row.review_overdue,
    "rescore": lambda row: row.rescore,
    "decide": lambda row: bool(row.proposal or row.escalate or row.lower),
}


def register(
    person: Person,
    organisation: Organisation,
    *,
    on: date,
    level: str = "",
    service: str = "",
    wanted: Wanted | None = None,
) -> list[Row]:
    """A council's register as it stood on a day, the highest current score first, those not scored yet at the end.

    Level, state, scores, appetite and controls are of that day; words and owner are today's. Nine queries, however
    many risks. Raises PermissionDenied.
    """
    require(person, READ, organisation)
    asked = replace(wanted or Wanted(), **{k: v for k, v in (("level", level), ("service", service)) if v})
    found = Risk.objects.filter(organisation=organisation, identified_on__lte=on)
    for field, value in (
        ("service__slug", asked.service),
        ("programme", asked.programme),
        ("category__name", asked.category),
        ("kind", asked.kind),
    ):
        if value:
            found = found.filter(**{field: value})
    rows = [
        row
        for row in _rows(person, organisation, found, on)
        if (not asked.level or row.level == asked.level)
        and (not asked.state or row.state == asked.state)
        and (asked.only not in ONLY or ONLY[asked.only](row))
    ]
    return sorted(rows, key=lambda row: (-(_score(row.current) or -1), row.risk.number))


def of_measure(person: Person, organisation: Organisation, measure: str, on: date) -> list[Row]:
    """The open risks for which a measure is evidence, the highest first; none where the person reads no risks."""
    return _if_may(person, organisation, on, links__measure=measure, links__ended_on__isnull=True)


def of_priority(person: Person, organisation: Organisation, priority: int, on: date) -> list[Row]:
    """The open risks to a priority (by its key), the highest first; none where the person reads no risks."""
    return _if_may(person, organisation, on, priority=priority)


def by_priority(person: Person, organisation: Organisation, on: date) -> Mapping[int, Sequence[Row]]:
    """By a priority's key, the open risks to it, the highest first: as many queries as for one."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in _if_may(person, organisation, on, priority__isnull=False):
        if row.risk.priority_id:
            found[row.risk.priority_id].append(row)
    return found


def _if_may(person: Person, organisation: Organisation, on: date, **which: object) -> list[Row]:
    if not may(person, READ, organisation):
        return []
    found = Risk.objects.filter(organisation=organisation, identified_on__lte=on, **which).distinct()
    rows = [row for row in _rows(person, organisation, found, on) if row.state == State.OPEN]
    return sorted(rows, key=lambda row: (-(_score(row.current) or -1), row.risk.number))


def one(person: Person, pk: int, on: date) -> Row | None:
    """One risk that this person may read, with all that belongs to it; else None."""
    found = Risk.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    risk = found.select_related("organisation").first()
    if risk is None:
        return None
    return next(iter(_rows(person, risk.organisation, _whole(found), on)))


def _whole(found: QuerySet[Risk]) -> QuerySet[Risk]:
    assurances = Prefetch("assurances", queryset=Assurance.objects.all())
    return found.prefetch_related(
        Prefetch("controls", queryset=Control.objects.select_related("owner").prefetch_related(assurances)),
        Prefetch("reviews", queryset=Review.objects.select_related("by")),
        Prefetch("proposals", queryset=Proposal.objects.select_related("by", "decided_by")),
        "near_misses",
    )


def risk(person: Person, pk: int) -> Risk | None:
    """One risk that this person may read, alone; else None."""
    found = Risk.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "service", "category", "priority", "owner").first()


def actions_of(risk: Risk) -> list[Commitment]:
    """What was promised to make a risk smaller, by number."""
    return list(direction.promised_in(risk.organisation, SOURCE, str(risk.number)))


def proposal(person: Person, pk: int) -> Proposal | None:
    """One proposal of a risk that this person may read; else None."""
    found = Proposal.objects.filter(risk__organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("risk__organisation", "risk__service", "by").first()


def control(person: Person, pk: int) -> Control | None:
    """One control of a risk that this person may read; else None."""
    found = Control.objects.filter(risk__organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("risk__organisation", "risk__service", "owner").first()


def link(person: Person, pk: int) -> MeasureLink | None:
    """One link of a risk that this person may read to a measure; else None."""
    found = MeasureLink.objects.filter(risk__organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("risk__organisation", "risk__service").first()


def category(person: Person, organisation: Organisation, pk: int) -> Category | None:
    """One category, for somebody who manages risks. Raises PermissionDenied."""
    require(person, MANAGE, organisation)
    return Category.objects.filter(organisation=organisation, pk=pk).select_related("organisation").first()


def categories(organisation: Organisation, *, ended: bool = False) -> list[Category]:
    """A council's categories in their order, with every appetite there was, the newest first: two queries."""
    found = Category.objects.filter(organisation=organisation)
    return list((found if ended else found.filter(ended_on__isnull=True)).prefetch_related("appetites"))


def matrix(organisation: Organisation, on: date) -> Matrix:
    """The matrix in force on a day: the council's own, else the shipped one."""
    found = MatrixVersion.objects.filter(organisation=organisation, from_date__lte=on).first()
    return read(found.content) if found else USUAL


def matrices(person: Person, organisation: Organisation) -> list[tuple[MatrixVersion, Matrix]]:
    """Every matrix the council set, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = MatrixVersion.objects.filter(organisation=organisation).select_related("set_by")
    return [(it, read(it.content)) for it in found]


def programmes(organisation: Organisation) -> list[str]:
    """The programmes that risks name, by name."""
    found = Risk.objects.filter(organisation=organisation).exclude(programme="").order_by("programme")
    return list(found.values_list("programme", flat=True).distinct())


def near_misses(person: Person, organisation: Organisation) -> list[NearMiss]:
    """What nearly went wrong, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = NearMiss.objects.filter(organisation=organisation)
    return list(found.select_related("service", "risk", "recorded_by"))


def may_write(person: Person, risk: Risk) -> bool:
    """Whether the person records and scores this risk: it may be of another's service."""
    return may(person, WRITE, risk.organisation_id, service=risk.service.slug)


def may_manage(person: Person, organisation: Organisation) -> bool:
    """Whether the person decides escalations and sets the matrix and appetite."""
    return may(person, MANAGE, organisation)


def writable(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services whose risks this person writes. Raises PermissionDenied."""
    require(person, WRITE, organisation)
    every = services(organisation)
    slugs = [it.slug for it in every if may(person, WRITE, organisation, service=it.slug)]
    return every.filter(slug__in=slugs)


def open_categories(organisation: Organisation, risk: Risk | None = None) -> QuerySet[Category]:
    """The categories that a new risk can have, and the one that a risk has."""
    found = Category.objects.filter(organisation=organisation)
    return found.filter(Q(ended_on__isnull=True) | Q(pk=risk.category_id if risk else None))


def priorities(organisation: Organisation, on: date) -> QuerySet[Priority]:
    """The priorities that a risk can bear on."""
    return Priority.objects.filter(organisation=organisation).standing(on)


def people(person: Person, organisation: Organisation) -> QuerySet[Person]:
    """The people who can own a risk, a control or an action: those with a role here now. Raises PermissionDenied."""
    require(person, WRITE, organisation)
    here = Person.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__ended_at__isnull=True
    )
    return here.exclude(username=COMMAND_LINE).distinct().order_by("name", "username")


def _rows(person: Person, organisation: Organisation, found: QuerySet[Risk], on: date) -> list[Row]:
    risks = list(
        found.select_related("organisation", "category", "priority", "service", "owner").prefetch_related(
            Prefetch("scores", queryset=ScoreEntry.objects.select_related("by")),
            Prefetch("steps", queryset=Step.objects.select_related("by")),
            Prefetch("proposals", queryset=Proposal.objects.filter(decision=""), to_attr="waiting"),
            "links",
            "category__appetites",
        )
    )
    versions = MatrixVersion.objects.filter(organisation=organisation)
    matrices = {it.pk: read(it.content) for it in versions}
    standing = next((matrices[it.pk] for it in versions if it.from_date <= on), USUAL)
    linked = {it.measure for risk in risks for it in risk.links.all() if it.ended_on is None}
    known = [catalogue()[it] for it in sorted(linked) if it in catalogue()]
    figures = council_series(person, organisation, known, on, since=on - EVIDENCE_SINCE) if known else {}
    return [_row(risk, on, matrices, standing.escalate_at, figures) for risk in risks]


def _row(
    risk: Risk,
    on: date,
    matrices: Mapping[int, Matrix],
    threshold: int,
    figures: Mapping[str, Sequence[Observation]],
) -> Row:
    def at(kind: str, day: date) -> Scored | None:
        entry = next((it for it in risk.scores.all() if it.kind == kind and it.on <= day), None)
        if entry is None:
            return None
        matrix = matrices[entry.matrix_id] if entry.matrix_id else USUAL
        return Scored(entry, matrix.band(entry.score), matrix)

    current = at(Score.CURRENT, on)
    appetite = next((it for it in risk.category.appetites.all() if it.from_date <= on), None)
    most = appetite.most if appetite else None
    step = _step(risk, on)
    ends = rules.quarter_ends(on)
    judged = step.state == State.OPEN and risk.kind == Kind.THREAT
    escalate = lower = ""
    if judged:
        escalate = rules.to_escalate(step.level, _score(current), most, threshold, risk.category.name.lower())
        lower = rules.to_lower(
            list(risk.steps.all())[-1].level,
            [_step(risk, day).level if day >= risk.identified_on else Level.SERVICE for day in (on, *ends)],
            [_score(at(Score.CURRENT, day)) for day in (on, *ends)],
            most,
            threshold,
        )
    waiting = [it for it in getattr(risk, "waiting", []) if timezone.localdate(it.at) <= on]
    return Row(
        risk,
        on,
        step.level,
        step.state,
        at(Score.INHERENT, on),
        current,
        at(Score.TARGET, on),
        at(Score.CURRENT, ends[0]),
        appetite,
        tuple(_evidence(it, figures, current) for it in risk.links.all() if it.ended_on is None),
        waiting[0] if waiting else None,
        "" if waiting else escalate,
        "" if waiting else lower,
    )


def _step(risk: Risk, on: date) -> Step:
    """The newest step up to a day; the first where there was none yet."""
    steps = list(risk.steps.all())
    return next((it for it in steps if it.on <= on), steps[-1])


def _evidence(
    link: MeasureLink, figures: Mapping[str, Sequence[Observation]], current: Scored | None
) -> Evidence:
    with_value = [it for it in figures.get(link.measure, ()) if it.value is not None]
    if not with_value:
        return Evidence(link, None, None, False)
    newest = with_value[-1]
    assert newest.value is not None
    beyond = newest.value > link.threshold if link.side == "above" else newest.value < link.threshold
    later = current is None or current.entry.on < newest.period.end
    return Evidence(link, newest, beyond, beyond and later)


@dataclass(frozen=True)
class Past:
    """A risk's scores at the end of a quarter, or today in this one; None where it had none."""

    quarter: Period
    inherent: int | None
    current: int | None
    target: int | None


def history(row: Row, how_many: int = 8) -> list[Past]:
    """A risk's scores by quarter up to the day of the row, the oldest first: from the first quarter with a score."""
    entries = list(row.risk.scores.all())

    def at(kind: str, day: date) -> int | None:
        return next((it.score for it in entries if it.kind == kind and it.on <= day), None)

    found = []
    for day in (*reversed(rules.quarter_ends(row.on, how_many)), row.on):
        quarter = Period(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), "P3M")
        found.append(Past(quarter, *(at(it, day) for it in (Score.INHERENT, Score.CURRENT, Score.TARGET))))
    first = next((n for n, it in enumerate(found) if it.current is not None), len(found))
    return found[first:]


def _score(it: Scored | None) -> int | None:
    return it.score if it else None


def remarks(row: Row, controls: Iterable[Control]) -> list[str]:
    """What does not fit together about a risk, for whoever owns it to mend or explain: sentences."""
    standing = [it for it in controls if it.ended_on is None or it.ended_on >= row.on]
    helping = [it for it in standing if it.effect != "none"]
    found = []
    inherent, current = _score(row.inherent), _score(row.current)
    if row.risk.kind == Kind.THREAT and inherent is not None and current is not None:
        if current < inherent and not helping:
            found.append("The current score is under the inherent one, but no control has an effect.")
        if current == inherent and any(it.effect == "full" for it in standing):
            found.append("A control is fully effective, but the current score is that without controls.")
    if row.over and row.risk.treatment == "tolerate":
        found.append("It is tolerated, but over the council’s appetite.")
    if row.target and row.risk.target_date is None and current != row.target.score:
        found.append("It has a target score and no date to reach it by.")
    if row.risk.target_date and row.risk.target_date < row.on and row.target and current != row.target.score:
        found.append("The day for its target has gone by, and the target is not reached.")
    for it in standing:
        if not it.assurances.all():
            found.append(f"Nothing says how it is known that this control works: {it}")
    return found
