"""A risk is scored: each time a new row, never a changed one."""

from collections.abc import Mapping
from datetime import date

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.wording import prose
from moothall.kit.documents.words import spoken_date
from moothall.risks.actions.held import LONGEST, been, of_risk
from moothall.risks.life import Score
from moothall.risks.matrix import USUAL, Matrix, read
from moothall.risks.models import MatrixVersion, Risk, ScoreEntry
from moothall.risks.rules import out_of_order


def score(
    person: Person, *, risk: Risk, given: Mapping[str, tuple[int, int]], words: str, on: date
) -> list[ScoreEntry]:
    """Scores a risk on the matrix of a day: for each kind of score its likelihood and impact, and why.

    Raises NotPossible where the scores, with those that stand, do not go from inherent to current to target.
    """
    with of_risk(person, "risk.scored", risk) as (it, entry):
        been(on, it.identified_on)
        why = prose(words, "why it is scored so", LONGEST)
        if not given or not set(given) <= set(Score.values):
            raise NotPossible("Score at least one: inherent, current or target.")
        version = MatrixVersion.objects.filter(organisation=it.organisation, from_date__lte=on).first()
        matrix = read(version.content) if version else USUAL
        standing = _standing(it)
        after = {kind: _on(matrix, one) for kind, one in standing.items()}
        for kind, (likelihood, impact) in given.items():
            newest = standing.get(kind)
            if newest and on < newest.on:
                raise NotPossible(
                    f"It was scored on {spoken_date(newest.on)} already: give that day or a later one."
                )
            try:
                after[kind] = matrix.score(likelihood, impact)
            except ValueError as fault:
                raise NotPossible(str(fault)) from fault
        fault_found = out_of_order(it.kind, after)
        if fault_found:
            raise NotPossible(fault_found)
        made = [
            ScoreEntry.objects.create(
                risk=it,
                kind=kind,
                on=on,
                likelihood=likelihood,
                impact=impact,
                score=after[kind],
                matrix=version,
                words=why,
                by=person,
                at=clock.now(),
            )
            for kind, (likelihood, impact) in given.items()
        ]
        entry.before = {kind: standing[kind].score for kind in given if kind in standing}
        entry.after = {kind: after[kind] for kind in given} | {"on": on.isoformat(), "why": why}
    return made


def _standing(it: Risk) -> dict[str, ScoreEntry]:
    """By kind, the newest score there is."""
    found: dict[str, ScoreEntry] = {}
    for one in it.scores.all():
        found.setdefault(one.kind, one)
    return found


def _on(matrix: Matrix, one: ScoreEntry) -> int:
    """An earlier score on this matrix; on its own where the matrix no longer has its levels."""
    try:
        return matrix.score(one.likelihood, one.impact)
    except ValueError:
        return one.score
