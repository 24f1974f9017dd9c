"""How files, scans and findings stand."""

from django.db import models

READ_KIND, SCAN_KIND = "spend-read", "spend-scan"  # of jobs


class ScanState(models.TextChoices):
    MAKING = "making", "being made"
    STANDING = "standing", "the newest"
    SUPERSEDED = "superseded", "superseded by a newer one"
    ABANDONED = "abandoned", "stopped before its end"


class State(models.TextChoices):
    """What came of a finding so far."""

    OPEN = "open", "not looked at yet"
    LOOKING = "looking", "being looked at"
    TRUE = "true", "right"
    FALSE = "false", "not right"
    RECOVERED = "recovered", "money came back"


JUDGED = (State.TRUE, State.FALSE, State.RECOVERED)  # what teaches the ranking
WORTH_A_LOOK = (State.OPEN, State.LOOKING)


class Paid(models.TextChoices):
    LEDGER = "ledger", "payment"
    CARD = "card", "card"


KINDS = {
    "payments": "Payments",
    "cards": "Card purchases",
    "orders": "Purchase orders",
    "contracts": "Contracts",
}
