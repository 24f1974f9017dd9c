"""Sending a file, following it, what came of it; and where a figure comes from."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.people import World, add
from tests.people import client as client_of
from tests.web.test_benchmark import links, parse, table, text

from moothall.core import clock, files, jobs
from moothall.core.models import Job, JobState, Organisation
from moothall.figures.actions import load
from moothall.figures.models import Load, Observation
from moothall.web.figures import tables

pytestmark = pytest.mark.django_db
RETURN = """Measure,Period,Value,Note
Household waste recycling rate,2024-25,43.10,
Household waste recycling rate,2025-26,lots,"=HYPERLINK(""http://x"")"
"""


def send(client: Client, content: str | bytes, name: str = "return.csv", **fields: str) -> HttpResponse:
    data = content.encode() if isinstance(content, str) else content
    return client.post("/loads/new/", {"file": SimpleUploadedFile(name, data), **fields})


def errors(response: HttpResponse) -> str:
    assert response.status_code == 422
    parser_page = response.content.decode()
    assert "There is a problem" in parser_page
    response.status_code = 200
    (summary,) = [it for it in parse(response).iter("div") if it.get("class") == "govuk-error-summary"]
    return text(summary)


@pytest.fixture
def officer(people: dict[str, Client]) -> Client:
    return people["performance-officer"]


@pytest.fixture
def worked(officer: Client) -> Job:
    """The return, sent and loaded by a worker."""
    response = send(officer, RETURN)
    assert response.status_code == 302
    job = Job.objects.get()
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_a_file_is_sent_followed_and_loaded(officer: Client, worked: Job, world: World) -> None:
    assert worked.state == JobState.DONE, worked.message
    page = parse(officer.get(f"/jobs/{worked.pk}/"))
    made = Load.objects.latest("pk")
    assert f"/loads/{made.pk}/" in links(page)
    assert (made.file_name, made.kept, made.rejected) == ("return.csv", 1, 1)
    assert made.loaded_by == world.person["performance-officer"] and made.organisation == world.council
    assert not list((Path(worked.arguments["path"])).parent.iterdir()), "the file put aside is gone"


def test_what_came_of_a_file_with_its_rejects(officer: Client, worked: Job) -> None:
    made = Load.objects.latest("pk")
    tree = parse(officer.get(f"/loads/{made.pk}/"))
    ((line, why, written),) = table(tree, "Rejected rows of return.csv")
    assert line == "3" and "‘lots’ is not a number" in why and "lots" in written
    assert made.sha256 in text(tree) and "figures.loaded" in text(tree)
    response = officer.get(f"/loads/{made.pk}/rejects.csv")
    (row,) = csv.DictReader(io.StringIO(b"".join(response).decode()))  # type: ignore[call-overload]
    assert row["line"] == "3" and row["text"].startswith("Household waste recycling rate,2025-26,lots")


def test_a_rejected_row_that_a_spreadsheet_would_run_is_disarmed(officer: Client, world: World) -> None:
    send(officer, "Measure,Period,Value\n=1+1,2024-25,3\n")
    jobs.run_job.call(Job.objects.get().pk)
    made = Load.objects.latest("pk")
    (row,) = csv.DictReader(io.StringIO(b"".join(officer.get(f"/loads/{made.pk}/rejects.csv")).decode()))  # type: ignore[call-overload]
    assert row["text"] == "'=1+1,2024-25,3"


def test_only_checking_changes_nothing(officer: Client, world: World) -> None:
    before = (Load.objects.count(), Observation.objects.count())
    tree = parse(send(officer, RETURN, check="on"))
    said = text(tree)
    assert "Nothing has been loaded." in said and "‘lots’ is not a number" in said
    assert (Load.objects.count(), Observation.objects.count()) == before and not Job.objects.exists()
    assert not list((world_home(world) / "uploads").iterdir())


def world_home(world: World) -> Path:
    from django.conf import settings

    return Path(settings.MOOTHALL_HOME)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 and so on", "is a PDF: ask for the spreadsheet it was made from"),
        (b"\x89PNG\r\n\x1a\n", "is an image"),
        (b"a,b\n1,2\n", "No row near the top of return.csv is a header that Moothall knows"),
    ],
)
def test_an_impossible_file_gets_one_sentence(
    officer: Client, world: World, content: bytes, sentence: str
) -> None:
    for check in ({}, {"check": "on"}):
        assert sentence in errors(send(officer, content, **check))
    assert not Job.objects.exists() and not list((world_home(world) / "uploads").iterdir())


def test_no_file_and_a_file_too_large(officer: Client, settings: Any) -> None:
    assert "Choose a file to load." in errors(officer.post("/loads/new/", {}))
    settings.UPLOAD_LIMIT = 2**20
    assert "larger than 1 MB, the most this page takes" in errors(send(officer, b"x" * (2**20 + 1)))


def test_the_layout_can_be_named(officer: Client) -> None:
    assert "is not laid out as Oflog Data Explorer: waste management" in errors(
        send(officer, RETURN, source="oflog-waste")
    )


def test_published_statistics_need_their_own_permission(people: dict[str, Client]) -> None:
    rows = "area_code,area_name,financial_year,metric,value\nE07000234,Bromsgrove,2020-21,Recycling,1\n"
    refused = errors(send(people["service-manager"], rows))
    assert "You may not load published statistics" in refused and not Job.objects.exists()
    assert send(people["performance-officer"], rows).status_code == 302


def test_who_may_load_and_who_may_look(people: dict[str, Client], world: World) -> None:
    assert people["councillor"].get("/loads/").status_code == 200
    assert people["councillor"].get("/loads/new/").status_code == 403
    assert people["anonymous"].get("/loads/").status_code == 302
    assert people["no-role"].get("/loads/").status_code == 403
    theirs = next(it for it in world.loads if it.organisation == world.other)
    assert people["councillor"].get(f"/loads/{theirs.pk}/").status_code == 404
    assert people["councillor"].get(f"/loads/{theirs.pk}/rejects.csv").status_code == 404
    names = {row[0] for row in table(parse(people["councillor"].get("/loads/")), "Loads, newest first")}
    assert names == {"waste.csv", "return.csv"}


def test_a_job_is_for_who_started_it_and_those_who_audit(people: dict[str, Client], worked: Job) -> None:
    path = f"/jobs/{worked.pk}/"
    allowed = {role for role, client in people.items() if client.get(path).status_code == 200}
    assert allowed == {"performance-officer", "administrator", "auditor"}


def test_a_job_nobody_takes_up_says_how_to_start_a_worker(officer: Client) -> None:
    send(officer, RETURN)
    job = Job.objects.get()
    path = f"/jobs/{job.pk}/"
    assert "moothall worker" not in text(parse(officer.get(path)))
    Job.objects.update(created_at=clock.now() - timedelta(seconds=30))
    assert "starts one with the command ‘moothall worker’" in text(parse(officer.get(path)))


def test_a_job_is_stopped_by_who_started_it(people: dict[str, Client], officer: Client) -> None:
    send(officer, RETURN)
    job = Job.objects.get()
    assert officer.get(f"/jobs/{job.pk}/cancel/").status_code == 405
    assert people["auditor"].post(f"/jobs/{job.pk}/cancel/").status_code == 403
    job.refresh_from_db()
    assert not job.cancel_asked, "an auditor changes nothing"
    assert officer.post(f"/jobs/{job.pk}/cancel/")["Location"] == f"/jobs/{job.pk}/"
    assert "asked to stop" in text(parse(officer.get(f"/jobs/{job.pk}/")))
    loads = Load.objects.exclude(state="cancelled").count()
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED and Load.objects.exclude(state="cancelled").count() == loads


def address(it: Observation) -> str:
    return f"/figures/{it.series_id}/{it.start.isoformat()}/"


@pytest.fixture
def published(world: World) -> Observation:
    """Bromsgrove's published figure for 2022-23."""
    return Observation.objects.get(
        series__organisation__slug="published", start="2022-04-01", value_mantissa=3910
    )


