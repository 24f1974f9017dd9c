"""The plan's other pages: signed off, sent, checked, commented on, compared, brought in from a file, with no script."""

import re
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people import World
from tests.web.test_plan import OWN, checked, edition, endorsed, hidden, page, plan

from moothall.core import clock
from moothall.core.models import AuditEntry
from moothall.kit.documents.words import spoken_date
from moothall.plan import actions, queries
from moothall.plan.barriers import actions as barriers
from moothall.plan.models import Comment, CoverageCorrection, Edition, Plan, Revision, SignOff, Submission

__all__ = ["edition", "plan"]

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} {{ figure('recycling-rate', period='2023-24') }}"
FILE = f"""# Our productivity plan

Words before any heading.

## How we have changed our services

We recycled 42.0% (2023-24) of waste, and saved £1.2m. {HOSTILE}

## How we use technology and data

One store of figures.

## How we cut wasteful spending

We buy less.

## What stands in our way

Funding is set one year at a time.
"""


def sent(text: str = FILE, name: str = "ours.md") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def fields(response: Any, status: int = 200) -> dict[str, Any]:
    """What a browser would send from the page's form that has a hidden 'source', boxes ticked as they are."""
    checked(response, status)
    tree = html5lib.parse(response.content, namespaceHTMLElements=False)
    found = next(
        it for it in tree.iter("form") if any(one.get("name") == "source" for one in it.iter("input"))
    )
    data: dict[str, Any] = {}
    for one in found.iter("input"):
        if one.get("type") != "checkbox" or one.get("checked") is not None:
            data.setdefault(str(one.get("name")), []).append(one.get("value") or "")
    for one in found.iter("textarea"):
        data[str(one.get("name"))] = [(one.text or "").lstrip("\n")]
    return data


def nothing_written() -> tuple[int, ...]:
    return Revision.objects.count(), Plan.objects.count(), AuditEntry.objects.count()


# --- signed off and sent ---


def test_a_sign_off_is_shown_until_it_lapses(world: World, plan: Plan, people: dict[str, Client]) -> None:
    overview, director = f"/plans/{plan.pk}/", people["director"]
    assert "Read it and sign it off" in page(director, overview)
    form = page(director, f"{overview}sign-off/")
    data = {"fingerprint": hidden(form, "fingerprint"), "note": "<b>Ready</b>"}
    assert director.post(f"{overview}sign-off/", data).status_code == 302
    said = page(people["democratic-services"], overview)
    assert "Signed off by Director" in said and "“<b>Ready</b>”" in said and "Record the endorsement" in said
    assert b"<b>Ready" not in director.get(overview).content
    assert "signed this very text off" in page(director, f"{overview}sign-off/")
    actions.write(world.person["administrator"], plan=plan, theme="spend", text="New.", opened=1)
    assert "has lapsed: a word or a figure has changed" in page(people["auditor"], overview)
    assert "not signed off yet" in page(people["democratic-services"], f"{overview}endorse/")


def test_a_refused_sign_off_is_said(plan: Plan, people: dict[str, Client]) -> None:
    html = checked(people["director"].post(f"/plans/{plan.pk}/sign-off/", {"fingerprint": "0" * 64}), 422)
    assert "changed after you opened" in html and not SignOff.objects.exists()


def on(day: date) -> dict[str, str]:
    return {"sent_on_day": str(day.day), "sent_on_month": str(day.month), "sent_on_year": str(day.year)}


def test_it_is_recorded_as_sent_once_members_endorsed_it(
    world: World, edition: Edition, people: dict[str, Client]
) -> None:
    officer, address = people["performance-officer"], f"/plans/{edition.plan_id}/editions/1/"
    data = {"sent_to": "The department", "means": "email"}
    early, today = clock.today() - timedelta(days=1), clock.today()
    assert "Members come first" in checked(officer.post(f"{address}submit/", {**data, **on(early)}), 422)
    assert officer.post(f"{address}submit/", {**data, **on(today)}).status_code == 302
    assert f"{spoken_date(today)} to The department, by e-mail" in page(people["auditor"], address)
    assert "What was wrong with the earlier record" in page(officer, f"{address}submit/")
    assert spoken_date(today) in page(officer, f"/plans/{edition.plan_id}/")
    assert Submission.objects.count() == 1


