"""The review of many plans: what each answers, what they have in common, and every passage behind a count."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from moothall.engines.text.found import Basis, ClaimKind, Status
from moothall.engines.text.themes import (
    Library,
    Match,
    Place,
    Sentence,
    SharedPhrase,
    Spread,
    Topic,
    TopicKind,
)
from moothall.recipes.sector_review.digest import Digest, Kept, KeptSaving
from moothall.recipes.sector_review.folder import Refused, Shelf
from moothall.reference.productivity_letter import Question, letter

UNKNOWN = "not known"
_STANDS_IN_THE_WAY = frozenset({ClaimKind.BARRIER, ClaimKind.ASK})


@dataclass(frozen=True)
class Plan:
    """A plan under the name the review gives it: its council's, else its file's."""

    name: str
    digest: Digest
    _at: dict[int, Kept]

    @property
    def tier(self) -> str:
        return self.digest.tier or UNKNOWN

    @property
    def region(self) -> str:
        return self.digest.region or UNKNOWN

    def first_sentence(self, passage: int) -> Kept | None:
        """Where a passage stands, by its first sentence; None for a heading."""
        return self._at.get(passage)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a plan and where they stand."""

    plan: str
    file: str
    line: int
    page: int | None
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A topic, the plans that speak of it by tier and by region, and the passages."""

    topic: Topic
    plans: tuple[str, ...]
    by_tier: Mapping[str, int]
    by_region: Mapping[str, int]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the letter and how many plans answer it; `plans` names them by status."""

    question: Question
    plans: Mapping[Status, tuple[str, ...]]

    def count(self, status: Status) -> int:
        return len(self.plans[status])


@dataclass(frozen=True, slots=True)
class Saving:
    """A saving in pounds as a plan states it."""

    value: Decimal
    text: str
    comparator: str
    period: str
    basis: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Card:
    """Good practice: what one council tells of having done, with the figures it states for it."""

    topic: Topic
    quote: Quote
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learning:
    """A practice that one council wants and others tell of having done."""

    topic: Topic
    wanted: Quote
    done: tuple[Quote, ...]


