"""A plan, read: one paper with everything that the text engine finds in it. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from moothall.engines.text.claims import claims
from moothall.engines.text.coverage import coverage, requirements
from moothall.engines.text.figures import figures_and_faults
from moothall.engines.text.found import Answer, Claim, MalformedFigure, Part, PartKind, StatedFigure
from moothall.engines.text.parts import of_plan, parts
from moothall.kit.papers.paper import Kind, Paper, Passage, Unreadable

# of the plan part: twenty times what a plan has, and some eight seconds' work
MOST_PASSAGES, MOST_WORDS = 2_000, 60_000


@dataclass(frozen=True)
class PlanReading:
    """One plan as it was read. Everything but `paper`, `parts` and `by_the_council` is of the plan part alone.

    A published file may also hold a covering report and the minister's letter: their figures are not the plan's.
    """

    paper: Paper
    parts: tuple[Part, ...]
    passages: tuple[Passage, ...]
    figures: tuple[StatedFigure, ...]
    malformed: tuple[MalformedFigure, ...]
    coverage: Mapping[str, Answer]
    requirements: Mapping[str, Answer]
    claims: tuple[Claim, ...]
    _numbered: dict[int, Passage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbered", {it.number: it for it in self.paper.passages})

    def passage(self, number: int) -> Passage:
        """The passage that a figure, a claim or an answer points at."""
        return self._numbered[number]

    @cached_property
    def by_the_council(self) -> tuple[tuple[Passage, ...], ...]:
        """The passages of each part that the council wrote: the plan, a covering report, appendices; not the letter."""
        return tuple(
            tuple(it for it in self.paper.passages if part.first <= it.number <= part.last)
            for part in self.parts
            if part.kind is not PartKind.LETTER
        )

    @cached_property
    def words(self) -> int:
        """How many words the plan has, headings and tables included."""
        return sum(_words(it) for it in self.passages)

    @cached_property
    def words_in_file(self) -> int:
        """The same of the whole file."""
        return sum(_words(it) for it in self.paper.passages)

    @cached_property
    def pages(self) -> int | None:
        """How many pages the plan stands on; None in a format that has none."""
        seen = {it.page for it in self.passages if it.page is not None}
        return len(seen) if seen else None

    @property
    def headings(self) -> tuple[Passage, ...]:
        return tuple(it for it in self.passages if it.kind is Kind.HEADING)

    @cached_property
    def figures_by_passage(self) -> Mapping[int, tuple[StatedFigure, ...]]:
        """The figures of each passage, in the order they stand."""
        found: dict[int, list[StatedFigure]] = {}
        for figure in self.figures:
            found.setdefault(figure.passage, []).append(figure)
        return {number: tuple(sorted(them, key=lambda it: it.start)) for number, them in found.items()}


def read_plan(paper: Paper) -> PlanReading:
    """Splits a paper into its parts and reads the plan among them.

    Raises Unreadable where there is far more of it than any plan has: an agenda pack, say, or a book.
    """
    split = parts(paper.passages)
    plan = of_plan(paper.passages, split)
    words = sum(map(_words, plan))
    if len(plan) > MOST_PASSAGES or words > MOST_WORDS:
        raise Unreadable(
            f"‘{paper.name}’ has {words:,} words in {len(plan):,} paragraphs, and a plan has about 2,000 in a "
            "hundred: cut the plan out of it and send that alone."
        )
    stated, faults = figures_and_faults(plan)
    answers = coverage(plan)
    return PlanReading(
        paper=paper,
        parts=split,
        passages=plan,
        figures=stated,
        malformed=faults,
        coverage=answers,
        requirements=requirements(paper, split, answers),
        claims=claims(plan, stated),
    )


def _words(passage: Passage) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in passage.text.split())
