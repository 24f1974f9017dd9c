"""Collections of plans, what was read of each, and the reviews made of them."""

from django.db import models
from django.db.models import Q

from moothall.core.models import Organisation, Person


class Collection(models.Model):
    """Plans of several councils, reviewed together by somebody of one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class CollectedPlan(models.Model):
    """One plan of a collection: the file as it came, and what was read of it or why nothing was."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="plans")
    file = models.CharField(max_length=200, help_text="what the file was called")
    sha256 = models.CharField(max_length=64, help_text="of the kept file")
    digest = models.TextField(blank=True, help_text="as recipes.sector_review writes it; empty until read")
    refused = models.CharField(max_length=500, blank=True, help_text="why it cannot be read")
    council = models.CharField(max_length=200, blank=True)
    tier = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    corrected = models.BooleanField(default=False, help_text="whether a person said whose plan it is")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["council", "file", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="plan_once_in_a_collection",
            )
        ]

    def __str__(self) -> str:
        return self.council or self.file


class Reviewed(models.Model):
    """A review as it was made: rows are only ever added, and the highest number stands."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    result = models.TextField(help_text="JSON, as recipes.sector_review.as_json gives it")
    document = models.TextField(help_text="the report, as kit.documents.json writes it")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "number"], name="sector_review_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.collection}, review {self.number}"
