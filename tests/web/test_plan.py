"""The plan's pages: written without a script, endorsed, confirmed and published; read by anyone."""

from html import unescape
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.test import Client
from tests.people import World, client

from moothall.core import actions as core
from moothall.core import clock
from moothall.core.models import AuditEntry
from moothall.figures.actions import load
from moothall.kit.documents.words import spoken_date
from moothall.plan import actions, queries
from moothall.plan.models import Edition, EditionPdf, Plan, Revision

OWN = '{{ figure("recycling-rate", period="2023-24") }}'
TODAY = clock.today()
MEETING = {
    "meeting": "Cabinet",
    "meeting_date_day": str(TODAY.day),
    "meeting_date_month": str(TODAY.month),
    "meeting_date_year": str(TODAY.year),
    "minute": "34",
    "resolution": "That the plan be endorsed.",
}

AGREED: dict[str, Any] = {
    "meeting": "Cabinet",
    "meeting_date": TODAY,
    "minute": "34",
    "resolution": "That the plan be endorsed.",
}


@pytest.fixture
def plan(world: World) -> Plan:
    officer = world.person["performance-officer"]
    made = actions.start(officer, organisation=world.council, title="Productivity plan", years="2026-27")
    for theme in ("services", "technology", "spend", "barriers"):
        actions.write(officer, plan=made, theme=theme, text=f"About {theme}: {OWN}.", opened=0)
    return made


@pytest.fixture
def edition(world: World, plan: Plan) -> Edition:
    return endorsed(world, plan)


def signed_off(world: World, plan: Plan) -> str:
    """Signs the draft off; its fingerprint."""
    director = world.person["director"]
    fingerprint = queries.draft(director, plan).fingerprint
    actions.sign_off(director, plan=plan, fingerprint=fingerprint)
    return fingerprint


def endorsed(world: World, plan: Plan, **meeting: Any) -> Edition:
    """Signs the draft off and records that it was endorsed."""
    fingerprint = signed_off(world, plan)
    clerk = world.person["democratic-services"]
    return actions.endorse(clerk, plan=plan, **{**AGREED, **meeting}, fingerprint=fingerprint)


@pytest.fixture
def published(world: World, edition: Edition) -> Edition:
    return actions.publish(world.person["performance-officer"], edition=edition)


def page(client: Client, address: str, status: int = 200) -> str:
    return checked(client.get(address), status)


def checked(response: Any, status: int = 200) -> str:
    """The page's HTML, once it is known to parse, with one h1 and a title."""
    assert response.status_code == status
    html = response.content.decode()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert len(tree.findall(".//h1")) == 1 and tree.findtext(".//title")
    ids = [it.get("id") for it in tree.iter() if it.get("id")]
    assert len(ids) == len(set(ids))
    return unescape(html)


def hidden(html: str, name: str) -> str:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return next(it.get("value") for it in tree.iter("input") if it.get("name") == name)


def test_the_whole_life_through_the_pages(world: World, people: dict[str, Client]) -> None:
    officer, director, clerk, councillor = (
        people[role] for role in ("performance-officer", "director", "democratic-services", "councillor")
    )
    made = officer.post("/plans/new/", {"title": "Productivity plan", "years": "2026-27 to 2029-30"})
    plan = Plan.objects.get()
    assert made.url == f"/plans/{plan.pk}/"
    assert "Nothing is written yet" in page(officer, made.url)
    assert "None" not in page(officer, f"{made.url}edit/spend/")
    for theme in ("services", "technology", "spend", "barriers"):
        sent = {"text": f"About {theme}: {OWN}.", "opened": "0", "do": "save"}
        assert officer.post(f"{made.url}edit/{theme}/", sent).status_code == 302
    assert "can be signed off" in page(officer, made.url)
    assert "not signed off yet" in page(clerk, f"{made.url}endorse/")

    form = page(director, f"{made.url}sign-off/")
    sent = {"fingerprint": hidden(form, "fingerprint"), "note": "Ready for Cabinet."}
    assert director.post(f"{made.url}sign-off/", sent).url == made.url
    assert "Signed off by Director" in page(officer, made.url)

    form = page(clerk, f"{made.url}endorse/")
    assert "42.0% (2023-24)" in form and "None" not in form
    sent = {**MEETING, "fingerprint": hidden(form, "fingerprint")}
    assert clerk.post(f"{made.url}endorse/", sent).url == f"{made.url}editions/1/"
    assert "Confirm this edition" in page(councillor, f"{made.url}editions/1/")
    councillor.post(f"{made.url}editions/1/confirm/")
    assert page(people["anonymous"], "/plan/testham/productivity-plan/", 404)
    officer.post(f"{made.url}editions/1/publish/")

    public = page(people["anonymous"], "/plan/testham/productivity-plan/")
    assert (
        f"Endorsed by Cabinet on {spoken_date(TODAY)}, minute 34" in public
        and "Confirmed by Councillor" in public
    )
    assert public.count("42.0% (2023-24)") == 4
    pdf = people["anonymous"].get("/plan/testham/productivity-plan/plan.pdf")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF-")
    assert pdf.content == bytes(EditionPdf.objects.get().content)
    assert b"http://testserver/figures/" in pdf.content or b"testserver" in pdf.content
    assert "byte for byte" in page(people["auditor"], f"{made.url}editions/1/")
    assert "Productivity plan" in page(people["anonymous"], "/plan/")


