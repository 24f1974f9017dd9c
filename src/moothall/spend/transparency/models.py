"""What was checked and published under the Transparency Code, and the payments in it that anyone may look up.

A check of some files gives an edition of each set that they hold. Its file, where each row came from and what was found
are kept by their SHA-256; nothing of what was written over for privacy is in the database.
"""

from django.db import models
from django.db.models import Q

from moothall.core.models import Job, Organisation, Person
from moothall.kit.periods import Period
from moothall.spend.transparency.life import State

LENGTHS = (("P3M", "quarter"), ("P1Y", "year"))


class Preparation(models.Model):
    """Files that were given for a quarter, or for the sets of a year, and the newest check of them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    start = models.DateField(help_text="first day of the period")
    length = models.CharField(max_length=3, choices=LENGTHS)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    job = models.ForeignKey(
        Job, null=True, on_delete=models.PROTECT, related_name="+", help_text="the newest check"
    )
    redact = models.BooleanField(default=False, help_text="what was found personal was written over")
    checked_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=500, blank=True, help_text="why nothing could be read")
    told = models.JSONField(default=dict, help_text="files that were not read, and sets of another period")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Files for {self.period.label}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.length)


class GivenFile(models.Model):
    """One file as it came."""

    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    set_id = models.CharField(
        max_length=40, blank=True, help_text="what a person said it is; blank: by its headings"
    )
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """One set of one period as one check left it: what would be, is or was published. Its file never changes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="editions")
    set_id = models.CharField(max_length=40)
    title = models.CharField(max_length=200, help_text="of the set")
    start = models.DateField()
    length = models.CharField(max_length=3, choices=LENGTHS)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    made_at = models.DateTimeField()
    rows = models.PositiveIntegerField(help_text="of the file")
    total_pence = models.BigIntegerField(null=True, help_text="none where nothing is added up")
    total_of = models.CharField(max_length=60, blank=True, help_text="the column that is added up")
    sha256 = models.CharField(max_length=64, help_text="of the file to publish")
    lineage = models.CharField(max_length=64, help_text="SHA-256 of the list of where each row came from")
    report = models.CharField(max_length=64, help_text="SHA-256 of the validation report, as JSON")
    accounted = models.JSONField(
        default=dict, help_text="rows read, left out and why, rejected; basis; files"
    )
    problems = models.JSONField(default=list, help_text="what was found, each with its first places")
    personal = models.JSONField(
        default=list, help_text="fields with personal data, masked; the first of them"
    )
    personal_count = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    looked_at = models.JSONField(
        default=list, help_text="places in `problems` that somebody said they looked at"
    )
    despite = models.TextField(blank=True, help_text="why it was published with errors")
    note = models.TextField(blank=True, help_text="what differs from the one before it")
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="supersedes")
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)
    sums = models.JSONField(
        default=dict, help_text="pence by month and by department, and the categories, of payments"
    )

    class Meta:
        ordering = ["-start", "set_id", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "set_id", "start", "length"],
                condition=Q(state="published"),
                name="one_published_edition_of_a_period",
            )
        ]
        indexes = [models.Index(fields=["organisation", "state", "start"], name="edition_by_state")]

    def __str__(self) -> str:
        return f"{self.title}, {self.period.label}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.length)

    @property
    def to_look_at(self) -> list[int]:
        """Places in `problems` of errors and warnings that nobody said they looked at."""
        return [
            place
            for place, it in enumerate(self.problems)
            if it["severity"] != "notice" and place not in self.looked_at
        ]


class PublishedPayment(models.Model):
    """A row of a published file of payments, word for word, for as long as it is published. Money is whole pence."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="payments")
    row = models.PositiveIntegerField(help_text="line of the published file, the header being 1")
    paid = models.DateField(null=True)
    payee = models.CharField(max_length=300)
    plain = models.CharField(max_length=300, help_text="the payee as spend.names gives it")
    department = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=200, blank=True)
    purpose = models.TextField(blank=True)
    reference = models.CharField(max_length=100, blank=True)
    pence = models.BigIntegerField()
    card = models.BooleanField()

    class Meta:
        ordering = ["-paid", "-id"]
        indexes = [
            models.Index(fields=["organisation", "paid", "id"], name="published_by_day"),
            models.Index(fields=["organisation", "pence", "id"], name="published_by_amount"),
            models.Index(fields=["organisation", "plain", "id"], name="published_by_payee"),
            models.Index(fields=["organisation", "department", "paid"], name="published_by_department"),
            models.Index(fields=["organisation", "category", "paid"], name="published_by_category"),
        ]


class PayeeWord(models.Model):
    """A word of a payee's name in a published file: what a search by the beginning of a word reads."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="words")
    word = models.CharField(max_length=60, db_index=True)
    plain = models.CharField(max_length=300)
