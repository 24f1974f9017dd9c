"""The life of a contract, on one screen, and the words there are for the rest."""

from django.db.models import TextChoices


class State(TextChoices):
    """How a contract stands on a day. It is worked out from its days (`rules.state`), never stored."""

    PIPELINE = "pipeline", "pipeline"
    LIVE = "live", "live"
    EXTENDED = "extended", "extended"
    ENDED = "ended", "ended"
    TERMINATED = "terminated", "terminated"


# from, to, and what makes it happen. Days pass by themselves; an extension and a termination are acts of people.
LIFE: dict[tuple[State, State], str] = {
    (State.PIPELINE, State.LIVE): "its first day comes",
    (State.PIPELINE, State.TERMINATED): "it is given up before it starts",
    (State.LIVE, State.EXTENDED): "its first term is over, and an extension was used",
    (State.LIVE, State.ENDED): "its last day is over",
    (State.LIVE, State.TERMINATED): "it was terminated, and that day is over",
    (State.EXTENDED, State.ENDED): "the last day of its newest extension is over",
    (State.EXTENDED, State.TERMINATED): "it was terminated, and that day is over",
}
RUNNING = (State.LIVE, State.EXTENDED)
OVER = (State.ENDED, State.TERMINATED)


class Kind(TextChoices):
    """What is bought, as the thresholds of the Procurement Act 2023 divide it."""

    SERVICES = "services", "services"
    GOODS = "goods", "goods"
    WORKS = "works", "works"
    LIGHT_TOUCH = "light-touch", "light-touch services (care, health, education)"
    CONCESSION = "concession", "a concession: the supplier is paid by its customers"


# a kind's row in reference/procurement_thresholds.toml, for a council
THRESHOLD = {
    Kind.SERVICES: "goods-services",
    Kind.GOODS: "goods-services",
    Kind.WORKS: "works",
    Kind.LIGHT_TOUCH: "light-touch",
    Kind.CONCESSION: "concession",
}


class Tier(TextChoices):
    """How closely a contract is managed."""

    GOLD = "gold", "gold: what fails with it is felt at once"
    SILVER = "silver", "silver: it matters to a service"
    BRONZE = "bronze", "bronze: easily replaced"


class Route(TextChoices):
    """By which rules it was bought."""

    ACT = "act", "Procurement Act 2023"
    EARLIER = "earlier", "earlier law (begun before 24 February 2025)"
    EXEMPT = "exempt", "exempt from the Act"
    QUOTATION = "quotation", "quotations, under the council’s own rules"
    WAIVER = "waiver", "waiver of the council’s own rules"


class Invitation(TextChoices):
    """Whether others were asked: the Transparency Code wants to know."""

    TENDER = "tender", "a published invitation to tender"
    QUOTE = "quote", "an invitation to quote"
    NEITHER = "neither", "neither"


class Paper(TextChoices):
    """What a document of a contract is."""

    CONTRACT = "contract", "the contract"
    VARIATION = "variation", "a variation"
    SPECIFICATION = "specification", "the specification"
    MINUTES = "minutes", "minutes of a meeting"
    OTHER = "other", "something else"


class Cover(TextChoices):
    """What a supplier is insured for."""

    PUBLIC = "public", "public liability"
    EMPLOYERS = "employers", "employer’s liability"
    PROFESSIONAL = "professional", "professional indemnity"
    OTHER = "other", "other"


class Rating(TextChoices):
    """How a supplier did against an indicator, in the words of the contract performance notice."""

    GOOD = "good", "good"
    APPROACHING = "approaching", "approaching target"
    IMPROVE = "improve", "requires improvement"
    INADEQUATE = "inadequate", "inadequate"
    OTHER = "other", "other"


class Tie(TextChoices):
    """What of another room a contract is tied to."""

    DECISION = "decision", "an officer’s decision"
    KEY = "key", "a key decision"
    RISK = "risk", "a risk"


class Next(TextChoices):
    """What is to become of a contract at its end, as a review last said."""

    UNDECIDED = "undecided", "not decided yet"
    EXTEND = "extend", "extend it"
    TENDER = "tender", "buy again, with a tender"
    JOIN = "join", "buy again, with other councils or through a framework"
    IN_HOUSE = "in-house", "do it ourselves"
    STOP = "stop", "let it end"