def test_lineage_says_what_where_and_by_whom(people: dict[str, Client], published: Observation) -> None:
    tree = parse(people["auditor"].get(address(published)))
    said = text(tree)
    for words in (
        "Household waste recycling rate: Bromsgrove, 2022-23",
        "39.1%",
        "Tonnes of household waste collected: the source gives none",
        "2022-04-01 to 2023-03-31",
        "Office for Local Government",
        "Open Government Licence v3.0",
        "waste.csv",
        "Row 3",
        published.load.sha256,
        "The command line",
        "E07000234,Bromsgrove,2022-23,Household waste recycling rate,39.10",
    ):
        assert words in said
    assert "/measures/recycling-rate/E07000234/" in links(tree)


def test_the_public_sees_the_figure_but_no_officers_name(client: Client, published: Observation) -> None:
    said = text(parse(client.get(address(published))))
    assert "39.1%" in said and "The command line" not in said


def test_own_figures_have_no_lineage_for_others(people: dict[str, Client], world: World) -> None:
    path = address(world.own)
    assert people["anonymous"].get(path).status_code == 404
    assert people["no-role"].get(path).status_code == 404
    said = text(parse(people["councillor"].get(path)))
    assert "recycling or composting: 4,125" in said and "waste collected: 10,000" in said


