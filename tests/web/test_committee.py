"""The pages of committee papers: a report from start to decision by five people; feeds, calendar, forward plan."""

import json
from datetime import date, time, timedelta
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from django.test import Client
from icalendar import Calendar
from tests.people import World

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Membership, Role
from moothall.plan.committee import actions, queries
from moothall.plan.committee.models import ForwardEntry, Meeting, Published, Report
from moothall.plan.committee.templates import templates

ATOM = "{http://www.w3.org/2005/Atom}"
HOME = "/decisions/testham/"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))
    return date(2026, 11, 23)


@pytest.fixture
def meeting(world: World) -> Meeting:
    clerk = world.person["democratic-services"]
    return actions.add_meeting(
        clerk,
        organisation=world.council,
        body="Cabinet",
        on=date(2026, 12, 3),
        starts=time(18, 30),
        place="Town Hall",
    )


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def hidden(html: str, name: str) -> str:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return next(it.get("value") for it in tree.iter("input") if it.get("name") == name)


def posted(client: Client, address: str, data: dict[str, Any]) -> Any:
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer


def test_a_report_from_start_to_decision_by_five_people(
    world: World, people: dict[str, Client], meeting: Meeting
) -> None:
    writer, clerk = people["service-manager"], people["democratic-services"]
    rules = {"from_date_day": "1", "from_date_month": "4", "from_date_year": "2026", "threshold": "200000"}
    posted(clerk, "/committee/rules/", {**rules, "record_years": "6", "background_years": "4"})
    posted(
        writer,
        "/committee/reports/new/",
        {"template": "cabinet", "title": "New lorries", "meeting": meeting.pk},
    )
    report = Report.objects.get()
    own = f"/committee/reports/{report.pk}/"
    assert "Lead member is empty" in page(writer, own)
    cover = {
        "title": "New lorries", "meeting": meeting.pk, "cover_lead_member": "Councillor Quill",
        "cover_report_of": "Director", "cover_contact": "A. Officer", "value": "0.25m", "value_kind": "saves",
        "exempt_paragraph": "0",
    }  # fmt: skip
    assert "is shortened: write the full number" in writer.post(f"{own}cover/", cover).content.decode()
    posted(writer, f"{own}cover/", cover | {"value": "£250,000", "wards": "Upper Ash\nLower Ash"})
    assert "It saves £250,000, at or over" in page(writer, own).replace("&#39;", "'")
    for part in templates()["cabinet"].parts:
        opened = hidden(page(writer, f"{own}edit/{part.key}/"), "opened")
        text = {"text": f"About {part.key}.", "opened": opened, "exempt_paragraph": "0", "do": "save"}
        posted(writer, f"{own}edit/{part.key}/", text)
    assert "Your role does not sign it off" in page(writer, f"{own}sign/finance/")
    for role, parts in (
        ("section-151-officer", ["finance"]),
        ("monitoring-officer", ["legal"]),
        ("director", ["equality", "risk", "environment"]),
    ):
        for part in parts:
            shown = page(people[role], f"{own}sign/{part}/")
            posted(people[role], f"{own}sign/{part}/", {"fingerprint": hidden(shown, "fingerprint")})
    assert "It is a key decision and it is not in the forward plan." in page(clerk, own)
    clerk.post(f"{own}publish/", {})
    assert "Put that right first, or say that you know it." in page(clerk, own)
    assert Report.objects.get().published_at is None
    posted(clerk, f"{own}publish/", {"known": "on"})
    audited = AuditEntry.objects.get(action="committee.published").after
    assert audited and audited["known"] == "It is a key decision and it is not in the forward plan."
    public = f"{HOME}reports/{report.pk}/"
    html = page(Client(), public)
    assert "About issues." in html and "Signed off by Section 151 Officer" in html
    assert "New lorries" in page(Client(), f"{HOME}reports/")
    later = {"decided_on_day": "23", "decided_on_month": "11", "decided_on_year": "2026"}
    posted(clerk, f"{own}decision/", {**later, "minute": "12", "resolution": "That lorries be bought."})
    assert "That lorries be bought." in page(Client(), public)
    assert page(writer, own) and writer.get(f"{own}edit/issues/").status_code == 302


def test_what_was_typed_is_kept_when_it_cannot_be_saved(world: World, people: dict[str, Client]) -> None:
    made = actions.start_report(
        world.person["service-manager"], organisation=world.council, template="scrutiny", title="T"
    )
    answer = people["service-manager"].post(
        f"/committee/reports/{made.pk}/edit/issues/",
        {
            "text": "Kept <b>words</b>",
            "opened": "0",
            "exempt_paragraph": "3",
            "exempt_reason": "",
            "do": "save",
        },
    )
    html = answer.content.decode()
    assert "Kept &lt;b&gt;words&lt;/b&gt;" in html and "public interest" in html
    found = people["service-manager"].post(
        f"/committee/reports/{made.pk}/edit/issues/",
        {"text": "A", "opened": "0", "find": "recycling", "do": "find"},
    )
    assert "Add<span" in found.content.decode()


