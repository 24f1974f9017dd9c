"""Statutory returns of a council, the times each fell due, and the proof that it went. Rows are only ever added."""

from django.db import models

from moothall.core.models import Organisation, Person, SecretAddress, Service
from moothall.reference.statutory_returns.due import Rule, read


class StatutoryReturn(models.Model):
    """A return that a council makes, for as long as it does; who answers for it, and when it is due."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    known_as = models.CharField(
        max_length=60, blank=True, help_text="its id in the catalogue; none for our own"
    )
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=200, help_text="who asks for it")
    basis = models.CharField(max_length=300, blank=True, help_text="the law it is asked under")
    frequency = models.CharField(max_length=10, help_text="annual, quarterly or monthly")
    year_starts = models.PositiveSmallIntegerField(help_text="the month its periods count from")
    rule = models.JSONField(help_text="when it is due, as `reference.statutory_returns.due` reads it")
    verified = models.BooleanField(default=False, help_text="the due rule was found in its source")
    source = models.CharField(max_length=300, blank=True, help_text="where the due rule comes from")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead_days = models.JSONField(default=list, help_text="how many days before it is due reminders begin")
    first_period = models.DateField(help_text="first day of the first period that is tracked")
    last_period = models.DateField(null=True, help_text="first day of the last one; none while it goes on")

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="return_once_in_an_organisation")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def due_rule(self) -> Rule:
        return read(self.rule)


class Occurrence(models.Model):
    """One period of a return that came up, with the due day that the rule gave then."""

    statutory_return = models.ForeignKey(
        StatutoryReturn, on_delete=models.PROTECT, related_name="occurrences"
    )
    start = models.DateField(help_text="first day of its period")
    due = models.DateField(null=True, help_text="by the rule; none where its body announces the day")

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["statutory_return", "start"], name="occurrence_once_for_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.statutory_return}, from {self.start.isoformat()}"


class DueChange(models.Model):
    """A due day given by hand: announced by the body, or put off. The newest stands."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="due_changes")
    due = models.DateField()
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Submission(models.Model):
    """A return went: on which day, by whom, under which reference, and the evidence. The newest stands."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    submitted_on = models.DateField()
    submitted_by = models.CharField(max_length=200, help_text="who sent it, in words")
    reference = models.CharField(max_length=200, blank=True)
    evidence = models.TextField(blank=True, help_text="in words")
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(max_length=100, blank=True, help_text="judged from its content")
    why = models.CharField(max_length=300, blank=True, help_text="why it takes the place of the one before")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "number"], name="submission_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.occurrence}, record {self.number}"


class Feed(SecretAddress):
    """A secret address at which a calendar program reads what is due of a service, or of every one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
