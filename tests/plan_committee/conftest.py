"""The test council, its people, and a report that is ready to be signed off."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.people import World, people, world

from moothall.core import clock
from moothall.plan.committee import actions, queries
from moothall.plan.committee.models import ForwardEntry, Meeting, Report
from moothall.plan.committee.templates import templates

__all__ = ["people", "world"]

TODAY = date(2026, 11, 23)
SIGNERS = {
    "committee.sign_finance": "section-151-officer",
    "committee.sign_legal": "monitoring-officer",
    "committee.sign_other": "director",
}
FIGURE = '{{ figure("recycling-rate", period="2023-24") }}'
COVER = {"lead_member": "Councillor Ada Quill", "report_of": "Director of Place", "contact": "A. Officer"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY


@pytest.fixture
def meeting(world: World) -> Meeting:
    clerk = world.person["democratic-services"]
    actions.set_rules(
        clerk,
        organisation=world.council,
        from_date=date(2026, 4, 1),
        threshold_pence=200_000_00,
        record_years=6,
        background_years=4,
    )
    return actions.add_meeting(clerk, organisation=world.council, body="Cabinet", on=date(2026, 12, 3))


@pytest.fixture
def write(world: World) -> Callable[..., Any]:
    """Writes a section, as a service manager unless somebody else is named."""

    def wrote(
        report: Report, section: str, text: str, who: str = "service-manager", secret: Any = actions.OPEN
    ) -> Any:
        standing = queries.texts(report).get(section)
        return actions.write_section(
            world.person[who],
            report=report,
            section=section,
            text=text,
            opened=standing.number if standing else 0,
            secret=secret,
        )

    return wrote


@pytest.fixture
def cover(world: World, meeting: Meeting) -> Callable[..., Report]:
    def wrote(report: Report, who: str = "service-manager", **given: Any) -> Report:
        usual: dict[str, Any] = {
            "title": report.title,
            "cover": COVER,
            "wards": ["Upper Ash"],
            "value_pence": 340_000_00,
            "value_kind": "spends",
            "meeting": meeting,
        }
        return actions.write_cover(world.person[who], report=report, **(usual | given))

    return wrote


@pytest.fixture
def report(world: World, meeting: Meeting, cover: Callable[..., Report], write: Callable[..., Any]) -> Report:
    """A report to Cabinet, written by a service manager in full."""
    made = actions.start_report(
        world.person["service-manager"],
        organisation=world.council,
        template="cabinet",
        title="New lorries",
        meeting=meeting,
    )
    cover(made)
    for part in templates()["cabinet"].parts:
        write(made, part.key, f"About {part.key}: {FIGURE}.")
    made.refresh_from_db()
    return made


@pytest.fixture
def sign(world: World) -> Callable[..., None]:
    """Has every implication signed off that is not."""

    def signed(report: Report, only: str = "") -> None:
        report.refresh_from_db()
        for part in templates()[report.template].implications:
            if only and part.key != only:
                continue
            person = world.person[SIGNERS[part.signs]]
            made = queries.composition(person, report)
            if not made.signed(part):
                actions.sign(person, report=report, section=part.key, fingerprint=made.fingerprint(part))
        report.refresh_from_db()

    return signed


@pytest.fixture
def publish(world: World, sign: Callable[..., None]) -> Callable[[Report], Report]:
    def published(report: Report) -> Report:
        sign(report)
        clerk = world.person["democratic-services"]
        actions.publish(clerk, report=report, site="https://moothall.example", known=True)
        report.refresh_from_db()
        return report

    return published


@pytest.fixture
def notice(world: World, meeting: Meeting, write: Callable[..., Any]) -> Report:
    """An officer's decision, written by the director."""
    director = world.person["director"]
    made = actions.start_report(
        director, organisation=world.council, template="officer-decision", title="Tree works contract"
    )
    actions.write_cover(
        director,
        report=made,
        title=made.title,
        cover={
            "maker": "D. Rector, Director of Place",
            "authority": "Constitution, part 3",
            "ground": "a contract",
        },
        wards=[],
        value_pence=45_000_00,
        value_kind="spends",
        decided_on=date(2026, 11, 20),
    )
    for part in templates()["officer-decision"].parts:
        write(made, part.key, f"About {part.key}.", who="director")
    made.refresh_from_db()
    return made


@pytest.fixture
def entry(world: World, meeting: Meeting) -> ForwardEntry:
    return actions.add_entry(
        world.person["service-manager"],
        organisation=world.council,
        title="Buying lorries",
        matter="Whether to buy twelve lorries.",
        decision_maker="Cabinet",
        members="Councillors A, B and C",
        decision_on=date(2027, 1, 14),
        key=True,
        contact="A. Officer, Town Hall",
    )