def test_a_day_that_passed_is_said(world: World, plan: Plan, people: dict[str, Client]) -> None:
    officer, overview = people["performance-officer"], f"/plans/{plan.pk}/"
    assert "No day is set" in page(officer, overview)
    data = {"due_on_day": "19", "due_on_month": "7", "due_on_year": "2026"}
    assert officer.post(f"{overview}due/", data).status_code == 302
    assert "That day has passed" in page(officer, overview)
    made = endorsed(world, plan)
    actions.submit(
        world.person["performance-officer"],
        edition=made,
        sent_to="DLUHC",
        means="post",
        sent_on=clock.today(),
    )
    assert "That day has passed" not in page(officer, overview)


# --- beside the text ---


def test_the_letters_questions_stand_beside_the_text_with_what_the_council_holds(
    plan: Plan, people: dict[str, Client]
) -> None:
    html = page(people["performance-officer"], f"/plans/{plan.pk}/edit/services/")
    assert "What the letter asks here" in html and "1.3 Improvements and their effects" in html
    assert html.count("govuk-tag") >= 8
    assert "What the letter asks here" not in page(
        people["performance-officer"], f"/plans/{plan.pk}/edit/introduction/"
    )


def test_checking_as_you_write_saves_nothing(plan: Plan, people: dict[str, Client]) -> None:
    officer, address = people["performance-officer"], f"/plans/{plan.pk}/edit/spend/"
    before = nothing_written()
    data = {"text": "We saved £3,203.453 on <b>paper</b>.", "opened": "1", "do": "check"}
    response = officer.post(address, data)
    html = checked(response)
    assert "What the check found in this section" in html and "3,203.453" in html
    assert b"<b>paper" not in response.content
    assert nothing_written() == before


def test_the_whole_draft_is_checked_on_a_page_of_its_own(plan: Plan, people: dict[str, Client]) -> None:
    actions.write(plan.author, plan=plan, theme="spend", text="We saved £1.2m in 2023-24.", opened=1)
    html = page(people["auditor"], f"/plans/{plan.pk}/check/")
    assert "The letter’s questions" in html and "3.9" in html and "£1.2m" in html
    assert "Correct this" not in html, "an auditor changes nothing"
    assert "Figures typed, with no source: 1" in page(people["auditor"], f"/plans/{plan.pk}/")


def test_how_a_question_is_read_can_be_corrected(plan: Plan, people: dict[str, Client]) -> None:
    officer, address = people["performance-officer"], f"/plans/{plan.pk}/coverage/3.9/"
    assert "trade union" in page(officer, address).casefold()
    assert "reason" in checked(officer.post(address, {"status": "answered", "reason": ""}), 422).casefold()
    data = {"status": "answered", "reason": "In <i>annex</i> 2."}
    assert officer.post(address, data).url == f"/plans/{plan.pk}/check/"
    assert CoverageCorrection.objects.get().reason == "In <i>annex</i> 2."
    response = officer.get(f"/plans/{plan.pk}/check/")
    assert b"&lt;i&gt;annex" in response.content and b"<i>annex" not in response.content
    assert "answered" in page(officer, address).casefold()
    page(officer, f"/plans/{plan.pk}/coverage/9.9/", 404)


# --- comments ---


def test_comments_are_made_shown_and_closed(world: World, plan: Plan, people: dict[str, Client]) -> None:
    auditor, officer = people["auditor"], people["performance-officer"]
    address = f"/plans/{plan.pk}/comments/spend/"
    assert auditor.post(address, {"text": HOSTILE, "quoted": "About spend"}).url == address
    made = Comment.objects.get()
    for who, where in ((auditor, address), (officer, f"/plans/{plan.pk}/edit/spend/")):
        response = who.get(where)
        assert b"<script>alert" not in response.content and HOSTILE in checked(response)
    assert "1 open comment" in page(people["councillor"], f"/plans/{plan.pk}/")
    assert "Close" not in page(people["councillor"], address), "it is not theirs to close"
    officer.post(f"/plans/{plan.pk}/comments/{made.pk}/resolve/", {"reason": ""})
    assert "reason is empty" in page(officer, address)
    officer.post(f"/plans/{plan.pk}/comments/{made.pk}/resolve/", {"reason": "Done in version 2."})
    said = page(auditor, address)
    assert "Closed by Performance Officer" in said and "Done in version 2." in said
    assert "not in the section" in checked(
        auditor.post(address, {"text": "x", "quoted": "no such words"}), 422
    )