@dataclass(frozen=True)
class Review:
    """The review. Plans are in order of name: nothing here ranks one council before another."""

    plans: tuple[Plan, ...]
    refused: tuple[Refused, ...]

    @cached_property
    def _named(self) -> dict[str, Plan]:
        return {plan.name: plan for plan in self.plans}

    @cached_property
    def questions(self) -> tuple[Answered, ...]:
        """Each of the letter's questions with the plans that answer it, partly answer it, or do not."""
        return tuple(
            Answered(
                question,
                {
                    status: tuple(
                        plan.name for plan in self.plans if plan.digest.coverage[question.id].status == status
                    )
                    for status in Status
                },
            )
            for question in letter().questions
        )

    def answers(self, question: str) -> list[Quote]:
        """The passages with which plans answer a question, the first of each plan."""
        found = []
        for plan in self.plans:
            for passage in plan.digest.coverage[question].passages[:1]:
                if kept := plan.first_sentence(passage):
                    found.append(_quote(plan, kept))
        return found

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Practices that plans speak of, the most widely shared first."""
        return self._themes(self._practices.spreads(), TopicKind.PRACTICE)

    @cached_property
    def barriers(self) -> tuple[Theme, ...]:
        """What stands in the way, by how many plans raise it."""
        return self._themes(self._hindrances.spreads(), TopicKind.BARRIER)

    @cached_property
    def asks(self) -> tuple[Theme, ...]:
        """The barriers on which plans ask somebody for something, by how many ask."""
        return self._themes(self._asking.spreads(), TopicKind.BARRIER)

    @cached_property
    def gaps(self) -> tuple[Topic, ...]:
        """The topics that no plan speaks of."""
        return tuple(self._everything.unspoken())

    @cached_property
    def outliers(self) -> tuple[Theme, ...]:
        """The practices that one plan alone speaks of."""
        return self._themes(self._practices.outliers(), TopicKind.PRACTICE)

    @cached_property
    def phrases(self) -> tuple[SharedPhrase, ...]:
        """Words that several plans share and no topic names."""
        return tuple(self._everything.shared_phrases())

    @cached_property
    def savings(self) -> tuple[Saving, ...]:
        """Every saving stated in pounds, by plan. They are never added up: their bases and years differ."""
        return tuple(
            Saving(Decimal(it.value), it.text, it.comparator, it.period, it.basis, _saving_quote(plan, it))
            for plan in self.plans
            for it in plan.digest.savings
        )

    def savings_by_basis(self) -> dict[str, int]:
        """How many savings are stated on each basis."""
        counts = Counter(it.basis for it in self.savings)
        return {str(basis): counts.get(str(basis), 0) for basis in Basis}

    @cached_property
    def learning(self) -> tuple[Learning, ...]:
        """Who wants what others have done."""
        return tuple(
            Learning(it.topic, self.quote(it.wanted), tuple(self.quote(done) for done in it.done))
            for it in self._matches
        )

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """What councils tell of having done with a figure to show for it, by topic; one a plan and topic."""
        figures = {
            (plan.name, kept.passage, kept.text): kept.figures
            for plan in self.plans
            for kept in plan.digest.sentences
        }
        found: dict[tuple[str, str], Card] = {}
        for topic, sentence in self._practices.told():
            stated = figures[sentence.place.plan, sentence.place.passage, sentence.text]
            if stated:
                found.setdefault((topic.id, sentence.place.plan), Card(topic, self.quote(sentence), stated))
        return tuple(found.values())

    @cached_property
    def near_duplicates(self) -> tuple[tuple[Quote, ...], ...]:
        """Passages of different plans that say nearly the same."""
        return tuple(tuple(self.quote(it) for it in group) for group in self._everything.near_duplicates)

    def search(self, question: str, limit: int = 20) -> list[Quote]:
        """The sentences that best answer a question, as they stand in the plans."""
        return [self.quote(it) for it in self._everything.search(question, limit)]

    def quote(self, sentence: Sentence) -> Quote:
        """A sentence with its file, line, page and section."""
        plan = self._named[sentence.place.plan]
        kept = plan.first_sentence(sentence.place.passage)
        assert kept is not None  # every sentence came from there
        return _quote(plan, kept, sentence.text)

    @cached_property
    def _everything(self) -> Library:
        return Library(self._sentences(lambda kept: True))

    @cached_property
    def _practices(self) -> Library:
        return Library(self._sentences(lambda kept: not _STANDS_IN_THE_WAY & set(kept.claims)))

    @cached_property
    def _hindrances(self) -> Library:
        return Library(self._sentences(lambda kept: bool(_STANDS_IN_THE_WAY & set(kept.claims))))

    @cached_property
    def _asking(self) -> Library:
        return Library(self._sentences(lambda kept: ClaimKind.ASK in kept.claims))

    @cached_property
    def _matches(self) -> list[Match]:
        return self._practices.matches()

    def _sentences(self, wanted: Callable[[Kept], bool]) -> Iterator[Sentence]:
        for plan in self.plans:
            for kept in plan.digest.sentences:
                if wanted(kept):
                    yield Sentence(Place(plan.name, kept.passage), kept.text)

    def _themes(self, spreads: Iterable[Spread], kind: TopicKind) -> tuple[Theme, ...]:
        return tuple(
            Theme(
                it.topic,
                it.plans,
                _counted(self._named[name].tier for name in it.plans),
                _counted(self._named[name].region for name in it.plans),
                tuple(map(self.quote, it.sentences)),
            )
            for it in spreads
            if it.topic.kind is kind
        )


def review(shelf: Shelf) -> Review:
    """The review of the plans on a shelf. Two plans of one council are told apart by their files."""
    councils = Counter(it.council for it in shelf.digests)
    plans = []
    for it in shelf.digests:
        stem = it.file.rsplit(".", 1)[0]
        name = it.council if it.council and councils[it.council] == 1 else ""
        name = name or (f"{it.council} ({it.file})" if it.council else stem)
        plans.append(Plan(name, it, _first_sentences(it.sentences)))
    return Review(
        tuple(sorted(plans, key=lambda plan: (plan.name.casefold(), plan.digest.file))), shelf.refused
    )


def _first_sentences(sentences: Sequence[Kept]) -> dict[int, Kept]:
    return {it.passage: it for it in reversed(sentences)}


def _counted(names: Iterable[str]) -> dict[str, int]:
    """How often each name comes, in order of name, what is not known last."""
    counts = Counter(names)
    return {name: counts[name] for name in sorted(counts, key=lambda it: (it == UNKNOWN, it))}


def _quote(plan: Plan, kept: Kept, text: str = "") -> Quote:
    return Quote(plan.name, plan.digest.file, kept.line, kept.page, kept.section, text or kept.text)


def _saving_quote(plan: Plan, saving: KeptSaving) -> Quote:
    kept = plan.first_sentence(saving.passage)
    section = kept.section if kept else ""
    return Quote(plan.name, plan.digest.file, saving.line, saving.page, section, saving.sentence)
