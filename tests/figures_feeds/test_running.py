"""A run as a whole: gone on with, undone, remembered, written down; and who may do what."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.figures_feeds.stubs import Reply, Request, Stub, publishers

from moothall.core import clock as now
from moothall.core.errors import NotPossible
from moothall.core.jobs import Cancelled, run_job
from moothall.core.locks import Busy
from moothall.core.models import AuditEntry, Job
from moothall.figures.actions import LOADING
from moothall.figures.feeds import actions, queries
from moothall.figures.feeds.mapping import file_name, toml
from moothall.figures.feeds.models import FeedRun, FeedSetup, RunState
from moothall.figures.feeds.plugins import Unmapped, plugins
from moothall.figures.measures import read as read_measure
from moothall.figures.models import Load, Observation


@pytest.fixture
def nomis(stub: Stub, feed: Any, monkeypatch: pytest.MonkeyPatch) -> FeedSetup:
    """A feed of three pages of ten rows."""
    monkeypatch.setattr("moothall.figures.feeds.plugins.nomis.GUEST_ROWS", 10)
    publishers.nomis(stub, publishers.nomis_rows(months=15), limit=10)
    return feed("nomis")


def fetched() -> int:
    return Observation.objects.filter(load__source="nomis", load__sequence__isnull=False).count()


def offsets(stub: Stub) -> list[str]:
    return [it.parameters["recordoffset"] for it in stub.asked if it.parameters["recordlimit"] != "1"]


def down_after(stub: Stub, pages: int) -> None:
    """Answers so many pages, and then badly."""
    path, well = next(iter(stub.answers.items()))
    left = [pages]

    def answer(request: Request) -> Reply:
        if request.parameters["recordlimit"] == "1":
            return well(request)
        left[0] -= 1
        return well(request) if left[0] >= 0 else Reply("no", 500)

    stub.answers = {path: answer}
    stub.well = {path: well}  # type: ignore[attr-defined]


def test_what_broke_off_is_gone_on_with(stub: Stub, nomis: FeedSetup, officer: Any, asking: Any) -> None:
    down_after(stub, 2)
    it = actions.fetch(officer, setup=nomis, asking=asking())
    assert (it.state, it.pages, it.rows, fetched()) == (RunState.BROKEN_OFF, 2, 20, 0)
    assert it.message == "127.0.0.1 answered 500, 4 times: the next run goes on from here."
    stub.answers, stub.asked = stub.well, []  # type: ignore[attr-defined]
    again = actions.fetch(officer, setup=nomis, asking=asking())
    assert (again.pk, again.state, again.pages, again.rows, again.kept) == (it.pk, RunState.DONE, 3, 30, 30)
    assert offsets(stub) == ["20"]
    assert fetched() == 30
    assert FeedRun.objects.count() == 1


def test_a_run_that_was_killed_goes_on_from_the_last_whole_page(
    stub: Stub, nomis: FeedSetup, officer: Any, asking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Nothing in the program catches it."""

    seen = []

    def die(done: int, total: int, message: str) -> None:
        seen.append(done)
        if len(seen) == 3:  # after the second page
            raise Killed

    with pytest.raises(Killed):
        actions.fetch(officer, setup=nomis, asking=asking(), report=die)
    left = FeedRun.objects.get()
    assert (left.state, left.rows, fetched()) == (RunState.RUNNING, 20, 0)
    from moothall.figures.feeds.spool import Spool

    with Spool(left.pk, "nomis").path.open("ab") as file:
        file.write(b"claimant-count,half a li")  # and half of the third was on its way to the disk
    stub.asked = []
    it = actions.fetch(officer, setup=nomis, asking=asking())
    assert (it.pk, it.state, it.rows, it.kept, it.rejected) == (left.pk, RunState.DONE, 30, 30, 0)
    assert offsets(stub) == ["20"]


def test_nothing_is_gone_on_with_when_something_else_is_chosen_or_a_day_has_passed(
    stub: Stub, nomis: FeedSetup, officer: Any, asking: Any
) -> None:
    down_after(stub, 1)
    first = actions.fetch(officer, setup=nomis, asking=asking())
    stub.answers, stub.asked = stub.well, []  # type: ignore[attr-defined]
    config = nomis.config | {"time": "latest"}
    actions.change_setup(officer, setup=nomis, title=nomis.title, config=config, every=7)
    down_after(stub, 1)
    second = actions.fetch(officer, setup=nomis, asking=asking())
    assert second.pk != first.pk
    FeedRun.objects.filter(pk=second.pk).update(started_at=now.now() - timedelta(days=2))
    stub.answers, stub.asked = stub.well, []  # type: ignore[attr-defined]
    third = actions.fetch(officer, setup=nomis, asking=asking())
    assert third.pk not in (first.pk, second.pk)


