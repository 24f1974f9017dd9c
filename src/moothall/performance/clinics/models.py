"""Performance clinics: what was on the agenda and why, what was said and decided, and the pack that was frozen."""

from django.db import models

from moothall.core.models import Organisation, Person, Service
from moothall.direction.models import Commitment
from moothall.performance.clinics.life import Kind, Standing, State


class Clinic(models.Model):
    """One meeting: of the whole council, or of one service."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    there = models.TextField(blank=True, help_text="who was there")
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    document = models.TextField(blank=True, help_text="the pack as it was when the clinic closed, as JSON")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        of = f" of {self.service}" if self.service else ""
        return f"Performance clinic{of}, {self.on.day} {self.on:%B %Y}"


class Item(models.Model):
    """Something on the agenda: why it is there, as it was when the agenda was made, and what came of it.

    `evidence` is what the agenda showed: the figure in words, its period, where it comes from, the target, who answers.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=300)
    why = models.TextField(help_text="the rule in words, with what it found")
    measure = models.CharField(max_length=80, blank=True, help_text="a measure of the catalogue")
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.JSONField(default=dict)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.WAITING)
    minutes = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=0, help_text="how often its minutes were saved")
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def source_key(self) -> str:
        """What its actions say they come from."""
        return f"{self.clinic_id}/{self.pk}"