def test_a_figure_of_a_published_plan_can_be_followed_by_anyone(
    world: World, plan: Plan, people: dict[str, Client]
) -> None:
    figure = queries.draft(world.person["auditor"], plan).figures[0]
    assert people["anonymous"].get(figure.href).status_code == 404
    sent = {**MEETING, "fingerprint": signed_off(world, plan)}
    people["democratic-services"].post(f"/plans/{plan.pk}/endorse/", sent)
    people["performance-officer"].post(f"/plans/{plan.pk}/editions/1/publish/")
    assert "42" in page(people["anonymous"], figure.href)


def test_a_correction_is_said_at_the_figure_and_in_a_list(
    world: World, published: Edition, people: dict[str, Client], tmp_path: Path
) -> None:
    path = tmp_path / "corrected.csv"
    path.write_text("Measure,Period,Value\nHousehold waste recycling rate,2023-24,43.25\n")
    load(world.root, organisation=world.council, path=path)
    html = page(people["anonymous"], "/plan/testham/productivity-plan/")
    assert html.count("42.0% (2023-24)") == 4
    assert html.count("a newer figure exists: 43.3%, since") == 4
    assert "Figures corrected since" in html and "This plan says" in html


def give(world: World, folder: Path, name: str, row: str) -> None:
    (folder / name).write_text(f"Measure,Period,Value,Note\nHousehold waste recycling rate,2023-24,{row}\n")
    (outcome,) = load(world.root, organisation=world.council, path=folder / name)
    assert outcome.load.kept == 1


def test_a_plan_discloses_its_figures_up_to_the_version_it_shows(
    world: World, plan: Plan, people: dict[str, Client], tmp_path: Path
) -> None:
    give(world, tmp_path, "before.csv", "42.50,")
    draft = queries.draft(world.person["auditor"], plan)
    edition = endorsed(world, plan)
    address = draft.figures[0].href
    give(world, tmp_path, "after.csv", "43.25,not for residents")
    page(people["anonymous"], address, 404)
    actions.publish(world.person["performance-officer"], edition=edition)

    api = address.replace("/figures/", "/api/v1/observations/").rstrip("/")
    _made, theirs = core.make_api_key(world.person["other"], organisation=world.other, name="x")
    other = client(world.person["other"])
    for outsider in (people["anonymous"], people["no-role"], other):
        said = page(outsider, address)
        assert "42.5%" in said and "A newer figure exists: <strong>43.3%</strong>" in said
        assert "return.csv" in said and "before.csv" in said, "its history up to there"
        assert "after.csv" not in said and "not for residents" not in said
        assert "The command line" not in said and "Staff of Testham" in said
    for headers in ({}, {"Authorization": f"Bearer {theirs}"}):
        answer = Client(headers=headers).get(api)
        told = answer.json()
        assert told["observation"]["value"] == "42.50"
        assert (told["newer"]["value"], told["newer"]["missing"]) == ("43.25", None)
        assert [(it["value"], it["current"]) for it in told["versions"]] == [
            ("42.50", False),
            ("42.00", False),
        ]
        assert {it["loaded_by"] for it in told["versions"]} == {None}
        assert b"after.csv" not in answer.content and b"not for residents" not in answer.content

    said = page(people["auditor"], address)
    assert "43.3%" in said and "after.csv" in said and "A newer figure exists" not in said
    assert world.key
    own = Client(headers={"Authorization": f"Bearer {world.key[1]}"}).get(api).json()
    assert own["newer"] is None and [it["value"] for it in own["versions"]] == ["43.25", "42.50", "42.00"]
    assert [it["current"] for it in own["versions"]] == [True, False, False]
    assert {it["loaded_by"] for it in own["versions"]} == {"The command line"}


def test_the_same_value_again_is_nothing_newer(
    world: World, plan: Plan, published: Edition, people: dict[str, Client], tmp_path: Path
) -> None:
    give(world, tmp_path, "again.csv", "42.00,")
    address = queries.draft(world.person["auditor"], plan).figures[0].href
    said = page(people["anonymous"], address)
    assert "A newer figure exists" not in said and "again.csv" not in said
    told = Client().get(address.replace("/figures/", "/api/v1/observations/").rstrip("/")).json()
    assert told["newer"] is None and [it["current"] for it in told["versions"]] == [True]