# --- compared ---


def test_any_two_editions_and_the_draft_are_compared(
    world: World, plan: Plan, edition: Edition, people: dict[str, Client]
) -> None:
    address = f"/plans/{plan.pk}/compare/"
    assert "word for word" in page(people["auditor"], address)
    actions.write(plan.author, plan=plan, theme="spend", text="Something else.", opened=1)
    assert "(added:" in page(people["auditor"], address)
    assert "From the draft to edition 1" in page(people["auditor"], f"{address}?old=draft&new=1")
    page(people["auditor"], f"{address}?old=9&new=1", 404)


# --- from a file ---


def test_a_plan_is_brought_in_from_a_file(world: World, plan: Plan, people: dict[str, Client]) -> None:
    officer, before = people["performance-officer"], nothing_written()
    response = officer.post("/plans/import/", sent())
    html = checked(response)
    assert "Nothing is saved yet" in html and nothing_written() == before
    data = fields(response)
    (use,) = data["use"]
    assert use.endswith(' {{ figure("recycling-rate", period="2023-24") }}')
    assert "\\{\\{ 7\\*7 }}" in data["text-services"][0]
    assert "Typed, no source: 1" in html

    again = fields(officer.post("/plans/import/", {**data, "do": "look"}))
    assert again["use"] == data["use"] and nothing_written() == before
    untitled = {**data, "do": "save", "title": "", "years": ""}
    assert "There is a problem" in checked(officer.post("/plans/import/", untitled), 422)

    answer = officer.post("/plans/import/", {**data, "do": "save", "title": "Brought", "years": "2026-27"})
    made = Plan.objects.get(title="Brought")
    assert answer.url == f"/plans/{made.pk}/"
    text = queries.current(made)["services"].text
    assert "We recycled {{ figure(" in text and "saved £1.2m" in text
    assert [it.reference[:24] for it in queries.draft(plan.author, made).figures] == [
        'figure("recycling-rate",'
    ]
    response = people["auditor"].get(f"/plans/{made.pk}/preview/")
    assert b"<script>alert" not in response.content
    assert "{{ 7*7 }} {% raw %} {{ figure('recycling-rate'" in checked(response)
    entry = AuditEntry.objects.get(action="plan.imported")
    assert entry.after["file"] == "ours.md" and len(entry.after["sha256"]) == 64  # type: ignore[index]


def test_a_file_becomes_the_next_versions_of_a_plan(plan: Plan, people: dict[str, Client]) -> None:
    officer, address = people["performance-officer"], f"/plans/{plan.pk}/import/"
    data = fields(officer.post(address, sent()))
    actions.write(plan.author, plan=plan, theme="spend", text="Meanwhile.", opened=1)
    response = officer.post(address, {**data, "do": "save"})
    assert "saved version 2" in checked(response, 422)
    data = fields(response, 422)
    del data["use"]  # they would rather leave it typed
    assert officer.post(address, {**data, "do": "save"}).status_code == 302
    now = queries.current(plan)
    assert (now["spend"].number, now["services"].number) == (3, 2)
    assert "42.0% (2023-24)" in now["services"].text
    assert "from ours.md" in page(officer, f"/plans/{plan.pk}/")


def test_a_figure_nobody_offered_is_not_put_in(plan: Plan, people: dict[str, Client]) -> None:
    officer, address, before = people["performance-officer"], f"/plans/{plan.pk}/import/", nothing_written()
    data = fields(officer.post(address, sent()))
    key = data["use"][0].split(" ", 1)[0]
    for use in (f'{key} {{{{ figure("recycling-rate", period="2022-23") }}}}', "x y", f"{key} <script>"):
        html = checked(officer.post(address, {**data, "use": [use], "do": "save"}), 422)
        assert "look at the figures again" in html
    changed = {**data, "text-services": ["Shorter. 42.0% (2023-24)"], "do": "save"}
    assert "look at the figures again" in checked(officer.post(address, changed), 422)
    forged = {**data, "source": ["ours.md"], "do": "save"}
    assert "choose the file again" in checked(officer.post(address, forged), 422)
    assert nothing_written() == before