def test_every_version_and_what_was_known_then(
    client: Client, world: World, published: Observation, tmp_path: Path
) -> None:
    between = clock.now()
    path = tmp_path / "corrected.csv"
    path.write_text(
        "area_code,area_name,financial_year,metric,value\n"
        "E07000234,Bromsgrove,2022-23,Household waste recycling rate,40.50 [r]\n"
    )
    load(world.root, organisation=world.council, path=path)
    now = parse(client.get(address(published)))
    assert [row[1:3] for row in table(now, "Every version of this figure")] == [
        ["40.5%", "Revised"],
        ["39.1%", "–"],
    ]
    at = timezone.localtime(between).strftime("%Y-%m-%dT%H:%M:%S.%f")
    then = text(parse(client.get(address(published), {"as_at": at})))
    assert "A newer figure exists: 40.5%" in then and "As it was known at" in then
    long_ago = text(parse(client.get(address(published), {"as_at": "2001-01-01 09:00"})))
    assert "Nothing was known of this figure at 1 January 2001" in long_ago
    wrong = client.get(address(published), {"as_at": "yesterday"})
    assert "Write a date and a time" in text(parse(wrong))


def test_why_there_is_no_value(client: Client, world: World) -> None:
    blank = Observation.objects.get(missing="missing")
    said = text(parse(client.get(address(blank))))
    assert "No value: the cell is blank" in said


@pytest.mark.parametrize(
    "path", ["/figures/999999/2022-04-01/", "/figures/1/2022-13-45/", "/figures/1/1900-01-01/"]
)
def test_no_such_figure(client: Client, world: World, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_original_row_is_not_read_from_a_large_file(client: Client, published: Observation) -> None:
    Load.objects.filter(pk=published.load_id).update(size=2**30)
    assert "The row as it stands in the file" not in text(parse(client.get(address(published))))


def test_the_public_is_shown_a_row_only_where_it_is_found_soon(
    people: dict[str, Client], published: Observation
) -> None:
    heading = "The row as it stands in the file"

    def sees(role: str) -> bool:
        return heading in text(parse(people[role].get(address(published))))

    assert sees("anonymous") and sees("no-role") and sees("auditor")
    Load.objects.filter(pk=published.load_id).update(file_name="waste.xlsx")
    assert not sees("anonymous") and not sees("no-role") and sees("auditor")
    Load.objects.filter(pk=published.load_id).update(file_name="waste.csv")
    lines = files.kept(published.load.sha256).read_text().splitlines()
    far = [*lines, *[""] * tables.PUBLIC_ROWS, lines[published.line - 1]]
    files.kept(published.load.sha256).write_text("\n".join(far) + "\n")
    Observation.objects.filter(pk=published.pk).update(line=len(far))
    assert not sees("anonymous") and sees("auditor")


def test_somebody_without_a_council_is_told_so_in_one_way(world: World) -> None:
    """A role may reach published statistics alone: then there is no council whose pages could be shown."""
    lonely = add(world, "lonely", role="administrator", organisation=Organisation.objects.published())
    browser = client_of(lonely)
    for page in ("/loads/new/", "/plans/", "/plans/new/", "/scorecard/", "/priorities/"):
        answer = browser.get(page)
        assert answer.status_code == 403, page
        assert "You have no role in a council that is served here" in answer.content.decode(), page
