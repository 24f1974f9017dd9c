"""The life of a risk, on one screen: its levels, its states, and the words there are for the rest."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class Kind(TextChoices):
    THREAT = "threat", "threat"
    OPPORTUNITY = "opportunity", "opportunity"


class Level(TextChoices):
    """Whose register a risk is in."""

    SERVICE = "service", "service"
    PROGRAMME = "programme", "programme"
    CORPORATE = "corporate", "corporate"


class State(TextChoices):
    OPEN = "open", "open"
    CLOSED = "closed", "closed"


class Score(TextChoices):
    """Which of a risk's three scores."""

    INHERENT = "inherent", "inherent: as if nothing were done about it"
    CURRENT = "current", "current: with the controls as they are"
    TARGET = "target", "target: once what is planned is done"


class Treatment(TextChoices):
    """The four Ts, and what is done with an opportunity."""

    TOLERATE = "tolerate", "tolerate: live with it"
    TREAT = "treat", "treat: make it smaller"
    TRANSFER = "transfer", "transfer: have somebody else bear it"
    TERMINATE = "terminate", "terminate: stop what causes it"
    TAKE = "take", "take: go for it (an opportunity)"


class Proximity(TextChoices):
    """When it could happen."""

    NOW = "now", "now"
    QUARTER = "quarter", "within three months"
    YEAR = "year", "within a year"
    LATER = "later", "later than a year"


class Effect(TextChoices):
    """How much a control does."""

    NONE = "none", "no effect"
    PARTIAL = "partial", "partly effective"
    FULL = "full", "fully effective"


class Line(TextChoices):
    """The three lines of assurance (Institute of Internal Auditors, Three Lines Model)."""

    FIRST = "1", "first line: those who run it"
    SECOND = "2", "second line: those who oversee it"
    THIRD = "3", "third line: independent, such as internal audit"


class Opinion(TextChoices):
    SUBSTANTIAL = "substantial", "substantial assurance"
    REASONABLE = "reasonable", "reasonable assurance"
    LIMITED = "limited", "limited assurance"
    NONE = "none", "no assurance"


class Appetite(TextChoices):
    """How much risk of a category the council accepts, in words."""

    AVERSE = "averse", "averse"
    MINIMAL = "minimal", "minimal"
    CAUTIOUS = "cautious", "cautious"
    OPEN = "open", "open"
    HUNGRY = "hungry", "hungry"


class Decision(TextChoices):
    """What became of a proposal to move a risk to another level."""

    WAITING = "", "waiting for a decision"
    ACCEPTED = "accepted", "accepted"
    REFUSED = "refused", "refused"


# from, to, and what makes it happen. Every step bears a reason.
LEVELS: dict[tuple[Any, Any], str] = {
    (Level.SERVICE, Level.PROGRAMME): "it threatens what a programme is to bring",
    (Level.SERVICE, Level.CORPORATE): "it is more than the service can carry",
    (Level.PROGRAMME, Level.CORPORATE): "it is more than the programme can carry",
    (Level.CORPORATE, Level.PROGRAMME): "a programme can carry it again",
    (Level.CORPORATE, Level.SERVICE): "a service can carry it again",
    (Level.PROGRAMME, Level.SERVICE): "it no longer concerns the programme",
}
HEIGHT = {Level.SERVICE: 0, Level.PROGRAMME: 1, Level.CORPORATE: 2}

LEVEL_LIFE = Life(
    LEVELS,
    {
        Level.SERVICE: "is in the register of its service already: choose another level",
        Level.PROGRAMME: "is in the register of its programme already: choose another level",
        Level.CORPORATE: "is in the corporate register already: choose another level",
    },
)

STATES: dict[tuple[Any, Any], str] = {
    (State.OPEN, State.CLOSED): "it can no longer happen, it happened, or it is part of another",
    (State.CLOSED, State.OPEN): "it is back",
}

STATE_LIFE = Life(
    STATES,
    {
        State.OPEN: "is open: there is nothing to open again",
        State.CLOSED: "is closed: open it again first",
    },
)


def next_levels(now: str) -> list[tuple[str, str]]:
    """Where a risk can go from this level, and what that says."""
    return [
        (then.value, f"{then.label.capitalize()}: {why}")
        for (since, then), why in LEVELS.items()
        if since == now
    ]