def test_a_pdf_is_printed_for_the_site_that_the_setting_names(
    world: World, plan: Plan, edition: Edition, people: dict[str, Client], settings: Any
) -> None:
    def address() -> str:
        entry = AuditEntry.objects.filter(action="plan.published").latest("pk")
        return str(entry.after["address"])  # type: ignore[index]

    officer, page = people["performance-officer"], "/plan/testham/productivity-plan/editions"
    settings.SITE_ADDRESS = "https://plans.example"
    officer.post(f"/plans/{plan.pk}/editions/1/publish/", headers={"host": "testserver"})
    assert address() == f"https://plans.example{page}/1/"
    assert b"https://plans.example/figures/" in bytes(EditionPdf.objects.get().content)

    for number, site, publish in (
        (
            2,
            "https://plans.example",
            lambda: actions.publish_newest(world.person["administrator"], plan=plan),
        ),
        (3, "http://testserver", lambda: officer.post(f"/plans/{plan.pk}/editions/3/publish/")),
        (4, "", lambda: actions.publish_newest(world.person["administrator"], plan=plan)),
    ):
        settings.SITE_ADDRESS = "https://plans.example" if number == 2 else ""
        writer = world.person["performance-officer"]
        actions.write(writer, plan=plan, theme="spend", text=f"Text {number}.", opened=number - 1)
        endorsed(world, plan)
        publish()
        assert address() == (f"{site}{page}/{number}/" if site else "")


def test_there_is_no_edition_nought(published: Edition, people: dict[str, Client]) -> None:
    assert queries.published(0, organisation="testham", plan="productivity-plan") is None
    page(people["anonymous"], "/plan/testham/productivity-plan/editions/0/", 404)


def test_an_earlier_edition_stays_at_its_own_address(
    world: World, plan: Plan, published: Edition, people: dict[str, Client]
) -> None:
    officer = world.person["performance-officer"]
    actions.write(officer, plan=plan, theme="spend", text="Something new.", opened=1)
    newer = endorsed(
        world, plan, meeting="Full Council", meeting_date=TODAY, minute="9", resolution="Agreed."
    )
    actions.publish(officer, edition=newer)
    now = page(people["anonymous"], "/plan/testham/productivity-plan/")
    first = page(people["anonymous"], "/plan/testham/productivity-plan/editions/1/")
    assert "Something new." in now and "Something new." not in first
    assert "This is edition 1. A newer one was published" in first
    assert people["anonymous"].get("/plan/testham/productivity-plan/editions/1/plan.pdf").status_code == 200
    assert page(people["anonymous"], "/plan/testham/productivity-plan/editions/3/", 404)


def test_finding_adding_and_previewing_save_nothing(plan: Plan, people: dict[str, Client]) -> None:
    officer, address = people["performance-officer"], f"/plans/{plan.pk}/edit/spend/"
    before = (Revision.objects.count(), AuditEntry.objects.count())
    sent = {"text": "Mine, unsaved.", "opened": "1", "find": "recycling"}
    found = checked(officer.post(address, {**sent, "do": "find"}))
    assert "42.0% (2023-24)" in found and OWN in found and "Mine, unsaved." in found
    added = checked(officer.post(address, {**sent, "insert": OWN}))
    assert f"Mine, unsaved. {OWN}" in added and "not saved yet" in added
    assert "How it reads (not saved)" in checked(officer.post(address, {**sent, "do": "preview"}))
    assert OWN in page(officer, f"{address}?find=recycling")
    assert (Revision.objects.count(), AuditEntry.objects.count()) == before


def test_where_two_figures_stand_the_search_offers_references_that_work(
    plan: Plan, people: dict[str, Client]
) -> None:
    html = page(people["performance-officer"], f"/plans/{plan.pk}/edit/spend/?find=recycling+rate")
    for whose in ("own", "published"):
        assert f'figure("recycling-rate", period="2022-23", source="{whose}")' in html


def test_a_broken_reference_is_marked_and_listed(plan: Plan, people: dict[str, Client]) -> None:
    officer = people["performance-officer"]
    sent = {"text": '{{ figure("recycling", period="2022-23") }}', "opened": "1", "do": "save"}
    officer.post(f"/plans/{plan.pk}/edit/spend/", sent)
    for address in (f"/plans/{plan.pk}/", f"/plans/{plan.pk}/preview/"):
        assert "No measure is called 'recycling'" in page(officer, address)
    endorsing = page(people["democratic-services"], f"/plans/{plan.pk}/endorse/")
    assert "cannot be endorsed yet" in endorsing and "<textarea" not in endorsing


