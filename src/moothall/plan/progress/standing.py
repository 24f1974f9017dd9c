"""How commitments stand on a day: worked out from their updates and from the store of figures, never typed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from moothall.direction.life import OPEN, Basis, State, late
from moothall.direction.models import Commitment, CommitmentUpdate
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.kit.numbers import show
from moothall.kit.periods import Period
from moothall.plan.figures import Shown, address, in_words
from moothall.plan.themes import THEMES

_NO_MORE = (State.CARRIED, State.DROPPED)  # what nobody promises any more
MOST_QUARTERS = 24  # six years: as far ahead as plans reach
_ORDER: dict[str, int] = {
    state: place for place, state in enumerate((*OPEN[::-1], State.DONE, State.CARRIED, State.DROPPED))
}
_SECTIONS = {theme.key: place for place, theme in enumerate(THEMES)}


@dataclass(frozen=True)
class Standing:
    """One commitment on a day: its newest update by then, what it has saved (pence), whether it is late.

    `figure` is its measure's newest figure; `met` whether that reaches the target, None where nobody can say.
    `cited` is the figure that the newest update to cite one gave.
    """

    commitment: Commitment
    on: date
    update: CommitmentUpdate | None
    delivered: int | None
    figure: Shown | None
    cited: Shown | None
    met: bool | None

    @property
    def state(self) -> str:
        return self.update.state if self.update else State.NOT_BEGUN

    @property
    def state_words(self) -> str:
        return str(State(self.state).label)

    @property
    def late(self) -> bool:
        return late(self.state, self.commitment.due, self.on)

    @property
    def measure(self) -> Measure | None:
        return catalogue().get(self.commitment.measure)

    @property
    def target(self) -> str:
        """The target in words, '' where there is none."""
        it, measure = self.commitment.target, self.measure
        return show(it, measure.unit, measure.decimals) if it is not None and measure else ""

    @property
    def met_words(self) -> str:
        """Whether the target is met, in words."""
        if self.commitment.target is None:
            return "No target"
        return {True: "Yes", False: "Not yet", None: "Cannot be said"}[self.met]

    @property
    def shown(self) -> Shown | None:
        """The figure to put beside it: that of its measure or the one cited, whichever is of the later period."""
        both = [it for it in (self.figure, self.cited) if it]
        return max(both, key=lambda it: it.observation.period.end, default=None)


Newest = Mapping[str, Observation]  # by measure
Cited = Mapping[int, Shown]  # by update


def standing(
    commitments: Iterable[Commitment], on: date, newest: Newest, cited: Cited, home: str
) -> list[Standing]:
    """Each commitment as it stood on a day, those that were not yet known by then left out."""
    return [_standing(it, on, newest, cited, home) for it in commitments if _known(it, on)]


def _known(it: Commitment, on: date) -> bool:
    return timezone.localdate(it.added_at) <= on or any(update.on <= on for update in it.updates.all())


def _standing(it: Commitment, on: date, newest: Newest, cited: Cited, home: str) -> Standing:
    updates = [update for update in it.updates.all() if update.on <= on]  # newest first
    delivered = next((update.saving for update in updates if update.saving is not None), None)
    observation, measure = newest.get(it.measure), catalogue().get(it.measure)
    figure = None
    if observation and measure:
        figure = Shown("", in_words(observation, measure, "value", home), address(observation), observation)
    return Standing(
        it,
        on,
        updates[0] if updates else None,
        delivered,
        figure,
        next((cited[update.pk] for update in updates if update.pk in cited), None),
        _met(it.target, observation, measure),
    )


def _met(target: Decimal | None, observation: Observation | None, measure: Measure | None) -> bool | None:
    """Compared as the measure is shown, so that 48.0% meets a target of 48%; unknown without a value or a way up."""
    if target is None or measure is None or observation is None or observation.value is None:
        return None
    places = Decimal(1).scaleb(-measure.decimals)
    value, aim = (it.quantize(places, ROUND_HALF_UP) for it in (observation.value, target))
    return {"higher": value >= aim, "lower": value <= aim}.get(measure.polarity)


def newest_of(observations: Iterable[Observation], on: date) -> dict[str, Observation]:
    """By measure, the observation of the latest period begun by a day: on its usual basis, the council's own first."""
    found: dict[str, Observation] = {}
    for it in observations:
        if it.start <= on:
            there = found.get(it.series.measure)
            if there is None or _rank(it) > _rank(there):
                found[it.series.measure] = it
    return found


