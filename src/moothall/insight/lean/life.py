"""The words there are for maps, steps and derived measures."""

from django.db.models import TextChoices

BEFORE, AFTER = "before", "after"


class Side(TextChoices):
    """Which of a process's two maps."""

    BEFORE = "before", "before the change"
    AFTER = "after", "after the change"


class StepKind(TextChoices):
    WORK = "work", "work"
    WAIT = "wait", "wait"
    CHECK = "check", "check"
    REWORK = "rework", "rework"
    HANDOVER = "hand-over", "hand-over"


class Value(TextChoices):
    """Would whoever asked for it miss the step?"""

    YES = "yes", "yes"
    NECESSARY = "necessary", "no, but necessary"
    NO = "no", "no"


class Ratio(TextChoices):
    """What a derived measure is."""

    UNIT_COST = "unit cost", "unit cost: pounds divided by how many"
    TURNAROUND = "turnaround", "turnaround: time divided by how many"
    UTILISATION = "utilisation", "utilisation: what is used as a share of what there is"


class Part(TextChoices):
    """Which number of a figure is taken."""

    VALUE = "value", "its value"
    NUMERATOR = "numerator", "its numerator"
    DENOMINATOR = "denominator", "its denominator"


TIMES = {Ratio.UNIT_COST: 1, Ratio.TURNAROUND: 1, Ratio.UTILISATION: 100}