@pytest.mark.parametrize("address", ["/plans/import/", "/plan-check/"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\x03" * 50, b"PK\x03\x04 not a zip", b"%PDF-1.7 broken"]
)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    world: World, people: dict[str, Client], address: str, content: bytes
) -> None:
    file = SimpleUploadedFile("plan.docx", content)
    html = checked(people["performance-officer"].post(address, {"file": file}), 422)
    assert "There is a problem" in html


# --- anybody's plan, checked ---


@pytest.mark.parametrize("address", ["/plans/import/", "/plan-check/"])
def test_a_file_that_would_keep_others_waiting_is_refused(
    world: World, people: dict[str, Client], address: str
) -> None:
    long = sent("# Productivity plan\n\n" + "We bought less in 2023-24 and saved £1.2m. " * 2000)
    assert "far longer than a plan" in checked(people["performance-officer"].post(address, long), 422)


def test_anybody_may_check_a_plan_and_nothing_is_kept(world: World, people: dict[str, Client]) -> None:
    visitor = Client()
    assert "is not kept" in page(visitor, "/plan-check/")
    before = nothing_written()
    response = visitor.post("/plan-check/", sent())
    html = checked(response)
    assert "£1.2m" in html and "3.9" in html and "To mend" in html and "Keep this as a plan" not in html
    assert b"<script>alert" not in response.content
    assert nothing_written() == before
    assert "Choose a file." in checked(visitor.post("/plan-check/", {}), 422)


def test_what_was_checked_can_be_kept_by_those_who_write_plans(
    world: World, people: dict[str, Client]
) -> None:
    officer = people["performance-officer"]
    response = officer.post("/plan-check/", sent())
    assert "Keep this as a plan" in checked(response)
    review = checked(officer.post("/plans/import/", {**fields(response), "do": "look"}))
    assert "We buy less." in review and "Nothing is saved yet" in review
    assert not Plan.objects.exists()


def test_checks_are_counted(world: World) -> None:
    visitor = Client()
    answers = [visitor.post("/plan-check/", {}).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]


# --- another council's, and how many queries ---


def test_another_councils_people_find_none_of_it(
    world: World, plan: Plan, edition: Edition, people: dict[str, Client]
) -> None:
    theirs = Client()
    theirs.force_login(world.person["other"])
    made = actions.comment(world.person["auditor"], plan=plan, theme="spend", text="x")
    for address in (
        "check/",
        "compare/",
        "comments/spend/",
        "coverage/1.1/",
        "import/",
        "due/",
        "editions/1/submit/",
    ):
        page(theirs, f"/plans/{plan.pk}/{address}", 404)
    assert theirs.post(f"/plans/{plan.pk}/comments/{made.pk}/resolve/", {"reason": "x"}).status_code == 404


