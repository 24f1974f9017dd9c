"""From evidence to a verdict: answered, partly or absent."""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall.engines.text.coverage.evidence import Support
from moothall.engines.text.coverage.lexicon import lexicon
from moothall.engines.text.found import Answer, Status
from moothall.reference.productivity_letter import Question

CITED = 8
AS_GOOD = 0.3  # a passage further below the best is not worth citing


@dataclass(frozen=True, slots=True)
class Bars:
    """What separates the verdicts; chosen in benchmarks/text_coverage.py by leaving out one council at a time."""

    present: float = 0.6  # the best passage must reach this
    support: float = 0.6  # a passage below this is no support
    words: int = 15  # a full answer needs this many for each passage the question calls for, or more passages


BARS = Bars()


def judged(question: Question, evidence: Sequence[Support], bars: Bars = BARS) -> Answer:
    support = sorted(
        (s for s in evidence if s.score >= bars.support), key=lambda s: (-round(s.score, 6), s.passage)
    )
    best = max((s.score for s in evidence), default=0.0)
    if not support or best < bars.present:
        return Answer(
            question.id, Status.ABSENT, (), f"Nothing was found on: {_small(question.title)}.", best
        )
    lex = lexicon()
    asked = lex.asked[question.id]
    met = {part for s in support for part in s.parts}
    met |= {part.id for part in question.parts if (question.id, part.id) in lex.uncued}
    words = sum(s.words for s in support)
    enough = words >= bars.words * asked.plenty or len(support) > asked.plenty
    full = len(met) >= asked.needed and set(asked.wanted) <= met and enough
    said = [part.asks for part in question.parts if part.id in met]
    unsaid = [part.asks for part in question.parts if part.id not in met]
    if full:
        why = f"It says {_listed(said)}."
    elif not unsaid:
        why = f"It says {_listed(said)}, but briefly."
    elif not said:
        why = f"It touches on this but does not say {_listed(unsaid)}."
    else:
        why = f"It says {_listed(said)}, but not {_listed(unsaid)}."
    cited = tuple(s.passage for s in support[:CITED] if s.score >= best - AS_GOOD)
    return Answer(question.id, Status.ANSWERED if full else Status.PARTLY, cited, why, best)


def _small(title: str) -> str:
    return title[0].lower() + title[1:]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
