"""From files to what anyone reads: nothing unseen is published, and nothing published changes unsaid."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from tests.people import World
from tests.spend_transparency.making import (
    BINS,
    FORMULA,
    NAMED,
    Q1,
    Q2,
    SALT,
    TODAY,
    Checking,
)

from moothall.core import due as owed
from moothall.core import files
from moothall.core.errors import NotPossible
from moothall.core.jobs import run_job
from moothall.core.models import AuditEntry
from moothall.kit.periods import Period
from moothall.spend.transparency import actions, owing, queries, sets
from moothall.spend.transparency.actions import Given
from moothall.spend.transparency.models import Edition, PayeeWord, Preparation, PublishedPayment

GRANTS = "Date awarded,Grant period,Beneficiary,Charity number,Amount,Purpose,Department"


def test_a_quarter_is_checked_in_a_job_and_published(
    world: World, preparing: Callable[..., Preparation]
) -> None:
    partner, officer = world.person["finance-partner"], world.person["procurement-officer"]
    made = preparing([BINS, SALT, BINS.replace("900.00", "12.00").replace("T1", "T9")])
    job = actions.start_check(partner, preparation=made)
    with pytest.raises(NotPossible, match="being checked already"):
        actions.start_check(partner, preparation=made)
    run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, (job.result or {})["href"]) == ("done", f"/transparency/{made.pk}/")
    [it] = queries.editions(made)
    assert (it.set_id, it.rows, it.total_pence, it.errors, it.personal_count) == ("spend", 2, 19_975, 0, 0)
    assert it.accounted["left_out"] == [{"why": "not more than £500", "rows": 1, "total": "12.00"}]
    assert not PublishedPayment.objects.exists(), "nobody published it yet"
    with pytest.raises(PermissionDenied):  # who prepares does not publish
        actions.publish(partner, edition=it)
    actions.publish(officer, edition=it)
    assert (it.state, it.published_by) == ("published", officer)
    entry = AuditEntry.objects.filter(action="transparency.published").get()
    assert (entry.after or {})["sha256"] == it.sha256 == files.digest(files.kept(it.sha256))
    assert it.sums["months"] == {"2026-05": 90_000, "2026-06": -70_025}
    rows = {row.reference: row for row in PublishedPayment.objects.all()}
    assert {key: (row.payee, row.pence, row.paid, row.card) for key, row in rows.items()} == {
        "T1": ("The Bin Company Ltd", 90_000, date(2026, 5, 2), False),
        "T2": ("Salt & Grit CIC", -70_025, date(2026, 6, 3), False),
    }
    for row in rows.values():  # each leads to its row of the file
        assert dict(queries.public_row(it, row.row) or [])["TransactionNumber"] == row.reference
    assert queries.public_row(it, 1) is queries.public_row(it, 99) is None
    with pytest.raises(NotPossible, match="is published and stays as it is"):
        actions.publish(officer, edition=it)


def test_personal_data_stops_it_until_somebody_looked(world: World, checking: Checking) -> None:
    officer, partner = world.person["procurement-officer"], world.person["finance-partner"]
    it = checking(BINS, NAMED)
    assert it.errors == 1 and it.personal_count == 1
    kept = f"{it.problems}{it.personal}{list(queries.problem_rows(it))}"
    assert "Quillby" not in kept and "AB123456C" not in kept, "what is found is masked"
    with pytest.raises(NotPossible, match="Look at everything"):
        actions.publish(officer, edition=it, despite="It is right.")
    with pytest.raises(NotPossible, match="Tick what you looked at"):
        actions.look(partner, edition=it, places=[99])
    with pytest.raises(PermissionDenied):
        actions.look(world.person["councillor"], edition=it, places=[0])
    actions.look(partner, edition=it, places=it.to_look_at)
    it.refresh_from_db()
    with pytest.raises(NotPossible, match="despite errors is empty"):
        actions.publish(officer, edition=it)
    again = actions.check(partner, preparation=it.preparation, redact=True)[0]
    it.refresh_from_db()
    assert (it.state, again.errors, again.preparation.redact) == ("dropped", 0, True)
    actions.look(officer, edition=again, places=again.to_look_at) if again.to_look_at else None
    again.refresh_from_db()
    actions.publish(officer, edition=again)
    public = (queries.content(again) or b"").decode()
    assert "Quillby" not in public and "AB123456C" not in public and "Refund to" in public
    assert not PublishedPayment.objects.filter(purpose__contains="Quillby").exists()
    private = settings.MOOTHALL_HOME / "private" / "transparency" / str(again.preparation_id)
    [listed] = private.iterdir()
    assert "Quillby" in listed.read_text() and listed.stat().st_mode & 0o077 == 0
    assert private.stat().st_mode & 0o077 == 0


def test_a_newer_one_supersedes_and_the_old_stays(
    world: World, publishing: Checking, checking: Checking
) -> None:
    officer = world.person["procurement-officer"]
    first = publishing(BINS)
    with pytest.raises(NotPossible, match="byte for byte"):
        actions.publish(officer, edition=checking(BINS), note="The same.")
    with pytest.raises(NotPossible, match="what differs from the one before is empty".capitalize()):
        actions.publish(officer, edition=checking(BINS, SALT))
    second = publishing(BINS, SALT, note="A credit was left out.")
    first.refresh_from_db()
    assert (first.state, first.superseded_by, second.note) == ("superseded", second, "A credit was left out.")
    assert queries.content(first) and queries.readable(first)
    assert set(PublishedPayment.objects.values_list("edition", flat=True)) == {second.pk}
    assert set(PayeeWord.objects.values_list("edition", flat=True)) == {second.pk}
    files.kept(first.sha256).write_bytes(b"something else")  # nobody is shown what was not published
    assert queries.content(first) is None
    publishing("Other Ltd,02/08/2026,T7,600,0,Paper,Homes,Paper", period=Q2)  # another quarter is not touched
    assert {it.state for it in Edition.objects.filter(start=Q1.start)} >= {
        "published",
        "superseded",
        "checked",
    }


def test_what_is_withdrawn_is_off_at_once_and_is_owed_again(world: World, publishing: Checking) -> None:
    officer = world.person["procurement-officer"]
    it = publishing(BINS)
    with pytest.raises(PermissionDenied):
        actions.withdraw(world.person["finance-partner"], edition=it, because="A name.")
    with pytest.raises(NotPossible, match="The reason is empty"):
        actions.withdraw(officer, edition=it, because=" ")
    actions.withdraw(officer, edition=it, because="A name stood in it.")
    assert (it.state, it.sums, queries.readable(it)) == ("withdrawn", {}, False)
    assert not PublishedPayment.objects.exists() and not PayeeWord.objects.exists()
    assert [one.pk for one in queries.public_editions(world.council)] == [it.pk], "that it was there stays"
    assert queries.public_row(it, 2) is None
    with pytest.raises(NotPossible, match="was withdrawn"):
        actions.withdraw(officer, edition=it, because="Again.")
    late = [one for one in queries.coming(world.council, TODAY) if one[0] == "spend"]
    assert late == [("spend", Q1, date(2026, 7, 31))]
    assert publishing(BINS, SALT, note="Without the name.").state == "published"


def test_what_is_due_is_told_to_those_who_publish(world: World, publishing: Checking) -> None:
    assert not list(owing.rule(world.council, TODAY, date(2027, 11, 16))), (
        "a council that publishes nothing here"
    )
    publishing(BINS)
    found = list(owing.rule(world.council, TODAY, date(2027, 3, 1)))
    assert {(it.title, it.due, it.tell) for it in found} == {
        ("Publish Spending over £500, Q2 2026-27", date(2026, 10, 31), True),
        ("Publish Spending over £500, Q3 2026-27", date(2027, 1, 31), False),
    }
    assert {it.person.username for it in found if it.person} == {
        "administrator", "procurement-officer", "section-151-officer",
    }  # fmt: skip
    assert owing.KIND in owed.ROOMS
    calendar = queries.calendar(world.person["councillor"], world.council, TODAY, "P3M")
    spend = next(cells for id, _title, cells in calendar.sets if id == "spend")
    assert [it.standing(TODAY) for it in spend][-2:] == ["published", "late"]
    assert {it.standing(TODAY) for it in spend[:-2]} == {""}, "before the first, nothing is expected"


@pytest.mark.parametrize(
    ("set_id", "period", "day"),
    [
        ("spend", Period(date(2026, 10, 1), "P3M"), date(2027, 1, 31)),
        ("spend", Period(date(2027, 1, 1), "P3M"), date(2027, 4, 30)),
        ("grants", Period(date(2025, 4, 1), "P1Y"), date(2026, 4, 30)),
        ("facility-time-regulations", Period(date(2025, 4, 1), "P1Y"), date(2026, 7, 31)),
    ],
)
def test_by_when(set_id: str, period: Period, day: date) -> None:
    assert sets.due(set_id, period) == day
    assert sets.holding(period.end, period.length) == period


def test_files_and_periods_that_do_not_fit(
    world: World, preparing: Callable[..., Preparation], checking: Checking, tmp_path: Path
) -> None:
    officer = world.person["procurement-officer"]
    for period, said in (
        (Period(date(2026, 5, 1), "P3M"), "Choose a quarter"),
        (Period(date(2027, 1, 1), "P3M"), "has not begun"),
    ):
        with pytest.raises(NotPossible, match=said):
            preparing([BINS], period=period)
    empty = tmp_path / "empty.csv"
    empty.touch()
    for given, said in (([], "at least one"), ([Given("empty.csv", empty)], "is empty")):
        with pytest.raises(NotPossible, match=said):
            actions.prepare(officer, organisation=world.council, period=Q1, given=given)
    with pytest.raises(PermissionDenied):
        actions.prepare(world.person["section-151-officer"], organisation=world.council, period=Q1, given=[])
    it = checking(BINS.replace("05/2026", "11/2026"), period=Period(date(2026, 10, 1), "P3M"))
    with pytest.raises(NotPossible, match="runs until 31 December 2026"):
        actions.publish(officer, edition=it)
    made = preparing(["1,2"], header="nothing,known")
    assert actions.check(officer, preparation=made) == [] and made.refused
    actions.drop(officer, preparation=made)
    with pytest.raises(NotPossible, match="left out: give them again"):
        actions.start_check(officer, preparation=made)
    grants = ["12/06/2025,2025-26,Community Bus,1,18000,Buses,Homes"]
    made = preparing(grants, header=GRANTS)
    assert actions.check(officer, preparation=made) == []
    assert made.told["other"] == [["Grants to voluntary, community and social enterprise bodies", "a year"]]
    year = preparing(grants, header=GRANTS, period=Period(date(2025, 4, 1), "P1Y"))
    assert [one.set_id for one in actions.check(officer, preparation=year)] == ["grants"]


def test_formulas_are_shown_as_they_were_and_never_run(publishing: Checking) -> None:
    it = publishing(BINS, FORMULA)
    row = PublishedPayment.objects.get(edition=it, reference="T4")
    assert (row.payee, row.purpose) == ('=HYPERLINK("http://x")', "@SUM(A1)")
    assert b"'=HYPERLINK" in (queries.content(it) or b"") and b"'@SUM" in (queries.content(it) or b"")
