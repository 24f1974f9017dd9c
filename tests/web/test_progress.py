"""Pages of progress and of barriers, as people use them: tracking, updating, publishing, asking, and the letter."""

from datetime import date
from typing import Any

import html5lib
import pytest
from django.test import Client
from tests.contracts.progress_samples import progress_samples
from tests.contracts.samples import _published_plan
from tests.people import World, client

from moothall.core import clock
from moothall.direction.models import Commitment, CommitmentUpdate
from moothall.engines.text.found import Claim, ClaimKind
from moothall.plan.barriers.models import Ask, Barrier
from moothall.plan.models import Edition
from moothall.plan.progress import suggesting
from moothall.plan.progress.models import ProgressReport, UpdateFigure
from moothall.plan.queries import current


def tree(browser: Client, address: str) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.content.decode())


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def hrefs(page: Any) -> set[str]:
    return {it.get("href") for it in page.iter("a")}


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


@pytest.fixture
def made(world: World) -> dict[str, object]:
    """A published plan, one commitment made in it, a report and a barrier with an ask."""
    return progress_samples(world, _published_plan(world))


@pytest.fixture
def officer(world: World) -> Client:
    return client(world.person["performance-officer"])


@pytest.fixture
def manager(world: World) -> Client:
    return client(world.person["service-manager"])


def test_an_officer_tracks_a_promise_and_a_manager_says_how_it_goes(
    world: World, made: dict[str, object], officer: Client, manager: Client
) -> None:
    waste = world.council.services.get(slug="waste")
    form = {
        "words": "Recycle half of what is thrown away",
        "plan": "plan",
        "theme": "services",
        "service": waste.pk,
        "measure": "recycling-rate",
        "target": "50.0",
        "saving": "£12,000.50",
        "basis": "cashable",
    }
    answer = officer.post("/progress/add/", form | day("due", date(2027, 3, 31)))
    it = Commitment.objects.latest("pk")
    assert answer["Location"] == f"/commitments/{it.pk}/"
    assert (it.saving, str(it.target), it.href) == (1_200_050, "50.0", "/plan/testham/plan/#services")

    page = tree(manager, f"/commitments/{it.pk}/update/")
    offered = [one.get("value") for one in page.iter("option") if one.get("value")]
    sent = {"state": "under way", "words": "A new round runs.", "saving": "100", "figure": offered[0]}
    answer = manager.post(f"/commitments/{it.pk}/update/", sent | day("on", clock.today()))
    assert answer.status_code == 302
    assert CommitmentUpdate.objects.get(commitment=it).saving == 10_000
    assert UpdateFigure.objects.get().shown == "42.0% (2023-24)"
    told = words(tree(manager, f"/commitments/{it.pk}/"))
    assert "42.0% (2023-24)" in told and "Target 50.0% Is it met? Not yet" in told and "£100" in told

    public = words(tree(Client(), "/plan/testham/plan/progress/"))
    assert "A new round runs." in public and "42.0% (2023-24)" in public and "£100 of £12,000.50" in public


def test_a_mistake_is_said_beside_its_field_and_nothing_is_kept(
    world: World, made: dict[str, object], officer: Client
) -> None:
    count = Commitment.objects.count()
    answer = officer.post("/progress/add/", {"words": "x", "saving": "1.2m", "basis": "cashable"})
    assert answer.status_code == 422
    assert "‘1.2m’ is shortened" in answer.content.decode()
    assert Commitment.objects.count() == count


def test_a_manager_does_not_update_anothers_commitment(
    world: World, made: dict[str, object], manager: Client
) -> None:
    it = Commitment.objects.get()
    it.service = world.council.services.get(slug="homes")
    it.save()
    assert manager.get(f"/commitments/{it.pk}/update/").status_code == 403
    assert f"/commitments/{it.pk}/update/" not in hrefs(tree(manager, "/progress/?whose=all"))