def test_a_report_is_started_from_a_plan_and_carries_it(world: World, people: dict[str, Client]) -> None:
    from moothall.plan import actions as plans

    officer = world.person["performance-officer"]
    plan = plans.start(officer, organisation=world.council, title="Productivity plan", years="2026-27")
    assert f'<option value="{plan.pk}" selected>' in page(
        people["performance-officer"], f"/committee/reports/new/?plan={plan.pk}"
    )
    posted(people["performance-officer"], "/committee/reports/new/", {"template": "cabinet", "plan": plan.pk})
    report = Report.objects.get()
    assert report.title.startswith("Productivity plan, 2026-27")
    assert f"/plans/{plan.pk}/preview/" in page(
        people["performance-officer"], f"/committee/reports/{report.pk}/"
    )


def test_the_forward_plan_tells_the_officer_what_to_do(
    world: World, people: dict[str, Client], meeting: Meeting
) -> None:
    clerk = people["democratic-services"]
    entry = {
        "title": "Buying lorries", "matter": "Whether to.", "key": "yes", "decision_maker": "Cabinet",
        "members": "A, B", "meeting": meeting.pk, "contact": "A. Officer", "exempt_paragraph": "3",
        "exempt_reason": "Prices.",
    }  # fmt: skip
    made = posted(clerk, "/committee/forward-plan/new/", entry)
    html = page(clerk, made.url)
    assert "Notice was due by 4 November 2026" in html and "by 25 November 2026" in html
    assert "Publish a notice of that by 4 November 2026" in html, "it is to be considered in private"
    it = ForwardEntry.objects.get()
    assert "Buying lorries" not in page(Client(), f"{HOME}forward-plan/")
    posted(clerk, f"{made.url}publish/", {})
    assert "(a general exception). That is not recorded here yet" in page(Client(), f"{HOME}forward-plan/")
    told = {"on_day": "23", "on_month": "11", "on_year": "2026", "reason": "The lease ends."}
    posted(clerk, f"{made.url}exception/", told)
    assert "The lease ends." in page(Client(), f"{HOME}forward-plan/")
    it.refresh_from_db()
    assert queries.standing_of(it).done
    listed = json.loads(page(Client(), f"{HOME}forward-plan.json"))["forward_plan"][0]
    assert (listed["notice"], listed["key_decision"], listed["exempt_paragraph"]) == (
        "general exception",
        True,
        3,
    )
    assert people["section-151-officer"].get(f"{made.url}urgency/").status_code == 403
    posted(clerk, f"{made.url}take-off/", {"reason": "Put off."})
    assert "Buying lorries" not in page(Client(), f"{HOME}forward-plan/")


def test_a_key_decision_is_not_published_without_who_decides(world: World, meeting: Meeting) -> None:
    clerk = world.person["democratic-services"]
    made = actions.add_entry(
        clerk, organisation=world.council, title="T", matter="M", decision_maker="Cabinet",
        decision_on=date(2027, 2, 1), key=True, contact="C",
    )  # fmt: skip
    with pytest.raises(NotPossible, match="reg 9"):
        actions.publish_entry(clerk, entry=made)
    actions.change_entry(clerk, entry=made, members="A and B", meeting=meeting)
    assert made.decision_on == meeting.on, "the meeting's day is the decision's"
    actions.publish_entry(clerk, entry=made)


def test_the_calendar_says_which_meetings_are_cancelled(world: World, meeting: Meeting) -> None:
    clerk = world.person["democratic-services"]
    other = actions.add_meeting(clerk, organisation=world.council, body="Planning", on=date(2026, 12, 9))
    actions.cancel_meeting(clerk, meeting=other, reason="No business")
    calendar = Calendar.from_ical(Client().get(f"{HOME}meetings.ics").content)
    events = {str(it["summary"]): it for it in calendar.walk("VEVENT")}
    assert events["Cabinet"]["dtstart"].dt.isoformat() == "2026-12-03T18:30:00+00:00"
    assert str(events["Planning"]["status"]) == "CANCELLED" and "No business" in str(
        events["Planning"]["description"]
    )
    assert "cancelled. No business" in page(Client(), HOME)


@pytest.fixture
def publish(world: World, meeting: Meeting) -> Any:
    """Publishes decision notices without setting type, which is tested elsewhere."""

    def make(title: str, reasons: str = "Because.") -> Report:
        made = Report.objects.create(
            organisation=world.council, template="officer-decision", kind="decision", title=title, state="decided",
            author=world.person["director"], created_at=clock.now(), decided_on=date(2026, 11, 20),
            published_at=clock.now(), public_summary=reasons,
        )  # fmt: skip
        Published.objects.create(report=made, public="{}", full="{}", pdf=b"", pdf_size=0)
        return made

    return make