def test_the_second_of_two_editors_sees_both_texts(
    world: World, plan: Plan, people: dict[str, Client]
) -> None:
    actions.write(world.person["administrator"], plan=plan, theme="spend", text="Theirs stands.", opened=1)
    address = f"/plans/{plan.pk}/edit/spend/"
    sent = {"text": "Mine is kept.", "opened": "1", "do": "save"}
    response = people["performance-officer"].post(address, sent)
    html = checked(response, 422)
    assert "Administrator saved version 2" in html
    assert "Theirs stands." in html and "Mine is kept." in html
    assert Revision.objects.filter(theme="spend").count() == 2
    merged = {"text": "Both.", "opened": hidden(html, "opened"), "do": "save"}
    assert people["performance-officer"].post(address, merged).status_code == 302
    assert queries.current(plan)["spend"].text == "Both."


def test_versions_are_compared_word_by_word(world: World, plan: Plan, people: dict[str, Client]) -> None:
    actions.write(
        world.person["administrator"], plan=plan, theme="spend", text="About <b>waste</b>.", opened=1
    )
    html = page(people["auditor"], f"/plans/{plan.pk}/versions/spend/?old=1&new=2")
    assert "(added:" in html and "(removed:" in html
    response = people["auditor"].get(f"/plans/{plan.pk}/versions/spend/")
    assert b"<b>waste" not in response.content


@pytest.mark.parametrize(
    "change",
    [{"minute": ""}, {"meeting_date_year": "2099"}, {"fingerprint": "0" * 64}, {"meeting_date_day": "31x"}],
)
def test_a_refused_endorsement_is_said_and_changes_nothing(
    world: World, plan: Plan, people: dict[str, Client], change: dict[str, str]
) -> None:
    clerk = world.person["democratic-services"]
    before = AuditEntry.objects.count()
    sent = {**MEETING, "fingerprint": queries.draft(clerk, plan).fingerprint, **change}
    html = checked(people["democratic-services"].post(f"/plans/{plan.pk}/endorse/", sent), 422)
    assert "There is a problem" in html
    assert not Edition.objects.exists() and AuditEntry.objects.count() == before


def test_after_a_change_the_page_shows_the_text_as_it_is_now(
    plan: Plan, people: dict[str, Client], world: World
) -> None:
    signed_off(world, plan)
    html = checked(
        people["democratic-services"].post(
            f"/plans/{plan.pk}/endorse/", {**MEETING, "fingerprint": "0" * 64}
        ),
        422,
    )
    now = queries.draft(world.person["democratic-services"], plan).fingerprint
    assert hidden(html, "fingerprint") == now


def test_what_was_changed_in_the_store_is_said(edition: Edition, people: dict[str, Client]) -> None:
    Edition.objects.update(document=edition.document.replace("About spend", "About gifts"))
    html = page(people["auditor"], f"/plans/{edition.plan_id}/editions/1/")
    assert "not what the audit says was endorsed" in html
    people["performance-officer"].post(f"/plans/{edition.plan_id}/editions/1/publish/")
    assert Edition.objects.get().published_at is None
    Edition.objects.update(document="{")
    assert "not JSON" in page(people["auditor"], f"/plans/{edition.plan_id}/editions/1/")


def test_a_published_text_that_was_changed_in_the_store_is_withheld(
    edition: Edition, people: dict[str, Client]
) -> None:
    people["performance-officer"].post(f"/plans/{edition.plan_id}/editions/1/publish/")
    public = f"/plan/{edition.plan.organisation.slug}/{edition.plan.slug}/"
    assert "About spend" in page(Client(), public)
    Edition.objects.update(document=edition.document.replace("About spend", "About gifts"))
    html = page(Client(), public, 503)
    assert "no longer what members endorsed" in html and "About gifts" not in html


def test_another_councils_people_find_no_plan_here(world: World, plan: Plan) -> None:
    theirs = Client()
    theirs.force_login(world.person["other"])
    for address in ("", "preview/", "edit/spend/", "versions/spend/"):
        page(theirs, f"/plans/{plan.pk}/{address}", 404)


def test_the_public_page_takes_the_same_queries_however_many_figures(
    world: World, plan: Plan, published: Edition, people: dict[str, Client], django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(people["anonymous"], "/plan/testham/productivity-plan/")
        return len(caught)

    one = count()
    officer = world.person["performance-officer"]
    more = 'And {{ figure("recycling-rate", period="2022-23", source="own") }}'
    more += ' or {{ figure("recycling-rate", period="2022-23", source="published", show="number") }}.'
    actions.write(officer, plan=plan, theme="spend", text=more, opened=1)
    newer = endorsed(world, plan, meeting="C", meeting_date=TODAY, minute="9", resolution="R")
    actions.publish(officer, edition=newer)
    assert count() == one
