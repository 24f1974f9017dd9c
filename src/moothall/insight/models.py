"""What people keep of insight: groups of peers, views, and the boundaries that maps are drawn from.

Figures are never kept here: they are asked of `figures`. Nothing is changed or deleted: a group or a view is ended,
and a newer set of boundaries stands before an older one.
"""

from django.db import models

from moothall.core.models import Organisation, Person

LONGEST_STATE = 1500  # letters of an address that a view can keep


class Chosen(models.TextChoices):
    """How the councils of a kept group were chosen."""

    CHARACTERISTICS = "characteristics", "nearest by characteristics"
    BY_HAND = "by hand", "picked by hand"


class PeerGroup(models.Model):
    """Comparators that a council chose for itself, and how. `members` are codes, the nearest (or first) first.

    `working` is what the choice was made of: characteristics with their period and weight, distances, what was
    imputed and dropped.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    area_code = models.CharField(max_length=9, help_text="the council whose comparators these are")
    way = models.CharField(max_length=20, choices=Chosen.choices)
    members = models.JSONField()
    working = models.JSONField(default=dict, blank=True)
    chosen_on = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["organisation", "area_code"], name="peer_group_of_council")]

    def __str__(self) -> str:
        return self.title


class SavedView(models.Model):
    """A view of the explorer under a name: its whole state is the query of its address."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    state = models.CharField(max_length=LONGEST_STATE)
    shared = models.BooleanField(default=False, help_text="with everybody who reads this council's figures")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["organisation", "owner"], name="saved_view_of_person")]

    def __str__(self) -> str:
        return self.title


class BoundarySet(models.Model):
    """Boundaries that were loaded together, simplified for a page. Whose they are is said under each map.

    `planar` ones are in metres of a grid; the others were degrees, drawn as if flat at one latitude.
    """

    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=100)
    planar = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    loaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Boundary(models.Model):
    """The outline of one area: rings, each a flat list of whole numbers x, y, x, y ... with y growing northwards."""

    set = models.ForeignKey(BoundarySet, on_delete=models.PROTECT, related_name="boundaries")
    area_code = models.CharField(max_length=9, db_index=True)
    rings = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["set", "area_code"], name="boundary_once_in_a_set")]
