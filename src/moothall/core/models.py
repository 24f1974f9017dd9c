"""Who: organisations, their services, people, and what each person may do. And what was done: the audit."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models import Q

COMMAND_LINE = "command-line"  # the person that commands act as
PUBLISHED = "published"  # the organisation that published statistics belong to: every council may read them


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def councils(self) -> "OrganisationQuerySet":
        """The councils this installation serves."""
        return self.exclude(slug=PUBLISHED)

    def published(self) -> "Organisation":
        """The organisation that published statistics belong to."""
        return self.get(slug=PUBLISHED)


class Organisation(models.Model):
    """A council served by this installation; one installation can serve councils that share services."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    area_code = models.CharField(max_length=9, blank=True, help_text="the GSS code of the area it serves")
    fictional = models.BooleanField(default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service of a council (waste and recycling, revenues and benefits): what a manager's scope is made of."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    slug = models.SlugField()
    name = models.CharField(max_length=200)
    ended_on = models.DateField(null=True, blank=True, help_text="its last day; none while it stands")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="service_once_in_an_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Somebody who signs in, or the command line. What they may do is in their memberships."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=200)

    REQUIRED_FIELDS = ["name"]

    address: str = (
        ""  # where they act from in this request: set at the door, written to the audit, not stored here
    )

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


Visitor = Person | AnonymousUser  # whoever asks for a page: signed in or not


class Role(models.Model):
    """A named set of permissions. Shipped roles follow `roles.toml` at each migration; a council adds its own."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=300, blank=True)
    shipped = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Scope(models.TextChoices):
    """How far a permission reaches within the organisation."""

    ALL = "all", "everything"
    SERVICE = "service", "own services only"
    MEASURE = "measure", "own measures only"


class Grant(models.Model):
    """A role may do one thing, so far."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="grants")
    permission = models.CharField(max_length=60)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.ALL)

    class Meta:
        ordering = ["permission"]
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="grant_once_in_a_role")]


class Membership(models.Model):
    """A person holds a role in an organisation; `own` are the slugs of the services and measures that are theirs.

    An ended membership stays, with its date: who could do what, when, is part of the record.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="memberships")
    own = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
                name="role_held_once_at_a_time",
            )
        ]


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, kind: str, key: object) -> "AuditQuerySet":
        """What was done to one thing, newest first."""
        return self.filter(kind=kind, key=str(key)).order_by("-id")

    def visible_to(self, organisations: Iterable[int]) -> "AuditQuerySet":
        """What concerns these organisations, or no organisation in particular."""
        return self.filter(Q(organisation__in=organisations) | Q(organisation__isnull=True))


class AuditEntry(models.Model):
    """One change of state: who, what, to what, before and after, when and from which address.

    Entries are only ever added. The one exception is personal data at its date of erasure.
    """

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=100, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, blank=True, help_text="what sort of thing changed")
    key = models.CharField(max_length=120, blank=True, help_text="which one")
    title = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "key"], name="audit_about"),
            models.Index(fields=["organisation", "-id"], name="audit_in_an_organisation"),
        ]


class ApiKey(models.Model):
    """A key to the read API, held by a person. Only its hash is stored; the prefix tells keys apart."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class SecretAddress(models.Model):
    """A secret address at which a program that can send no password reads as a person. Only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Calendar address {self.prefix}…"


class CalendarAddress(SecretAddress):
    """Where a person's calendar program reads what they owe in one council."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="one_calendar_address_at_a_time",
            )
        ]


class JobState(models.TextChoices):
    WAITING = "waiting", "waiting to start"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "stopped by a fault"
    CANCELLED = "cancelled", "cancelled"


class Job(models.Model):
    """Long work done outside the request: how far it is, whether it should stop, and where its result is."""

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=100, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Run(models.Model):
    """One use of an engine, kept so that any number it gave can be shown again and replayed.

    `input_sha256` is of what the engine was given, as known at `as_at`; the same input, parameters, seed and version
    give the same result. The newest of a subject is the one shown; older ones stay.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    subject = models.CharField(
        max_length=200, help_text="what it is of: a measure's id, perhaps '|breakdown'"
    )
    parameters = models.JSONField(default=dict)
    seed = models.BigIntegerField(null=True)
    input_sha256 = models.CharField(max_length=64)
    headline = models.JSONField(default=dict, help_text="what a list shows of the result")
    result = models.JSONField()
    as_at = models.DateTimeField(help_text="the input is what was known then")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "engine", "subject", "-id"], name="run_newest")]

    def __str__(self) -> str:
        return f"{self.engine} of {self.subject}"


class Reminder(models.Model):
    """One message to one person on one day, of what they owe. A message that could not be sent is tried again."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    items = models.JSONField(default=list, help_text="what it spoke of: kind and key, as `core.due` has them")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "day"], name="told_once_a_day")
        ]


class WebhookKind(models.TextChoices):
    TEAMS = "teams", "Microsoft Teams"
    SLACK = "slack", "Slack"


class Webhook(models.Model):
    """A channel of Teams or Slack that a council writes to. Its address is a secret: sealed, and gone when it ends."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=WebhookKind.choices)
    name = models.CharField(max_length=100)
    host = models.CharField(max_length=200, help_text="what may be shown of its address")
    sealed = models.TextField(blank=True, help_text="its address, as core.sealed keeps it")
    hears = models.JSONField(default=list, help_text="what it is told of, as core.webhooks.hearing names it")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class MessageState(models.TextChoices):
    WAITING = "waiting", "waiting"
    SENT = "sent", "sent"
    FAILED = "failed", "not sent"


class WebhookMessage(models.Model):
    """One message to a channel: what it says, how often it was tried, and what came of it."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="messages")
    what = models.CharField(max_length=60, help_text="an action of the audit, 'due' or 'test'")
    day = models.DateField(null=True, help_text="of what is due: told once a day")
    content = models.JSONField(help_text="as kit.chat.Message has it")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "day"], name="channel_told_of_what_is_due_once_a_day")
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="webhook_message_waiting")]

    def __str__(self) -> str:
        return f"Message {self.pk}"
