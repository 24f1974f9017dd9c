"""The rules of risk that are worked out, never stored. Pure: numbers and days in, answers out.

Source: facts that councils share (Orange Book 2023: appetite, escalation); the threshold and the two quarters are the
council's to set and ours to state.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from moothall.risks.life import HEIGHT, Kind, Level, Score

QUARTERS_UNDER = 2  # ends of quarters at which a risk must have been under before it is proposed to go down


def quarter_end_before(on: date) -> date:
    """The last day of the quarter before the one that a day is in: 30 September for any day of October to December."""
    return date(on.year, (on.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def quarter_ends(on: date, how_many: int = QUARTERS_UNDER) -> list[date]:
    """The last days of so many quarters before a day's, the newest first."""
    found = [quarter_end_before(on)]
    while len(found) < how_many:
        found.append(quarter_end_before(found[-1]))
    return found


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    month = day.year * 12 + day.month - 1 + months
    last = (date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(month // 12, month % 12 + 1, min(day.day, last))


def out_of_order(kind: str, scores: Mapping[str, int]) -> str:
    """What is wrong with a risk's scores together, as a sentence; '' where nothing is.

    A threat is no larger with controls than without, and the target no larger than now; an opportunity the other way.
    """
    sign = 1 if kind == Kind.THREAT else -1
    order = [it for it in (Score.INHERENT, Score.CURRENT, Score.TARGET) if it in scores]
    for upper, lower in pairwise(order):
        if sign * scores[upper] < sign * scores[lower]:
            than = "under" if sign > 0 else "over"
            return (
                f"The {upper.value} score ({scores[upper]}) would be {than} the {lower.value} one ({scores[lower]}): "
                f"score both so that they go {'down' if sign > 0 else 'up'} from inherent to current to target."
            )
    return ""


def over(score: int | None, most: int | None) -> bool | None:
    """Whether a score is over the appetite; None where there is no score or no appetite, which is not 'no'."""
    return None if score is None or most is None else score > most


def to_escalate(level: str, score: int | None, most: int | None, threshold: int, category: str) -> str:
    """Why a threat should go up a level, as a sentence; '' where nothing says so."""
    if level == Level.CORPORATE or score is None:
        return ""
    if over(score, most):
        return (
            f"Its score of {score} is over the council’s appetite for {category} risks, which ends at {most}."
        )
    return f"Its score of {score} has reached {threshold}." if score >= threshold else ""


def to_lower(
    home: str, levels: Sequence[str], scores: Sequence[int | None], most: int | None, threshold: int
) -> str:
    """Why a threat could go down a level; '' where nothing says so.

    `home` is the level it began at, under which nothing says that it should go. `levels` and `scores` are of today
    and of the ends of the last two quarters: it was as high as now all the while, and under appetite and threshold
    all the while.
    """
    now = levels[0]
    if HEIGHT[Level(now)] <= HEIGHT[Level(home)] or any(
        HEIGHT[Level(it)] < HEIGHT[Level(now)] for it in levels
    ):
        return ""
    if any(it is None or it >= threshold or over(it, most) for it in scores):
        return ""
    return "It has been under the threshold and within appetite at the ends of two quarters and still is."


def movement(now: int | None, before: int | None) -> str:
    """'up', 'down', 'flat', or 'none' where one of the two scores is not there."""
    if now is None or before is None:
        return "none"
    return "up" if now > before else "down" if now < before else "flat"