def test_what_is_cancelled_leaves_nothing(nomis: FeedSetup, officer: Any, asking: Any, settings: Any) -> None:
    def stop(done: int, total: int, message: str) -> None:
        if done >= 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        actions.fetch(officer, setup=nomis, asking=asking(), report=stop)
    it = FeedRun.objects.get()
    assert (it.state, fetched()) == (RunState.CANCELLED, 0)
    assert list((settings.MOOTHALL_HOME / "feeds").iterdir()) == []
    assert not Load.objects.filter(source="nomis").exists()


def test_fewer_rows_than_were_promised_are_not_loaded(
    stub: Stub, nomis: FeedSetup, officer: Any, asking: Any
) -> None:
    rows = publishers.nomis_rows(months=2)
    lines = [publishers.NOMIS_HEADER, *(f"{it},9" for it in rows)]
    stub.answers = {"/api/v01/dataset/NM_162_1.data.csv": lambda _: Reply("\n".join(lines))}
    it = actions.fetch(officer, setup=nomis, asking=asking())
    assert (it.state, fetched()) == (RunState.FAILED, 0)
    assert "said 9 rows and gave" in it.message or "stopped before the end" in it.message


def test_another_load_is_waited_for_with_all_rows_at_hand(
    stub: Stub, nomis: FeedSetup, officer: Any, asking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moothall.figures.actions import AnotherLoad

    def busy(*_: Any, **__: Any) -> Any:
        raise AnotherLoad(LOADING)

    with monkeypatch.context() as patched:
        patched.setattr("moothall.figures.feeds.running.load", busy)
        it = actions.fetch(officer, setup=nomis, asking=asking())
    assert (it.state, it.whole, it.message) == (RunState.BROKEN_OFF, True, LOADING)
    stub.asked = []
    it = actions.fetch(officer, setup=nomis, asking=asking())
    assert (it.state, it.kept, stub.asked) == (RunState.DONE, 30, [])


def test_a_feed_runs_once_at_a_time(
    nomis: FeedSetup, officer: Any, asking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(name: str, busy: str) -> Any:
        assert name == f"feed-{nomis.pk}"
        raise Busy(busy)

    monkeypatch.setattr("moothall.figures.feeds.running.exclusive", held)
    with pytest.raises(NotPossible, match="being fetched already"):
        actions.fetch(officer, setup=nomis, asking=asking())
    assert FeedRun.objects.count() == 0


def test_what_is_read_again_changes_nothing(nomis: FeedSetup, officer: Any, asking: Any) -> None:
    actions.fetch(officer, setup=nomis, asking=asking())
    assert actions.fetch(officer, setup=nomis, asking=asking()).state == RunState.UNCHANGED
    again = actions.fetch(officer, setup=nomis, asking=asking(), again=True)
    assert (again.state, again.load.unchanged, again.load.superseded) == (RunState.DONE, 30, 0)
    assert again.load.file_name == f"Nomis for us {now.today().isoformat()}.csv"


def test_nothing_there_is_said(stub: Stub, nomis: FeedSetup, officer: Any, asking: Any) -> None:
    publishers.nomis(stub, [])
    it = actions.fetch(officer, setup=nomis, asking=asking())
    assert (it.state, it.load) == (RunState.DONE, None)
    assert it.message.startswith("The publisher has no rows for what is chosen")


def test_every_change_is_in_the_audit(nomis: FeedSetup, officer: Any, asking: Any) -> None:
    actions.fetch(officer, setup=nomis, asking=asking())
    actions.stop(officer, setup=nomis)
    actions.start_again(officer, setup=nomis)
    entries = AuditEntry.objects.filter(key=str(nomis.pk), kind="figures_feeds.feedsetup").order_by("pk")
    assert [it.action for it in entries] == [
        "feed.set_up", "feed.run_started", "feed.run_ended", "feed.stopped", "feed.started",
    ]  # fmt: skip
    assert entries[2].after["kept"] == 30
    assert AuditEntry.objects.filter(action="figures.loaded", person=officer).count() == 1


def test_only_who_may_publish_runs_a_feed_of_figures(world: Any, nomis: FeedSetup, asking: Any) -> None:
    for role in ("auditor", "service-manager", "analyst"):
        person = world.person[role]
        for act in (
            lambda person=person: actions.fetch(person, setup=nomis, asking=asking()),
            lambda person=person: actions.check(person, setup=nomis, asking=asking()),
            lambda person=person: actions.run_now(person, setup=nomis),
            lambda person=person: actions.stop(person, setup=nomis),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert queries.setup(world.person["auditor"], nomis.pk) == nomis
    assert queries.setup(world.person["other"], nomis.pk) is None
    with pytest.raises(PermissionDenied):
        actions.fetch(world.person["other"], setup=nomis, asking=asking())


@pytest.mark.parametrize(
    ("feed", "config", "said"),
    [
        ("nomis", {"dataset": ""}, "‘Dataset’ is empty"),
        ("nomis", {"measure": "no-such"}, "‘Measure’: the catalogue has no measure ‘no-such’"),
        ("nomis", {"dimensions": "measures 20100"}, "write ‘measures 20100’ as name = value"),
        ("lg-inform", {"metrics": "46 = nothing"}, "the catalogue has no measure ‘nothing’"),
        ("mhclg-revenue", {"workbook": "http://www.gov.uk/x"}, "begins with https://"),
        ("mhclg-revenue", {"workbook": "https://10.0.0.1/x"}, "may be on .*, and not on 10.0.0.1"),
        ("postcodes-io", {"older_than": "long"}, "is a whole number, such as 180"),
    ],
)
def test_what_cannot_be_chosen_is_said(feed: str, config: Any, said: str, world: Any, officer: Any) -> None:
    from tests.figures_feeds.conftest import CONFIGS

    with pytest.raises(NotPossible, match=said):
        actions.set_up(
            officer, organisation=world.council, feed=feed, title="X", config=CONFIGS[feed] | config, every=7
        )
    assert FeedSetup.objects.count() == 0


def test_two_feeds_of_a_council_do_not_share_a_title(nomis: FeedSetup, feed: Any) -> None:
    with pytest.raises(NotPossible, match="already: give this one another title"):
        feed("nomis")


def test_how_a_feed_is_and_when_it_is_due(
    stub: Stub, nomis: FeedSetup, officer: Any, asking: Any, world: Any
) -> None:
    def state(after: timedelta = timedelta()) -> str:
        (it,) = queries.health(officer, world.council, now.now() + after)
        assert it.state == queries.health_of(nomis, now.now() + after).state
        return it.state

    def due(after: timedelta = timedelta()) -> int:
        return len(queries.due(officer, world.council, now.now() + after))

    assert (state(), due()) == ("new", 1)
    actions.fetch(officer, setup=nomis, asking=asking())
    assert (state(), due(), due(timedelta(days=7, minutes=1))) == ("well", 0, 1)
    assert state(timedelta(days=9)) == "late"
    down_after(stub, 0)
    actions.fetch(officer, setup=nomis, asking=asking(), again=True)
    assert (state(), due()) == ("broken off", 0)
    actions.stop(officer, setup=nomis)
    nomis.refresh_from_db()
    assert (state(), due(timedelta(days=30))) == ("stopped", 0)


def test_the_page_of_health_takes_as_many_queries_for_ten_feeds_as_for_one(
    nomis: FeedSetup, officer: Any, asking: Any, world: Any, django_assert_num_queries: Any
) -> None:
    actions.fetch(officer, setup=nomis, asking=asking())
    queries.health(officer, world.council, now.now())
    with django_assert_num_queries(2):
        queries.health(officer, world.council, now.now())
    for number in range(9):
        made = actions.set_up(
            officer, organisation=world.council, feed="nomis", title=f"{number}", config=nomis.config, every=7
        )
        actions.fetch(officer, setup=made, asking=asking())
    with django_assert_num_queries(2):
        assert len(queries.health(officer, world.council, now.now())) == 10


def test_a_queued_run(stub: Stub, nomis: FeedSetup, officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOTHALL_FEED_NOMIS_URL", stub.base)
    job = actions.run_now(officer, setup=nomis)
    run_job.func(job.pk)
    done = Job.objects.get(pk=job.pk)
    assert (done.state, FeedRun.objects.get().kept) == ("done", 30)
    assert done.result["loads"] == [FeedRun.objects.get().load_id]
    stub.answers = {}
    job = actions.run_now(officer, setup=nomis, again=True)
    run_job.func(job.pk)
    failed = Job.objects.get(pk=job.pk)
    assert failed.state == "failed"
    assert failed.message.startswith(f"There is nothing at {stub.base}/api/v01/dataset/NM_162_1.data.csv")


def test_what_brought_a_load_is_known(nomis: FeedSetup, officer: Any, asking: Any, stub: Stub) -> None:
    it = actions.fetch(officer, setup=nomis, asking=asking())
    brought = queries.brought(it.load)
    assert brought and (brought.setup, brought.address) == (nomis, stub.base)
    assert queries.brought(Load.objects.exclude(pk=it.load_id).first()) is None


@pytest.mark.once
def test_a_file_for_what_has_no_measure_can_be_saved_as_it_is(tmp_path: Any) -> None:
    it = Unmapped("25733", 'Fly-tip "actions"\nper incident', "per incident")
    assert file_name(it) == "fly-tip-actions-per-incident.toml"
    path = tmp_path / file_name(it)
    path.write_text(toml(plugins()["lg-inform"].feed, it), encoding="utf-8")
    made = read_measure(path)
    assert (made.unit, made.known_as) == ("per incident", ("lg-inform 25733",))
    assert "CHECK" in path.read_text()