def test_queries_stay_fixed_however_much_was_said_and_stated(
    world: World, plan: Plan, people: dict[str, Client]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    auditor, officer = people["auditor"], people["performance-officer"]
    addresses = [
        (auditor, f"/plans/{plan.pk}/"),
        (auditor, f"/plans/{plan.pk}/comments/spend/"),
        (auditor, f"/plans/{plan.pk}/check/"),
        (officer, f"/plans/{plan.pk}/edit/spend/"),
        (officer, f"/plans/{plan.pk}/coverage/3.9/"),
    ]

    def counts() -> list[int]:
        found = []
        for who, address in addresses:
            with CaptureQueriesContext(connection) as caught:
                page(who, address)
            found.append(len(caught))
        return found

    actions.comment(world.person["auditor"], plan=plan, theme="spend", text="x")
    endorsed(world, plan)
    few = counts()
    for number in range(5):
        actions.comment(world.person["councillor"], plan=plan, theme="spend", text=f"Number {number}.")
        actions.correct_coverage(plan.author, plan=plan, question="3.9", status="partly", reason="x")
    for number in (1, 2):
        text = f"{number}: {OWN} and £{number}.2m and 4{number}%." * 4
        actions.write(plan.author, plan=plan, theme="spend", text=text, opened=number)
        endorsed(world, plan)
    assert counts() == few


# --- what an outside tester tripped over ---


def test_what_was_typed_is_not_lost_when_the_sign_in_has_ended(plan: Plan, people: dict[str, Client]) -> None:
    address, words = f"/plans/{plan.pk}/edit/services/", "Four rounds became <three> & it took a year."
    answer = people["anonymous"].post(address, {"text": words, "opened": 1, "do": "save"})
    kept = checked(answer, 403)
    assert "Your sign-in had ended" in kept and words in kept
    assert "became &lt;three&gt; &amp; it took" in answer.content.decode(), "shown as words"
    assert f"?next={address}" in kept.replace("%2F", "/")
    assert people["anonymous"].post(address, {"text": ""}).status_code == 302, "where nothing is lost"


@pytest.mark.parametrize(
    ("origin", "shown"), [("http://testserver", True), ("https://elsewhere.example", False)]
)
def test_a_form_without_its_token_keeps_what_was_typed_here(plan: Plan, origin: str, shown: bool) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"origin": origin})
    answer = strict.post(f"/plans/{plan.pk}/edit/services/", {"text": "What we wrote all morning."})
    assert answer.status_code == 403
    assert ("What we wrote all morning." in answer.content.decode()) is shown


def test_a_director_quotes_what_they_read(world: World, plan: Plan, people: dict[str, Client]) -> None:
    director, address = people["director"], f"/plans/{plan.pk}/comments/services/"
    read = page(director, address)
    assert "42.0% (2023-24)" in read and "figure(" not in read
    sent = {"quoted": "About services: 42.0% (2023-24).", "text": "Say of what."}
    assert director.post(address, sent).status_code == 302
    assert "are not in the section" in checked(director.post(address, {**sent, "quoted": "43%"}), 422)
    assert "figure(" not in page(director, f"/plans/{plan.pk}/versions/services/")


def test_a_figure_at_fault_is_said_when_it_is_saved(plan: Plan, people: dict[str, Client]) -> None:
    address = f"/plans/{plan.pk}/edit/services/"
    data = {"text": 'We {{ figure("nope", period="2023-24") }}.', "opened": 1, "do": "save"}
    told = checked(people["performance-officer"].post(address, data, follow=True))
    assert "version 2 is saved" in told and "A figure in it is at fault" in told


def test_findings_lead_to_why_their_rules_are_rules(plan: Plan, people: dict[str, Client]) -> None:
    told = page(people["auditor"], f"/plans/{plan.pk}/check/")
    codes = set(re.findall(r'href="#rule-([A-Z]\d+)"', told))
    assert codes and all(told.count(f'id="rule-{code}"') == 1 for code in codes)


def test_a_question_leads_to_what_other_rooms_hold(
    world: World, plan: Plan, people: dict[str, Client]
) -> None:
    officer = world.person["performance-officer"]
    said = barriers.Said("Grants for one year", "No post can be filled for longer.", "government")
    made = barriers.add(officer, organisation=world.council, said=said)
    told = page(people["performance-officer"], f"/plans/{plan.pk}/edit/barriers/")
    assert f'href="/barriers/{made.pk}/"' in told and "Grants for one year" in told


def test_it_is_not_published_before_it_is_sent_by_the_day_that_was_set(
    world: World, edition: Edition, people: dict[str, Client]
) -> None:
    officer, address = people["performance-officer"], f"/plans/{edition.plan_id}/editions/1/"
    assert "Nobody has recorded that this plan was sent" in page(officer, address)
    actions.set_due(world.person["performance-officer"], plan=edition.plan, due_on=clock.today())
    told = page(officer, address)
    assert "it is sent before it is published" in told and "Publish this edition" not in told
    assert "record when it was sent" in checked(officer.post(f"{address}publish/", follow=True))
    assert Edition.objects.get().published_at is None
