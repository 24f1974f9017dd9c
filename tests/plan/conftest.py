"""A small council with a plan, its people in their shipped roles, and figures loaded from files."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from moothall.core import clock
from moothall.core.models import Membership, Organisation, Person, Role
from moothall.figures.actions import load
from moothall.figures.models import Area
from moothall.plan import actions, queries
from moothall.plan.models import Edition, Plan, SignOff

HEADER = "Measure,Area,Period,Value,Numerator,Denominator,Note\n"
FIGURES = (
    "recycling-rate,X07000001,2021-22,41.04,4104,10000,\n"
    "recycling-rate,X07000001,2022-23,42.31,4231,10000,\n"
    "residual-household-waste,X07000001,2022-23,512.4,,,\n"
    "residual-household-waste,X07000001,2021-22,[c],,,too few households\n"
    "recycling-rate,X07000002,2022-23,38.25,,,\n"
)
RATE = '{{ figure("recycling-rate", period="2022-23") }}'
TEXTS = {
    "introduction": "Ashcombe Vale serves 90,000 people.",
    "services": f"We recycle {RATE} of waste.\n\n### Bins\n\n- Weekly food waste\n- Fewer rounds",
    "technology": "Residual waste is {{ figure('residual-household-waste', period='2022-23') }}.",
    "spend": "We buy less.",
    "barriers": "Funding is set one year at a time.",
}
BEGUN, MET = clock.today() - timedelta(days=60), clock.today() - timedelta(days=9)
MEETING: Mapping[str, Any] = {
    "meeting": "Cabinet",
    "meeting_date": MET,
    "minute": "34",
    "resolution": "That the productivity plan be endorsed.",
}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Kept files and locks go to a folder of the test's own."""
    settings.MOOTHALL_HOME = tmp_path / "home"
    return settings.MOOTHALL_HOME


@pytest.fixture
def council(db: None) -> Organisation:
    Area.objects.create(code="X07000001", name="Ashcombe Vale", type="district", nation="Fictional")
    Area.objects.create(code="X07000002", name="Brindle Moor", type="district", nation="Fictional")
    return Organisation.objects.create(slug="ashcombe", name="Ashcombe Vale Council", area_code="X07000001")


@pytest.fixture
def person(council: Organisation) -> Callable[..., Person]:
    """Somebody with a role at the council; several people may share one."""

    def make(role: str, name: str = "") -> Person:
        username = name.lower() or role
        found = Person.objects.filter(username=username).first()
        if not found:
            found = Person.objects.create(username=username, name=name or role.replace("-", " ").title())
            Membership.objects.create(person=found, organisation=council, role=Role.objects.get(slug=role))
        found.address = "192.0.2.7"
        return found

    return make


@pytest.fixture
def officer(person: Callable[..., Person]) -> Person:
    return person("performance-officer")


@pytest.fixture
def clerk(person: Callable[..., Person]) -> Person:
    return person("democratic-services")


@pytest.fixture
def councillor(person: Callable[..., Person]) -> Person:
    return person("councillor")


@pytest.fixture
def give(council: Organisation, officer: Person, tmp_path: Path) -> Callable[[str], None]:
    """Loads rows of the council's own return, as a file."""
    files = iter(range(1, 100))

    def load_rows(rows: str) -> None:
        path = tmp_path / f"return-{next(files)}.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
        (outcome,) = load(officer, organisation=council, path=path)
        assert outcome.load.rejected == 0, list(outcome.rejected_rows())

    return load_rows


@pytest.fixture
def plan(council: Organisation, officer: Person, give: Callable[[str], None]) -> Plan:
    """A plan written in full, its figures in the store."""
    give(FIGURES)
    made = actions.start(officer, organisation=council, title="Productivity plan", years="2026-27 to 2029-30")
    for theme, text in TEXTS.items():
        actions.write(officer, plan=made, theme=theme, text=text, opened=0)
    made.created_at = clock.now() - (clock.today() - BEGUN)  # so that a meeting can have been held since
    made.save()
    return made


@pytest.fixture
def director(person: Callable[..., Person]) -> Person:
    return person("director")


@pytest.fixture
def sign_off(director: Person) -> Callable[[Plan], SignOff]:
    """Signs off the draft as it stands, unless it is signed off."""

    def sign(plan: Plan) -> SignOff:
        shown = queries.draft(director, plan)
        standing = queries.standing_sign_off(plan, shown.fingerprint)
        return standing or actions.sign_off(director, plan=plan, fingerprint=shown.fingerprint)

    return sign


@pytest.fixture
def endorse(clerk: Person, sign_off: Callable[[Plan], SignOff]) -> Callable[[Plan], Edition]:
    """Records an endorsement of the draft, which is signed off first."""

    def record(plan: Plan) -> Edition:
        sign_off(plan)
        shown = queries.draft(clerk, plan)
        return actions.endorse(clerk, plan=plan, **MEETING, fingerprint=shown.fingerprint)

    return record


@pytest.fixture
def published(plan: Plan, endorse: Callable[[Plan], Edition], officer: Person) -> Edition:
    edition = endorse(plan)
    return actions.publish(officer, edition=edition, site="https://moothall.example")
