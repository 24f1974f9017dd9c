"""Collections of plans: what may be done with them, and what their pages say."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import World, client
from tests.plan_sector.making import PLANS, collected, reviewed

from moothall.core.errors import NotPossible
from moothall.core.jobs import run_job
from moothall.core.models import AuditEntry, Job
from moothall.plan.sector import actions, queries
from moothall.plan.sector.models import CollectedPlan, Collection, Reviewed


@pytest.fixture
def found(world: World, tmp_path: Path) -> Collection:
    return collected(world.person["analyst"], world.council, tmp_path / "sent")


def test_a_collection_is_read_reviewed_and_written_down(world: World, found: Collection) -> None:
    newest = queries.reviewed(found)
    assert newest is not None
    said = queries.result(newest)
    assert [it["file"] for it in said["plans"]] == ["exbury.md", "wyeham.txt"]
    assert "hybrid-working" in {it["id"] for it in said["themes"]}
    assert {it.action for it in AuditEntry.objects.filter(action__startswith="sector.")} == {
        "sector.begun",
        "sector.added",
    }
    assert queries.waiting(found) == 0


def test_the_same_file_is_not_added_twice_and_one_taken_out_may_come_again(
    world: World, found: Collection, tmp_path: Path
) -> None:
    analyst = world.person["analyst"]
    path = tmp_path / "again.md"
    path.write_text(PLANS["exbury.md"])
    with pytest.raises(NotPossible, match="in the collection already"):
        actions.add(analyst, collection=found, sent=[("again.md", path)])
    actions.withdraw(analyst, plan=CollectedPlan.objects.get(file="exbury.md"), why="An older draft")
    assert queries.waiting(found) == 1
    with pytest.raises(NotPossible, match="withdrawn before"):
        actions.withdraw(analyst, plan=CollectedPlan.objects.get(file="exbury.md"), why="Again")
    run_job.func(actions.add(analyst, collection=found, sent=[("again.md", path)]).pk)
    assert {it.file for it in queries.plans(found)} == {"again.md", "wyeham.txt"}
    assert CollectedPlan.objects.filter(collection=found).count() == 3


def test_a_correction_stands_and_names_the_plan_in_the_next_review(world: World, found: Collection) -> None:
    analyst = world.person["analyst"]
    plan = CollectedPlan.objects.get(file="exbury.md")
    actions.correct(analyst, plan=plan, council="Exbury", tier="District", region="South East")
    run_job.func(actions.review_again(analyst, collection=found).pk)
    newest = queries.reviewed(found)
    assert newest is not None
    assert newest.number == 2
    assert "Exbury" in [it["plan"] for it in queries.result(newest)["plans"]]
    assert Reviewed.objects.filter(collection=found).count() == 2


def test_a_file_that_cannot_be_read_says_why_and_keeps_nobody_up(world: World, tmp_path: Path) -> None:
    analyst = world.person["analyst"]
    made = actions.begin(analyst, organisation=world.council, title="Mixed")
    reviewed(analyst, made, tmp_path, {"broken.docx": "PK\x03\x04 nothing", **PLANS})
    broken = CollectedPlan.objects.get(file="broken.docx")
    assert broken.refused.endswith(".")
    newest = queries.reviewed(made)
    assert newest is not None
    assert [it["file"] for it in queries.result(newest)["refused"]] == ["broken.docx"]


def test_a_collection_of_nothing_but_broken_files_fails_with_a_sentence(world: World, tmp_path: Path) -> None:
    analyst = world.person["analyst"]
    made = actions.begin(analyst, organisation=world.council, title="Broken")
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 nothing")
    job = actions.add(analyst, collection=made, sent=[("broken.docx", path)])
    run_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "can be read as a plan" in job.message


def test_work_that_was_stopped_half_way_takes_up_where_it_was(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = world.person["analyst"]
    made = actions.begin(analyst, organisation=world.council, title="Stopped")
    sent = []
    for name, text in PLANS.items():
        (tmp_path / name).write_text(text)
        sent.append((name, tmp_path / name))
    job = actions.add(analyst, collection=made, sent=sent)
    from moothall.plan.sector import jobs

    read = jobs._read
    monkeypatch.setattr(jobs, "_read", lambda plan: read(plan) if plan.file == "exbury.md" else 1 / 0)
    run_job.func(job.pk)
    assert CollectedPlan.objects.get(file="exbury.md").digest
    again: list[str] = []
    monkeypatch.setattr(jobs, "_read", lambda plan: (again.append(plan.file), read(plan)))
    run_job.func(actions.review_again(analyst, collection=made).pk)
    assert again == ["wyeham.txt"]
    assert queries.reviewed(made) is not None


def test_only_who_manages_reviews_changes_them(world: World, found: Collection) -> None:
    councillor = world.person["councillor"]
    with pytest.raises(PermissionDenied):
        actions.begin(councillor, organisation=world.council, title="Mine")
    with pytest.raises(PermissionDenied):
        actions.review_again(councillor, collection=found)
    assert queries.collection(world.person["other"], found.pk) is None


def test_plans_are_sent_and_read_on_the_site(world: World, people: dict[str, Client], tmp_path: Path) -> None:
    analyst = people["analyst"]
    answer = analyst.post("/sector/new/", {"title": "Sent in a browser"})
    made = Collection.objects.get(title="Sent in a browser")
    assert answer.url == f"/sector/{made.pk}/plans/add/"  # type: ignore[attr-defined]
    sent = [SimpleUploadedFile(name, text.encode()) for name, text in PLANS.items()]
    answer = analyst.post(f"/sector/{made.pk}/plans/add/", {"plans": sent})
    job = Job.objects.latest("pk")
    assert answer.url == f"/jobs/{job.pk}/"  # type: ignore[attr-defined]
    run_job.func(job.pk)
    assert f'href="/sector/{made.pk}/"' in analyst.get(f"/jobs/{job.pk}/").content.decode()
    assert analyst.post(f"/sector/{made.pk}/plans/add/", {}).status_code == 422
    again = [SimpleUploadedFile(name, text.encode()) for name, text in PLANS.items()]
    refused = analyst.post(f"/sector/{made.pk}/plans/add/", {"plans": again})
    assert "in the collection already" in refused.content.decode()


def test_the_pages_say_what_the_plans_say(people: dict[str, Client], found: Collection) -> None:
    councillor = people["councillor"]
    at = f"/sector/{found.pk}/"
    assert "2 plans read" in councillor.get(at).content.decode()
    hybrid = councillor.get(f"{at}themes/hybrid-working/").content.decode()
    assert "Hybrid working has reduced our office space by 40%." in hybrid
    assert "line 5 of exbury.md" in hybrid
    assert "Hybrid and agile working" in councillor.get(f"{at}themes/").content.decode()
    assert "£1.2 million" in councillor.get(f"{at}savings/").content.decode()
    assert "We plan to introduce a chatbot next year." in councillor.get(f"{at}practice/").content.decode()
    assert "Single-year settlements" in councillor.get(f"{at}barriers/").content.decode()
    assert councillor.get(f"{at}themes/no-such/").status_code == 404
    assert councillor.get(f"{at}questions/9.9/").status_code == 404
    assert councillor.get(f"{at}report.exe").status_code == 404


def test_a_question_is_answered_in_the_plans_words_or_not_at_all(
    people: dict[str, Client], found: Collection
) -> None:
    ask = f"/sector/{found.pk}/ask/"
    assert "answers one enquiry in five" in people["auditor"].get(ask, {"q": "chatbot"}).content.decode()
    assert "No plan here holds these words" in people["auditor"].get(ask, {"q": "zeppelin"}).content.decode()


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "json"])
def test_the_report_comes_in_every_format(people: dict[str, Client], found: Collection, form: str) -> None:
    answer = people["analyst"].get(f"/sector/{found.pk}/report.{form}")
    starts = {"html": b"<!doctype html>", "pdf": b"%PDF", "docx": b"PK", "json": b"{"}[form]
    assert answer.content.startswith(starts)
    assert answer["Content-Disposition"].endswith(f'.{form}"')


def test_words_of_a_plan_are_shown_and_never_run(
    world: World, people: dict[str, Client], tmp_path: Path
) -> None:
    text = PLANS["exbury.md"].replace("a chatbot", "<script>alert(1)</script> {{ 7*7 }} a chatbot")
    made = collected(world.person["analyst"], world.council, tmp_path, **{"odd.txt": text, **PLANS})
    said = people["analyst"].get(f"/sector/{made.pk}/practice/").content.decode()
    assert "<script>alert" not in said
    assert "{{ 7*7 }}" in said


def test_the_lists_take_as_many_queries_however_long_they_are(
    world: World, found: Collection, tmp_path: Path
) -> None:
    analyst = client(world.person["analyst"])

    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert analyst.get(address).status_code == 200
        return len(counted)

    addresses = ["/sector/", f"/sector/{found.pk}/plans/", f"/sector/{found.pk}/"]
    before = [queries_of(it) for it in addresses]
    more = {f"more-{number}.md": f"{PLANS['exbury.md']}\nPlan {number}.\n" for number in range(6)}
    reviewed(world.person["analyst"], found, tmp_path / "more", more)
    for number in range(5):
        actions.begin(world.person["analyst"], organisation=world.council, title=f"Collection {number}")
    assert [queries_of(it) for it in addresses] == before


def test_a_file_that_cannot_be_taken_is_named_and_the_others_are_added(world: World) -> None:
    made = actions.begin(world.person["analyst"], organisation=world.council, title="Mixed")
    analyst = client(world.person["analyst"])
    address = f"/sector/{made.pk}/plans/add/"
    empty = SimpleUploadedFile("empty.md", b"")
    page = analyst.post(address, {"plans": [SimpleUploadedFile("good.md", b"# A plan"), empty]}, follow=True)
    assert "‘empty.md’ was not added: it is empty." in page.content.decode()
    assert [it.file for it in CollectedPlan.objects.filter(collection=made)] == ["good.md"]
    alone = analyst.post(address, {"plans": SimpleUploadedFile("empty.md", b"")})
    assert alone.status_code == 422 and "‘empty.md’ was not added" in alone.content.decode()