def test_feeds_are_well_formed_and_hold_what_was_published(world: World, publish: Any) -> None:
    publish("Trees & <hedges>", "To be cut.")
    atom = ElementTree.fromstring(page(Client(), f"{HOME}feeds/decisions.atom"))
    (entry,) = atom.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Trees & <hedges>"
    assert (
        entry.find(f"{ATOM}link").get("href", "").startswith("http://testserver/decisions/testham/reports/")
    )  # type: ignore[union-attr]
    assert "To be cut." in (entry.findtext(f"{ATOM}summary") or "")
    rss = ElementTree.fromstring(page(Client(), f"{HOME}feeds/decisions.rss"))
    assert rss.findtext("channel/item/title") == "Trees & <hedges>"
    assert "Trees" not in page(Client(), f"{HOME}feeds/reports.atom")
    page(Client(), f"{HOME}feeds/nothing.atom", 404)
    page(Client(), "/decisions/published/", 404)
    page(Client(), "/decisions/nowhere/feeds/reports.rss", 404)


def test_lists_take_the_same_queries_however_long(
    world: World, people: dict[str, Client], publish: Any, meeting: Meeting, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clerk = world.person["democratic-services"]

    def more(number: int) -> None:
        for n in range(number):
            publish(f"Decision {n}")
            it = actions.add_entry(
                clerk, organisation=world.council, title="T", matter="M", decision_maker="Cabinet",
                decision_on=date(2027, 2, 1), key=False, contact="C",
            )  # fmt: skip
            actions.publish_entry(clerk, entry=it)
            day = date(2027, 1, 1) + timedelta(Meeting.objects.count())
            actions.add_meeting(clerk, organisation=world.council, body="Planning", on=day)

    def counted(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            page(client, address)
        return len(caught)

    public = [HOME, f"{HOME}forward-plan/", f"{HOME}officers/", f"{HOME}feeds/decisions.atom"]
    public += [f"{HOME}feeds/forward-plan.rss", f"{HOME}meetings.ics", f"{HOME}forward-plan.json"]
    mine = [f"/committee/{it}" for it in ("", "reports/", "forward-plan/", "meetings/")]
    asked = [(Client(), it) for it in public] + [(people["democratic-services"], it) for it in mine]
    more(2)
    before = {address: counted(client, address) for client, address in asked}
    more(9)
    assert {address: counted(client, address) for client, address in asked} == before


def test_long_lists_are_paged(world: World, publish: Any) -> None:
    for number in range(25):
        publish(f"Decision {number}")
    html = page(Client(), f"{HOME}officers/")
    assert html.count("app-plan-list") == 1 and html.index("Decision 24") < html.index("Decision 23")
    assert "Decision 3<" not in html and "Decision 3<" in page(Client(), f"{HOME}officers/?q=&page=2")
    assert "Decision 24" not in page(Client(), f"{HOME}officers/?q=Decision+1")


def test_each_role_reads_what_it_may(world: World, people: dict[str, Client], publish: Any) -> None:
    made = publish("T")
    readers = {it.slug for it in Role.objects.filter(grants__permission="committee.read")} & set(people)
    for role, browser in people.items():
        expected = 200 if role in readers else 302 if role == "anonymous" else 403
        assert browser.get("/committee/").status_code == expected, role
        assert browser.get(f"/committee/reports/{made.pk}/").status_code == expected, role
        assert browser.get(HOME).status_code == 200, role
    assert Membership.objects.exists()


def test_a_file_is_downloaded_never_run(world: World, people: dict[str, Client]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = actions.start_report(
        world.person["service-manager"], organisation=world.council, template="scrutiny", title="T"
    )
    sent = {"kind": "appendix", "title": "Rounds", "exempt_paragraph": "0"}
    refused = people["service-manager"].post(
        f"/committee/reports/{made.pk}/attach/", sent | {"file": SimpleUploadedFile("x.html", b"<script>")}
    )
    assert "not a kind of file that can be published" in refused.content.decode()
    posted(
        people["service-manager"],
        f"/committee/reports/{made.pk}/attach/",
        sent | {"file": SimpleUploadedFile("rounds.csv", b"a,b\n")},
    )
    it = queries.attachments(made)[0]
    answer = people["auditor"].get(f"/committee/reports/{made.pk}/files/{it.pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="rounds.csv"'
    assert b"".join(answer.streaming_content) == b"a,b\n"  # type: ignore[arg-type]
    page(Client(), f"{HOME}files/{it.pk}/", 404)
