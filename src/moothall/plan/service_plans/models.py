"""Service plans, what was approved of them, their actions; and self-assessments with what each person answered."""

from django.db import models

from moothall.core.models import Organisation, Person, Service
from moothall.kit.periods import Period
from moothall.plan.service_plans.life import Doing, Group, Stage, State


class ServicePlan(models.Model):
    """A service's plan for a financial year. Its text is a draft until approved, and again when taken up anew."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    start = models.DateField(help_text="first day of its year: 1 April")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-start", "service__name"]
        constraints = [models.UniqueConstraint(fields=["service", "start"], name="service_plan_once_a_year")]

    def __str__(self) -> str:
        return f"{self.service} plan, {self.period.label}"

    @property
    def period(self) -> Period:
        return Period(self.start, "P1Y")


class SectionRevision(models.Model):
    """One saved text of one section. Rows are only ever added; the highest number stands."""

    plan = models.ForeignKey(ServicePlan, on_delete=models.PROTECT, related_name="revisions")
    section = models.CharField(max_length=20, help_text="a key of sections.toml")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["section", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "section", "number"], name="section_numbered_once")
        ]


class Action(models.Model):
    """Something the service will do this year."""

    plan = models.ForeignKey(ServicePlan, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=500)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="action_numbered_once")]

    def __str__(self) -> str:
        return f"Action {self.number}: {self.what[:80]}"


class ActionUpdate(models.Model):
    """How far an action is, as said on a day. The newest stands."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    state = models.CharField(max_length=10, choices=Doing.choices)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Approval(models.Model):
    """A service plan as it was approved: text and figures frozen. Nothing in it changes."""

    plan = models.ForeignKey(ServicePlan, on_delete=models.PROTECT, related_name="approvals")
    number = models.PositiveIntegerField()
    document = models.TextField(help_text="the frozen document, as kit.documents.json writes it")
    document_sha256 = models.CharField(max_length=64)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="approval_numbered_once")]

    def __str__(self) -> str:
        return f"{self.plan}, approval {self.number}"


class Assessment(models.Model):
    """One round of self-assessment: of a service or, without one, of the whole council. Once closed, for good."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    questions = models.CharField(max_length=60, help_text="the id of a question set")
    before = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the round it is compared with",
    )
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """Somebody is asked to score, and as whom."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=Group.choices)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "person"], name="invited_once")]


class Response(models.Model):
    """What one person answered: statement to level, or none where they cannot say. The newest stands.

    No query gives these to anybody but the person who answered; others see them only as part of a group, or, of the
    head of the service and their manager, who are told so before they answer, by their role.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "number"], name="response_numbered_once")
        ]
