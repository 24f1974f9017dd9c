"""What a round of self-assessment comes to, without giving any one person away. Pure: answers in, scores out.

The head of the service and their manager answer in their role: they are told so before they answer, and what they
answered is shown by their role. Peers and staff answer unnamed: of them, a group of fewer than three is never shown,
nor anything from which it could be worked out: the score of everyone leaves the small groups out unless together they
are three or more. A theme's score is made of the scores shown for
its statements and of nothing else. How far apart answers are is said in words, and only of five or more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from moothall.plan.service_plans.asked import QuestionSet
from moothall.plan.service_plans.life import Group

FEWEST = 3  # people in a group that is shown
FEWEST_FOR_SPREAD = 5
EVERYONE = "everyone"
NAMED = frozenset({str(Group.SELF), str(Group.MANAGER)})  # who answer in their role, and are shown by it
_TENTH = Decimal("0.1")
# variance of answers below which they are called so
_SPREADS = ((Decimal("0.5"), "close together"), (Decimal("1.5"), "mixed"))
_WIDEST = "far apart"

Answers = Mapping[str, int | None]


@dataclass(frozen=True)
class Score:
    """A mean level to one decimal; None where too few gave one. `spread` in words, '' where too few for that."""

    mean: Decimal | None
    spread: str = ""

    @property
    def text(self) -> str:
        return "Too few to show" if self.mean is None else f"{self.mean:.1f}"


HIDDEN = Score(None)
Scores = Mapping[str, Score]  # group, or EVERYONE, to its score


@dataclass(frozen=True)
class Results:
    """A closed round: how many answered in each group that is large enough, and the scores."""

    people: Mapping[str, int | None]  # group to how many answered; None where too few to show
    statements: Mapping[str, Scores]
    themes: Mapping[str, Scores]

    def groups(self) -> list[str]:
        """The groups that any score is shown of, and everyone."""
        return [*(it for it in Group.values if self.people.get(it) is not None), EVERYONE]


def results(questions: QuestionSet, answers: Mapping[str, Sequence[Answers]]) -> Results:
    """Scores of a round. `answers` are each group's, one mapping of statement to level for each person."""
    statements = {
        it.id: _scores({group: _given(some, it.id) for group, some in answers.items()})
        for it in questions.statements
    }
    themes = {
        theme.id: {
            group: _of(statements[it.id][group] for it in theme.statements)
            for group in (*Group.values, EVERYONE)
        }
        for theme in questions.themes
    }
    people = {group: len(some) if len(some) >= _fewest(group) else None for group, some in answers.items()}
    return Results(people, statements, themes)


def _fewest(group: str) -> int:
    """How many of a group have to have answered for it to be shown."""
    return 1 if group in NAMED else FEWEST


def _given(answers: Iterable[Answers], statement: str) -> list[int]:
    """The levels given; who could not say is left out, never counted as nought."""
    return [level for it in answers if (level := it.get(statement)) is not None]


def _scores(levels: Mapping[str, Sequence[int]]) -> Scores:
    """Each group's score of one statement, and everyone's."""
    made = {group: _score(levels.get(group, ()), fewest=_fewest(group)) for group in Group.values}
    named = [level for group, some in levels.items() if group in NAMED for level in some]
    unnamed = [some for group, some in levels.items() if group not in NAMED]
    shown = [level for some in unnamed if len(some) >= FEWEST for level in some]
    small = [level for some in unnamed if len(some) < FEWEST for level in some]
    together = shown + small if len(small) >= FEWEST else shown
    return {**made, EVERYONE: _score(together, named)}


def _score(unnamed: Sequence[int], named: Sequence[int] = (), fewest: int = FEWEST) -> Score:
    """The score of both; how far apart they are, of the unnamed alone: the named could be taken out again."""
    levels = [*named, *unnamed]
    if len(levels) < fewest:
        return HIDDEN
    spread = ""
    if len(unnamed) >= FEWEST_FOR_SPREAD:
        middle = Decimal(sum(unnamed)) / len(unnamed)
        variance = sum((level - middle) ** 2 for level in unnamed) / len(unnamed)
        spread = next((words for most, words in _SPREADS if variance < most), _WIDEST)
    return Score((Decimal(sum(levels)) / len(levels)).quantize(_TENTH, ROUND_HALF_UP), spread)


def _of(scores: Iterable[Score]) -> Score:
    """A theme's score: the mean of its statements' scores as they are shown."""
    shown = [it.mean for it in scores if it.mean is not None]
    if not shown:
        return HIDDEN
    return Score((sum(shown, Decimal(0)) / len(shown)).quantize(_TENTH, ROUND_HALF_UP))


def changed(before: Score, after: Score) -> Decimal | None:
    """How far a score moved, by the two as they are shown; None where either is not."""
    return None if before.mean is None or after.mean is None else after.mean - before.mean
