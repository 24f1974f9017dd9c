"""Two small councils and somebody of each role in the first, made through the real actions.

def test_…(people): people["auditor"].get("/people/")
def test_…(world): world.council, world.person["auditor"], world.samples()["person"]
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from moothall.core import actions
from moothall.core.models import ApiKey, Membership, Organisation, Person, Role, Service
from moothall.core.queries import command_line
from moothall.figures.actions import load
from moothall.figures.models import Load, Observation

ANONYMOUS, NO_ROLE = "anonymous", "no-role"
SHIPPED = (
    "administrator",
    "performance-officer",
    "service-manager",
    "contributor",
    "democratic-services",
    "councillor",
    "auditor",
    "director",
    "section-151-officer",
    "monitoring-officer",
    "analyst",
    "data-officer",
    "procurement-officer",
    "finance-partner",
)
EVERYBODY = (ANONYMOUS, NO_ROLE, *SHIPPED)

PASSWORD = "copper kettle fence"  # everybody's

# what a narrow role reaches
OWN = {"service-manager": ["waste"], "contributor": ["recycling-rate"]}

PUBLISHED_ROWS = """area_code,area_name,financial_year,metric,value
E07000234,Bromsgrove,2021-22,Household waste recycling rate,38.50
E07000234,Bromsgrove,2022-23,Household waste recycling rate,39.10
E07000125,Rossendale,2022-23,Household waste recycling rate,31.20
E07000125,Rossendale,2021-22,Household waste recycling rate,
"""
OWN_ROWS = """Measure,Period,Value,Numerator,Denominator
Household waste recycling rate,2022-23,41.25,4125,10000
Household waste recycling rate,2023-24,42.00,4200,10000
"""


@dataclass
class World:
    """What the tests lean on. `root` is the command line's person; it may do everything everywhere."""

    council: Organisation
    other: Organisation
    root: Person
    person: dict[str, Person] = field(default_factory=dict)
    loads: list[Load] = field(default_factory=list)
    key: tuple[ApiKey, str] | None = None

    def samples(self) -> dict[str, object]:
        """A real value for each argument that a route takes, by the argument's name."""
        from tests.contracts.samples import samples

        return samples(self)

    @property
    def own(self) -> Observation:
        """A figure of the council's own."""
        return Observation.objects.filter(series__organisation=self.council).earliest("pk")

    @property
    def published(self) -> Observation:
        """A published figure."""
        return Observation.objects.filter(series__organisation__slug="published").earliest("pk")


def build(folder: Path) -> World:
    """Makes the world; files that are loaded are written in `folder` first."""
    root = command_line("local")
    council = actions.add_council(root, slug="testham", name="Testham", area_code="E07000234", fictional=True)
    other = actions.add_council(root, slug="otherham", name="Otherham", area_code="E07000125", fictional=True)
    for organisation in (council, other):
        Service.objects.create(organisation=organisation, slug="waste", name="Waste and recycling")
        Service.objects.create(organisation=organisation, slug="homes", name="Homes")
    world = World(council, other, root)
    for role in (*SHIPPED, NO_ROLE):
        world.person[role] = add(world, role, role=None if role == NO_ROLE else role, password=PASSWORD)
    world.person["other"] = add(world, "other", role="administrator", organisation=other)
    for name, text, where in (
        ("waste.csv", PUBLISHED_ROWS, council),
        ("return.csv", OWN_ROWS, council),
        ("theirs.csv", OWN_ROWS.replace("41.25", "66.60"), other),
    ):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        world.loads += [it.load for it in load(world.root, organisation=where, path=path)]
    officer = world.person["performance-officer"]
    world.key = actions.make_api_key(officer, organisation=council, name="The dashboard")
    return world


def add(
    world: World,
    username: str,
    *,
    role: str | None,
    organisation: Organisation | None = None,
    password: str | None = None,
) -> Person:
    """Somebody new, with an e-mail address and perhaps a role."""
    where = organisation or world.council
    added = actions.add_person(
        world.root,
        organisation=where,
        username=username,
        name=username.replace("-", " ").title(),
        email=f"{username}@example.test",
        password=password,
    )
    if role:
        actions.give_role(
            world.root, to=added, organisation=where, role=Role.objects.get(slug=role), own=OWN.get(role, [])
        )
    return added


def membership(person: Person) -> Membership:
    """The one role that somebody holds."""
    return person.memberships.get(ended_at__isnull=True)


@pytest.fixture
def world(db: None, tmp_path: Path, settings: object) -> World:
    """The two councils, in a home folder of their own."""
    settings.MOOTHALL_HOME = tmp_path / "home"  # type: ignore[attr-defined]
    cache.clear()  # counts of requests and of tries
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    return build(tmp_path)


@pytest.fixture
def people(world: World) -> Iterator[dict[str, Client]]:
    """A client for each role, signed in; 'anonymous' is not, and 'no-role' holds no role."""
    yield {role: client(world.person.get(role)) for role in EVERYBODY}


def client(person: Person | None = None, **options: object) -> Client:
    """A browser, signed in as somebody or as nobody."""
    made = Client(**options)  # type: ignore[arg-type]
    if person:
        made.force_login(person)
    return made
