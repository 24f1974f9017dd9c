"""Feeds as they are set up, what each run of them did, and postcodes that were looked up."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from moothall.core.models import Organisation, Person
from moothall.figures.models import Load


class RunState(models.TextChoices):
    RUNNING = "running", "running"
    DONE = "done", "done"
    UNCHANGED = "unchanged", "nothing new"
    BROKEN_OFF = "broken off", "broken off"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


UNDER_WAY = (RunState.RUNNING, RunState.BROKEN_OFF)  # a next run may go on from where these stopped
WELL = (RunState.DONE, RunState.UNCHANGED)


class FeedSetup(models.Model):
    """A feed as a council set it up: what is chosen, how often it runs, and what its last good run remembered.

    It holds no key: those come from the environment.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    feed = models.CharField(max_length=60, help_text="a plug-in's id")
    title = models.CharField(max_length=200)
    config = models.JSONField(default=dict)
    every = models.PositiveSmallIntegerField(help_text="days between runs")
    active = models.BooleanField(default=True)
    marks = models.JSONField(default=dict, help_text="what the last run that was done remembered")
    set_up_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="feed_title_once_in_a_council")
        ]

    def __str__(self) -> str:
        return self.title


class FeedRun(models.Model):
    """One run of a feed. What came is kept on disk until all of it is there; then it is loaded, or nothing is."""

    setup = models.ForeignKey(FeedSetup, on_delete=models.PROTECT, related_name="runs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    config = models.JSONField(help_text="what was chosen when it began")
    position = models.JSONField(null=True, help_text="where the plug-in goes on from")
    whole = models.BooleanField(default=False, help_text="every page is on disk")
    pages = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, help_text="rows in all, where the publisher says")
    bytes = models.PositiveBigIntegerField(default=0, help_text="of the rows on disk")
    kept = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    load = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=500, blank=True)
    marks = models.JSONField(default=dict)
    unmapped = models.JSONField(default=list)
    found = models.JSONField(default=dict, help_text="what a feed that brings no figures found")
    address = models.CharField(max_length=300, blank=True, help_text="the publisher's interface")

    class Meta:
        ordering = ["-id"]
        get_latest_by = "id"

    def __str__(self) -> str:
        return f"{self.setup}, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def took(self) -> timedelta | None:
        return self.finished_at - self.started_at if self.finished_at else None


class Postcode(models.Model):
    """Where a postcode is, as it was looked up; it may be known that there is none such."""

    postcode = models.CharField(max_length=8, primary_key=True, help_text="without its space")
    found = models.JSONField(null=True)
    looked_up_at: models.DateTimeField[datetime | Any, datetime] = models.DateTimeField()