def test_a_manager_sees_their_own_first_and_can_see_everyones(
    world: World, made: dict[str, object], manager: Client, officer: Client
) -> None:
    it = Commitment.objects.get()
    assert f"/commitments/{it.pk}/" in hrefs(tree(manager, "/progress/"))
    it.service = world.council.services.get(slug="homes")
    it.save()
    page = tree(manager, "/progress/")
    assert f"/commitments/{it.pk}/" not in hrefs(page) and "?whose=all" in hrefs(page)
    assert f"/commitments/{it.pk}/" in hrefs(tree(manager, "/progress/?whose=all"))
    assert f"/commitments/{it.pk}/" in hrefs(tree(officer, "/progress/"))
    assert f"/commitments/{it.pk}/" not in hrefs(tree(officer, "/progress/?state=done"))


@pytest.mark.parametrize("many", [1, 8])
def test_the_board_asks_the_same_queries_however_long(
    many: int, world: World, made: dict[str, object], officer: Client, django_assert_num_queries: Any
) -> None:
    one = Commitment.objects.get()
    for number in range(2, many + 1):
        one.pk, one.number = None, number
        one.save()
    officer.get("/progress/")
    with django_assert_num_queries(12):
        page = tree(officer, "/progress/")
    assert sum(it.startswith("/commitments/") and it.count("/") == 3 for it in hrefs(page)) == many


def test_dropping_and_carrying_forward_are_seen_by_residents(
    world: World, made: dict[str, object], officer: Client
) -> None:
    first = Commitment.objects.get()
    waste = world.council.services.get(slug="waste")
    officer.post("/progress/add/", {"words": "One scheme for all waste", "plan": "plan", "service": waste.pk})
    heir = Commitment.objects.latest("pk")
    sent = {"to": heir.pk, "reason": "One scheme does both."} | day("on", clock.today())
    assert officer.post(f"/commitments/{first.pk}/carry/", sent).status_code == 302
    sent = {"reason": "The grant was refused."} | day("on", clock.today())
    assert officer.post(f"/commitments/{heir.pk}/drop/", sent).status_code == 302
    told = words(tree(Client(), "/plan/testham/plan/progress/"))
    assert "It goes on as: One scheme for all waste" in told and "The grant was refused." in told
    assert f"/commitments/{heir.pk}/drop/" not in hrefs(tree(officer, f"/commitments/{heir.pk}/"))


