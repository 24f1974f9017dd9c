"""Committee papers for the routes: a meeting, a coming decision, and a report to scrutiny with a file, published."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from moothall.plan.committee import actions, queries
from moothall.plan.committee.models import Attachment, ForwardEntry, Meeting, Report
from moothall.plan.committee.templates import templates

if TYPE_CHECKING:
    from tests.people import World

SIGNERS = {
    "committee.sign_finance": "section-151-officer",
    "committee.sign_legal": "monitoring-officer",
    "committee.sign_other": "director",
}
BODY = "Overview and scrutiny"


def committee_samples(world: "World") -> dict[str, object]:
    """The arguments of this room's routes."""
    attachment = Attachment.objects.first() or _attachment(world)
    return {
        "attachment": attachment.pk,
        "report": attachment.report_id,
        "meeting": Meeting.objects.get(body=BODY).pk,
        "entry": (ForwardEntry.objects.first() or _entry(world)).pk,
        "committee_section": "finance",
        "committee_feed": "reports",
    }


def _attachment(world: "World") -> Attachment:
    clerk, writer = world.person["democratic-services"], world.person["service-manager"]
    meeting = actions.add_meeting(clerk, organisation=world.council, body=BODY, on=date(2030, 6, 4))
    report = actions.start_report(
        writer, organisation=world.council, template="scrutiny", title="How waste does", meeting=meeting
    )
    actions.write_cover(
        writer,
        report=report,
        title=report.title,
        cover={"report_of": "Director", "contact": "A. Officer"},
        wards=[],
        value_pence=0,
        value_kind="spends",
        meeting=meeting,
    )
    for part in templates()["scrutiny"].parts:
        actions.write_section(writer, report=report, section=part.key, text=f"About {part.key}.", opened=0)
    made = _file(world, report)
    report.refresh_from_db()
    for part in templates()["scrutiny"].implications:
        signer = world.person[SIGNERS[part.signs]]
        fingerprint = queries.composition(signer, report).fingerprint(part)
        actions.sign(signer, report=report, section=part.key, fingerprint=fingerprint)
    actions.publish(clerk, report=report)
    return made


def _file(world: "World", report: Report) -> Attachment:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rounds.csv"
        path.write_text("round,tonnes\n1,2\n")
        return actions.attach(
            world.person["service-manager"],
            report=report,
            kind="appendix",
            title="Rounds",
            file=path,
            file_name="rounds.csv",
        )


def _entry(world: "World") -> ForwardEntry:
    return actions.add_entry(
        world.person["service-manager"],
        organisation=world.council,
        title="Buying lorries",
        matter="Whether to buy lorries.",
        decision_maker="Cabinet",
        members="Councillors A and B",
        decision_on=date(2030, 7, 1),
        key=True,
        contact="A. Officer",
    )
