"""A quarterly report: worked out while it is a draft, approved by another than its author, and then as it was."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from tests.people import World
from tests.performance_quarterly.conftest import BINS, START, returned

from moothall.core.errors import NotPossible
from moothall.core.versions import WrittenMeanwhile
from moothall.figures.measures import catalogue
from moothall.figures.models import Observation
from moothall.kit.documents.model import Chart
from moothall.performance.commentary import actions as commentary
from moothall.performance.commentary.actions import Said
from moothall.performance.quarterly import actions, queries
from moothall.performance.quarterly.assessing import assess
from moothall.performance.quarterly.models import Report
from moothall.performance.status import Status


def approved(world: World, report: Report) -> Report:
    actions.approve(world.person["director"], report=report)
    return report


def test_a_figure_is_the_latest_that_had_ended_and_what_has_none_has_no_data(
    world: World, report: Report
) -> None:
    bins, calls = assess(world.root, world.council, report.quarter).standings()
    assert (bins.latest.period.label, bins.before.period.label) == ("Jun 2026", "Mar 2026")
    assert (calls.latest, calls.status) == (None, Status.NO_DATA)
    earlier = assess(world.root, world.council, report.quarter.previous()).standings()
    assert earlier[1].latest.period.label == "Mar 2026"


def test_who_wrote_it_does_not_approve_it_and_only_some_may(world: World, report: Report) -> None:
    with pytest.raises(PermissionDenied):
        actions.approve(world.person["performance-officer"], report=report)
    Report.objects.filter(pk=report.pk).update(started_by=world.person["director"])
    with pytest.raises(NotPossible, match="somebody else"):
        actions.approve(world.person["director"], report=report)
    with pytest.raises(NotPossible, match="is a draft"):
        actions.publish(world.person["performance-officer"], report=report)


def test_a_quarter_that_runs_is_not_approved_and_one_has_one_report(world: World, report: Report) -> None:
    now = actions.begin(
        world.root, organisation=world.council, start=queries.quarter_of(queries_today()).start
    )
    with pytest.raises(NotPossible, match="runs until"):
        actions.approve(world.person["director"], report=now)
    with pytest.raises(NotPossible, match="already"):
        actions.begin(world.root, organisation=world.council, start=START)


def queries_today() -> date:
    from moothall.core import clock

    return clock.today()


def test_what_was_approved_stays_as_it_was_and_what_was_corrected_is_said(
    world: World, report: Report, tmp_path: Path
) -> None:
    it = approved(world, report)
    was = it.document
    assert queries.verify(it).intact
    returned(world, tmp_path / "two.csv", "Missed bins,2026-06,99.9")
    it.refresh_from_db()
    verdict = queries.verify(it)
    assert it.document == was and verdict.intact
    assert verdict.corrected == ("Missed bins, Jun 2026: 56.0 in the report; the store has 99.9 now.",)
    Report.objects.filter(pk=it.pk).update(document=was.replace("56.0", "57.0"))
    it.refresh_from_db()
    assert not queries.verify(it).intact
    with pytest.raises(NotPossible, match="restore"):
        actions.publish(world.person["performance-officer"], report=it)


def test_a_draft_that_changed_while_it_was_read_is_not_approved(world: World, report: Report) -> None:
    with pytest.raises(NotPossible, match="read it again"):
        actions.approve(world.person["director"], report=report, read="0" * 64)


def test_introductions_lose_nothing(world: World, report: Report) -> None:
    officer = world.person["performance-officer"]
    actions.introduce(officer, report=report, text="Bins first.", opened=0)
    with pytest.raises(WrittenMeanwhile):
        actions.introduce(world.root, report=report, text="Calls first.", opened=0)
    actions.introduce(officer, report=report, text="", opened=1)
    assert [it.text for it in queries.introductions(report)] == ["", "Bins first."]


def test_published_figures_can_be_followed_by_anyone_and_no_others(world: World, report: Report) -> None:
    it = approved(world, report)
    page = f"/quarterly/published/{world.council.slug}/{START}/"
    shown = it.figures.select_related("observation").first().observation
    lineage = f"/figures/{shown.series_id}/{shown.start}/"
    other = Observation.objects.get(series=shown.series, start=date(2026, 8, 1))
    assert {Client().get(at).status_code for at in (page, lineage)} == {404}
    actions.publish(world.person["performance-officer"], report=it)
    assert {Client().get(at).status_code for at in (page, lineage)} == {200}
    assert Client().get(f"/figures/{shown.series_id}/{other.start}/").status_code == 404


def test_the_page_approves_what_was_read(world: World, report: Report, people: dict[str, Client]) -> None:
    address = f"/quarterly/{report.pk}/"
    director = people["director"]
    read = re.search('name="read" value="([0-9a-f]{64})"', director.get(address).content.decode())[1]
    director.post(f"{address}approve/", {"read": read})
    report.refresh_from_db()
    assert report.state == "approved"
    assert people["auditor"].get(f"{address}report.csv").status_code == 200
    assert "figure for figure" in director.get(address).content.decode()


def test_it_shows_the_commentary_approved_on_the_quarter_and_keeps_it(world: World, report: Report) -> None:
    manager, director = world.person["service-manager"], world.person["director"]

    def said(why: str, month: int, opened: int = 0) -> None:
        it = commentary.write(
            manager,
            organisation=world.council,
            measure=catalogue()[BINS],
            start=date(2026, month, 1),
            said=Said("More were missed.\n\nMost on Mondays.", why, "Change the rounds.", date(2026, 12, 1)),
            opened=opened,
            send=True,
        )
        commentary.approve(director, commentary=it)

    said("<b>Vans</b> broke down.", 6)
    said("Of another quarter.", 7)
    it = approved(world, report)
    for words in ("Commentary on Jun 2026", "Most on Mondays.", "<b>Vans</b> broke down.", "1 December 2026"):
        assert words in it.document, words
    assert "Of another quarter." not in it.document
    was = it.document
    said("They were old.", 6, opened=1)
    it.refresh_from_db()
    assert it.document == was and queries.verify(it).intact


def test_each_kind_of_file_has_the_commentary(
    world: World, report: Report, people: dict[str, Client]
) -> None:
    manager = world.person["service-manager"]
    it = commentary.write(
        manager,
        organisation=world.council,
        measure=catalogue()[BINS],
        start=date(2026, 5, 1),
        said=Said("More were missed.\n\nMost on Mondays.", "Vans broke down.", "Mend them."),
        opened=0,
        send=True,
    )
    commentary.approve(world.person["director"], commentary=it)
    page = people["auditor"].get(f"/quarterly/{report.pk}/").content.decode()
    assert "Commentary on May 2026" in page and "<strong>Why: </strong>Vans broke down." in page
    workbook = load_workbook(BytesIO(people["auditor"].get(f"/quarterly/{report.pk}/report.xlsx").content))
    rows = [[cell.value for cell in row] for row in workbook["Commentary"]]
    assert rows[1] == [
        "Missed bins",
        "May 2026",
        "More were missed.\n\nMost on Mondays.",
        "Vans broke down.",
        "Mend them.",
        "",
    ]
    document = Document(BytesIO(people["auditor"].get(f"/quarterly/{report.pk}/report.docx").content))
    assert any("Vans broke down." in it.text for it in document.paragraphs)


def test_what_was_marked_up_to_its_last_day_is_on_its_charts(world: World, report: Report) -> None:
    (bins, _calls) = assess(world.root, world.council, report.quarter).standings()
    assert [it.title for it in bins.events] == ["Snow"]
    (chart,) = [it for it in queries.live(world.root, report, START).document.blocks if isinstance(it, Chart)]
    assert "Feb 2026: Snow." in chart.alt and "Strike" not in chart.alt