def test_promises_found_in_an_edition_are_ticked_and_tracked(
    world: World, made: dict[str, object], officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = Edition.objects.get()

    def found(passages: Any, figures: Any) -> tuple[Claim, ...]:
        return tuple(
            Claim(ClaimKind.PLAN, it.text, it.number) for it in passages if it.text.startswith("About")
        )

    monkeypatch.setattr(suggesting, "claims", found)
    monkeypatch.setattr(suggesting, "promises", lambda words: True)
    where = f"/progress/from-plan/{edition.plan_id}/{edition.number}/"
    boxes = [it for it in tree(officer, where).iter("input") if it.get("type") == "checkbox"]
    assert len(boxes) == 4, "what stands in the way is no promise"
    assert officer.post(where, {"service": ""}).status_code == 422
    waste = world.council.services.get(slug="waste")
    sent = {"chosen": [boxes[1].get("value"), boxes[2].get("value")], "service": waste.pk}
    assert officer.post(where, sent)["Location"] == where
    tracked = Commitment.objects.filter(source_key="plan/1").exclude(words__startswith="Collect")
    assert {(it.words, it.theme) for it in tracked} == {
        ("About services.", "services"),
        ("About technology.", "technology"),
    }
    page = tree(officer, where)
    assert len([it for it in page.iter("input") if it.get("type") == "checkbox"]) == 2
    assert {f"/commitments/{it.pk}/" for it in tracked} <= hrefs(page)


def test_a_report_is_published_once_and_read_by_anyone(
    world: World, made: dict[str, object], officer: Client, people: dict[str, Client]
) -> None:
    report = ProgressReport.objects.get()
    plan = Edition.objects.get().plan_id
    where = f"/plan/testham/plan/progress/{report.year}/"
    assert where in hrefs(tree(Client(), "/plan/testham/plan/progress/"))
    assert "/plan/testham/plan/progress/" in hrefs(tree(Client(), "/plan/testham/plan/"))
    page = tree(Client(), where)
    for kind in ("pdf", "docx", "xlsx", "csv"):
        assert f"{where}report.{kind}" in hrefs(page)
        answer = Client().get(f"{where}report.{kind}")
        assert answer.status_code == 200 and f".{kind}" in answer["Content-Disposition"]
    answer = officer.post(f"/progress/reports/{plan}/{report.year}/publish/", follow=True)
    assert "stays as it was" in answer.content.decode()
    assert ProgressReport.objects.count() == 1
    assert "byte for byte" in words(tree(people["auditor"], f"/progress/reports/{plan}/{report.year}/"))
    for odd in (report.year + 1, 1066, 10**17):
        assert Client().get(f"/plan/testham/plan/progress/{odd}/").status_code == 404
        assert officer.get(f"/progress/reports/{plan}/{odd}/").status_code == 404


def test_a_barrier_is_recorded_asked_about_answered_and_put_into_the_draft(
    world: World, made: dict[str, object], officer: Client
) -> None:
    services = [it.pk for it in world.council.services.all()]
    form = {
        "title": "Licences cost too much",
        "words": "Three systems cannot be left.",
        "services": services,
        "hours": "400",
        "pence": "£12,000",
        "known": "estimated",
        "remover": "market",
    }
    answer = officer.post("/barriers/add/", form)
    it = Barrier.objects.latest("pk")
    assert answer["Location"] == f"/barriers/{it.pk}/" and it.pence == 1_200_000
    sent = {"of": "The supplier", "words": "Let us share a licence.", "means": "a meeting"}
    officer.post(f"/barriers/{it.pk}/ask/", sent | day("on", clock.today()))
    ask = Ask.objects.latest("pk")
    assert f"/barriers/asks/{ask.pk}/" in hrefs(tree(officer, f"/barriers/{it.pk}/"))
    sent = {"reply": "From next year.", "outcome": "partly"} | day("on", clock.today())
    officer.post(f"/barriers/asks/{ask.pk}/", sent)
    it.refresh_from_db()
    assert it.state == "answered"
    assert "Every service" in words(tree(officer, "/barriers/?remover=market"))

    page = tree(officer, "/barriers/letter/")
    (form_,) = [one for one in page.iter("form") if "/edit/barriers/" in (one.get("action") or "")]
    sent = {one.get("name"): one.get("value") for one in form_.iter("input")}
    answer = officer.post(form_.get("action"), sent | {"do": "preview"})
    assert answer.status_code == 200 and "Licences cost too much" in answer.content.decode()
    plan = Edition.objects.get().plan
    assert "Licences" not in current(plan)["barriers"].text, "nothing is saved until the author saves it"
    officer.post(form_.get("action"), sent | {"do": "save"})
    text = current(plan)["barriers"].text
    assert text.startswith("About barriers.") and "**Licences cost too much.**" in text


def test_readers_are_offered_nothing_they_may_not_do(
    made: dict[str, object], people: dict[str, Client]
) -> None:
    it, barrier = Commitment.objects.get(), Barrier.objects.get()
    for role in ("auditor", "councillor", "director"):
        for page in (f"/commitments/{it.pk}/", "/progress/", "/barriers/", f"/barriers/{barrier.pk}/"):
            offered = hrefs(tree(people[role], page))
            assert not [
                one for one in offered if one.endswith(("/update/", "/change/", "/drop/", "/add/", "/ask/"))
            ]
    assert people["anonymous"].get("/barriers/")["Location"].startswith("/account/sign-in/")


def test_files_of_barriers_come_in_each_kind(made: dict[str, object], officer: Client) -> None:
    starts: dict[str, bytes] = {
        "pdf": b"%PDF",
        "docx": b"PK",
        "xlsx": b"PK",
        "csv": b"Table,Row,Column,Value",
    }
    for kind, start in starts.items():
        assert officer.get(f"/barriers/barriers.{kind}").content.startswith(start)
    Barrier.objects.update(title="Recycle 🎉")
    assert officer.get("/barriers/barriers.pdf").status_code == 422
