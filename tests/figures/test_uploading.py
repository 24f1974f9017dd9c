"""A load as long work: who may start it, and what becomes of the file that was sent."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from moothall.core import jobs
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Job, JobState, Organisation, Person
from moothall.figures import jobs as loading
from moothall.figures.models import Load, LoadState
from moothall.figures.uploading import start_load

pytestmark = pytest.mark.django_db
OWN = "Measure,Period,Value\nHousehold waste recycling rate,2024-25,43.10\n"
PUBLISHED = "area_code,area_name,financial_year,metric,value\nX07000001,A,2022-23,recycling-rate,40\n"


@pytest.fixture
def sent(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "0123abcd"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def started(sent: Callable[[str], Path], officer: Person, council: Organisation) -> Job:
    return start_load(officer, organisation=council, path=sent(OWN), name="return.csv")


def path_of(job: Job) -> Path:
    return Path(job.arguments["path"])


def run(job: Job) -> Job:
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_a_file_is_loaded_by_who_sent_it_and_taken_away(started: Job, officer: Person) -> None:
    assert AuditEntry.objects.filter(action="job.started", person=officer, key=str(started.pk)).exists()
    assert run(started).state == JobState.DONE
    made = Load.objects.get()
    assert (started.result, made.loaded_by, made.file_name) == ({"loads": [made.pk]}, officer, "return.csv")
    assert not path_of(started).exists()


@pytest.mark.parametrize(
    ("role", "text", "why"),
    [
        ("auditor", OWN, "You may not load figures"),
        ("service-manager", PUBLISHED, "You may not "),
    ],
)
def test_who_may_not_load_is_refused_at_once(
    person: Callable[..., Person],
    council: Organisation,
    sent: Callable[[str], Path],
    role: str,
    text: str,
    why: str,
) -> None:
    with pytest.raises(PermissionDenied, match=why):
        start_load(person(role, ["waste"]), organisation=council, path=sent(text), name="x.csv")
    assert not Job.objects.exists()


def test_what_can_never_be_loaded_is_refused_at_once(
    officer: Person, council: Organisation, sent: Callable[[str], Path]
) -> None:
    with pytest.raises(NotPossible, match=r"^'x\.csv'|‘x\.csv’|x\.csv"):
        start_load(officer, organisation=council, path=sent("a,b\n1,2\n"), name="x.csv")
    assert not Job.objects.exists()


def test_a_file_that_turns_out_not_to_be_possible_is_taken_away(started: Job) -> None:
    path_of(started).write_text("a,b\n1,2\n")
    assert run(started).state == JobState.FAILED and started.message
    assert not path_of(started).exists()


def test_a_cancelled_file_is_taken_away(started: Job) -> None:
    jobs.cancel(started.person, job=started)
    assert run(started).state == JobState.CANCELLED
    assert not path_of(started).exists()


@pytest.mark.parametrize("fault", [SystemExit(1), KeyboardInterrupt(), OperationalError("gone")])
def test_whatever_else_ends_a_load_leaves_the_file_for_the_next_worker(
    started: Job, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def end(*arguments: Any, **named: Any) -> Any:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(loading, "load", end)
        with pytest.raises(type(fault)):
            loading.run(started, lambda done, total, message: None)
    assert path_of(started).exists()
    assert run(started).state == JobState.DONE and not path_of(started).exists()


def test_a_job_killed_after_its_load_is_not_loaded_again(started: Job) -> None:
    result = loading.run(started, lambda done, total, message: None)  # and here its worker was killed
    Job.objects.filter(pk=started.pk).update(state=JobState.RUNNING)
    assert run(started).state == JobState.DONE and started.result == result
    assert Load.objects.filter(state=LoadState.PUBLISHED).count() == 1