def _rank(it: Observation) -> tuple[bool, date, bool]:
    measure = catalogue().get(it.series.measure)
    usual = bool(measure and measure.basis == it.series.basis)
    return usual, it.period.end, it.series.organisation.slug != "published"


def sorted_for_work(items: Iterable[Standing]) -> list[Standing]:
    """The late ones first, the longest late before the others; then by state, last day and number."""
    return sorted(
        items,
        key=lambda it: (not it.late, _ORDER[it.state], it.commitment.due or date.max, it.commitment.number),
    )


def sorted_as_promised(items: Iterable[Standing]) -> list[Standing]:
    """In the order of the plan's sections, then by number."""
    return sorted(items, key=lambda it: (_SECTIONS.get(it.commitment.theme, 99), it.commitment.number))


@dataclass(frozen=True)
class Saved:
    """What was promised of one basis and what came, in pence; None where nobody has said, which is not nought.

    Of `unsaid` of the commitments nothing is said yet.
    """

    basis: str
    promised: int
    delivered: int | None
    unsaid: int


def saved(items: Sequence[Standing]) -> list[Saved]:
    """By basis, in the order of Basis, those that were promised or delivered; no total over different bases.

    What was carried forward is promised by the commitment that took it over, so it is not counted twice. What was
    dropped is promised no more; what it had brought before is counted.
    """
    found = []
    for basis in Basis:
        of_it = [it for it in items if it.commitment.basis == basis]
        if of_it:
            promised = [it for it in of_it if it.state not in _NO_MORE]
            found.append(
                Saved(
                    str(basis.label),
                    sum(it.commitment.saving or 0 for it in promised),
                    _sum(it.delivered for it in of_it),
                    sum(it.delivered is None for it in promised),
                )
            )
    return found


def _sum(amounts: Iterable[int | None]) -> int | None:
    """The sum of what was said; None where nothing was."""
    said = [it for it in amounts if it is not None]
    return sum(said) if said else None


def counts(items: Iterable[Standing]) -> dict[str, int]:
    """How many are in each state, in the order of State, and how many of them are late."""
    kept = list(items)
    found = Counter(it.state for it in kept)
    return {str(it.label): found[it] for it in State} | {"late": sum(it.late for it in kept)}


@dataclass(frozen=True)
class Quarter:
    """Pence promised by the end of a quarter, and delivered by then; None where nobody had said, and after the day."""

    period: Period
    promised: int
    delivered: int | None


def quarters(items: Sequence[Standing]) -> list[Quarter]:
    """Savings promised and delivered, added up quarter by quarter; empty where no saving has a day."""
    if not items:
        return []
    on = items[0].on
    dues = [
        (it.commitment.due, it.commitment.saving)
        for it in items
        if it.commitment.due and it.commitment.saving and it.state not in _NO_MORE
    ]
    said = {
        it.commitment.pk: [(up.on, up.saving) for up in it.commitment.updates.all() if up.saving is not None]
        for it in items
    }
    days = [due for due, _ in dues] + [day for them in said.values() for day, _ in them if day <= on]
    if not days:
        return []
    period, last, found = _quarter(max([*days, on])), min(days), list[Quarter]()
    while period.end >= last and len(found) < MOST_QUARTERS:
        promised = sum(saving for due, saving in dues if due <= period.end)
        known = period.start <= on
        delivered = _sum(_by(them, min(period.end, on)) for them in said.values()) if known else None
        found.append(Quarter(period, promised, delivered))
        period = period.previous()
    return found[::-1]


def _by(said: list[tuple[date, int]], day: date) -> int | None:
    """What a commitment had saved by a day: as its newest word says (they come newest first)."""
    return next((saving for on, saving in said if on <= day), None)


def _quarter(day: date) -> Period:
    return Period(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), "P3M")
