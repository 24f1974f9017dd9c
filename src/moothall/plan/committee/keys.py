"""Is it a key decision? What an executive decision spends, saves and touches, against what is significant here.

SI 2012/2089 reg 8: significant spending or saving for the service's budget, or significant effects on communities
in two or more wards. The council says in pounds what is significant; whether an effect on wards is, is a judgement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from moothall.direction.money import pounds
from moothall.kit.documents.words import spoken_date

ALL_WARDS = "All wards"
_WARDS = 2


@dataclass(frozen=True, slots=True)
class Threshold:
    """At this many pence or more, spending or saving is significant; since a day."""

    pence: int
    since: date


@dataclass(frozen=True, slots=True)
class KeyTest:
    """What came of the test: yes, no, or None where it cannot be told yet. `in_public` names no amount."""

    answer: bool | None
    reasons: tuple[str, ...]
    in_public: tuple[str, ...]

    @property
    def word(self) -> str:
        return {True: "Yes", False: "No", None: "Not known yet"}[self.answer]

    @property
    def sentence(self) -> str:
        return f"{self.word}. {' '.join(self.reasons)}"

    @property
    def public_sentence(self) -> str:
        """The same where the amount is not for the public."""
        return f"{self.word}. {' '.join(self.in_public)}"


def key_test(
    pence: int | None,
    kind: str,
    wards: Sequence[str],
    threshold: Threshold | None,
    judged: str = "",
    why: str = "",
) -> KeyTest:
    """The test with its reasons. `kind` is 'spends' or 'saves'; `judged`, where an officer did, 'key' or 'not key'."""
    money, open_money, by_money = _money(pence, kind, threshold)
    places, by_wards = _wards(wards)
    answer = True if by_money or by_wards else by_money
    reasons, in_public = (money, places), (open_money, places)
    if judged:
        a_key = "a key decision" if judged == "key" else "not a key decision"
        said = f"It was judged to be {a_key}: {why}"
        return KeyTest(judged == "key", (*reasons, said), (*in_public, said))
    return KeyTest(answer, reasons, in_public)


def _money(pence: int | None, kind: str, threshold: Threshold | None) -> tuple[str, str, bool | None]:
    if threshold is None:
        said = "The council has not said what amount is significant: set its threshold."
        return said, said, None
    if pence is None:
        said = "What it spends or saves is not written: write it, or 0."
        return said, said, None
    over = pence >= threshold.pence
    beside = "at or over" if over else "under"
    rule = f"the council's threshold of {pounds(threshold.pence)} (since {spoken_date(threshold.since)})"
    return (
        f"It {kind} {pounds(pence)}, {beside} {rule}.",
        f"What it {kind} is in an exempt part; it is {beside} {rule}.",
        over,
    )


def _wards(wards: Sequence[str]) -> tuple[str, bool]:
    if ALL_WARDS in wards:
        return "It affects every ward.", True
    if not wards:
        return "It affects no ward in particular.", False
    return f"It affects {len(wards)} ward{'' if len(wards) == 1 else 's'}: {', '.join(wards)}.", len(
        wards
    ) >= _WARDS
