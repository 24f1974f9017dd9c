"""Is a coming key decision in time, and if not, what must be done? Pure: dates in, a verdict with its dates out."""

from dataclasses import dataclass
from datetime import date

from moothall.kit.documents.words import spoken_date
from moothall.reference.committee import clear_days, latest_notice, notice_period

IN_TIME, GENERAL_EXCEPTION, SPECIAL_URGENCY, NOT_KEY = (
    "in time",
    "general exception",
    "special urgency",
    "not key",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How notice stands. `done` is false while something must still be done; `advice` says what, with its dates."""

    kind: str
    done: bool
    advice: str
    publish_by: date
    exception_by: date

    @property
    def words(self) -> str:
        if self.kind == NOT_KEY:
            return "Not a key decision"
        if self.kind == IN_TIME:
            return "In time" if self.done else "In time if published"
        return self.kind.capitalize() + (" recorded" if self.done else " needed")

    @property
    def in_public(self) -> str:
        """The same for a resident, who need not know the law's names for it nor what an officer has to do."""
        return _IN_PUBLIC[self.kind, self.done]


_SHORT = "Less than 28 clear days’ notice."
_CHAIR = "the chair of the overview and scrutiny committee"
_IN_PUBLIC = {
    (NOT_KEY, True): "Not a key decision, so no length of notice is asked for.",
    (IN_TIME, True): "At least 28 clear days’ notice.",
    (IN_TIME, False): "Not given yet.",
    (GENERAL_EXCEPTION, True): f"{_SHORT} {_CHAIR.capitalize()} was told before (a general exception).",
    (
        GENERAL_EXCEPTION,
        False,
    ): f"{_SHORT} The decision may be made then only if {_CHAIR} is told at least five clear "
    "days before (a general exception). That is not recorded here yet.",
    (SPECIAL_URGENCY, True): f"{_SHORT} {_CHAIR.capitalize()} agreed that it is urgent (special urgency).",
    (
        SPECIAL_URGENCY,
        False,
    ): f"{_SHORT} The decision may be made then only if {_CHAIR} agrees that it is urgent and "
    "cannot wait (special urgency). That is not recorded here yet.",
}


def standing(
    decision: date,
    *,
    today: date,
    key: bool = True,
    published: date | None = None,
    exception: date | None = None,
    urgency: date | None = None,
) -> Standing:
    """How notice of a decision stands.

    `published` is the day it went into the public forward plan; `exception` the day that the notice given to the
    chair of overview and scrutiny was published (reg 10); `urgency` the day that the chair agreed (reg 11).
    """
    full, short = notice_period("key-decision", today), notice_period("general-exception", today)
    by = latest_notice(decision, full.clear_days, working_days=full.working_days)
    then = latest_notice(decision, short.clear_days, working_days=short.working_days)

    def made(kind: str, done: bool, advice: str) -> Standing:
        return Standing(kind, done, advice, by, then)

    if not key:
        return made(
            NOT_KEY,
            True,
            "Notice of 28 clear days is for key decisions alone; publishing it is still good practice.",
        )
    if published and published <= by:
        days = clear_days(published, decision, working_days=full.working_days)
        return made(
            IN_TIME,
            True,
            f"Published on {spoken_date(published)}: {days} clear days before {spoken_date(decision)}.",
        )
    if not published and today <= by:
        return made(
            IN_TIME, False, f"Publish it by {spoken_date(by)}: that gives {full.clear_days} clear days."
        )
    late = f"Notice was due by {spoken_date(by)}."
    if exception and exception <= then:
        return made(
            GENERAL_EXCEPTION,
            True,
            f"{late} The chair of overview and scrutiny was told and the notice published on {spoken_date(exception)}: "
            f"at least {short.clear_days} clear days ({short.law}). Publish the reasons too.",
        )
    if urgency:
        return made(
            SPECIAL_URGENCY,
            True,
            f"{late} The chair agreed on {spoken_date(urgency)} that it is urgent and cannot wait "
            f"({notice_period('special-urgency', today).law}). Publish the reasons at once.",
        )
    if today <= then:
        return made(
            GENERAL_EXCEPTION,
            False,
            f"{late} Tell the chair of overview and scrutiny in writing and publish that notice by "
            f"{spoken_date(then)}, which gives {short.clear_days} clear days ({short.law}); or put the decision off.",
        )
    return made(
        SPECIAL_URGENCY,
        False,
        f"{late} A general exception was possible until {spoken_date(then)}. The chair of overview and scrutiny must "
        "agree that it is urgent and cannot reasonably wait (reg 11), and the reasons be published; or put it off.",
    )
