"""Long work: run, followed, cancelled, failed with a sentence, and taken up again when its worker was killed."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from moothall.core import jobs
from moothall.core.jobs import Report, Stopped
from moothall.core.locks import exclusive
from moothall.core.models import AuditEntry, Job, JobState, Organisation, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def started(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Job]:
    """Starts a job of a kind made on the spot."""
    settings.MOOTHALL_HOME = tmp_path
    council = Organisation.objects.create(slug="ashcombe", name="Ashcombe Vale")
    person = Person.objects.create(username="grace", name="Grace Lee")
    person.address = "192.0.2.1"

    def start(run: Callable[[Job, Report], Mapping[str, Any]]) -> Job:
        monkeypatch.setitem(jobs.KINDS, "test", run)
        return jobs.start(person, kind="test", title="A test", organisation=council, arguments={"n": 3})

    return start


def run(job: Job) -> Job:
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_a_job_is_queued_and_run_as_the_person_who_started_it(started: Callable[..., Job]) -> None:
    seen = {}

    def work(job: Job, report: Report) -> Mapping[str, Any]:
        seen.update(person=job.person.username, address=job.person.address, **job.arguments)
        report(1, 2, "half")
        seen["half"] = Job.objects.values_list("done", "total", "message").get(pk=job.pk)
        return {"made": 7}

    job = started(work)
    assert DBTaskResult.objects.count() == 1, "it waits in the queue"
    job = run(job)
    assert seen == {"person": "grace", "address": "192.0.2.1", "n": 3, "half": (1, 2, "half")}
    assert (job.state, job.result) == (JobState.DONE, {"made": 7})
    assert job.started_at and job.finished_at


def test_a_job_stops_at_its_next_step_when_asked(started: Callable[..., Job]) -> None:
    steps = []

    def work(job: Job, report: Report) -> Mapping[str, Any]:
        for step in range(5):
            steps.append(step)
            if step == 1:
                jobs.cancel(job.person, job=job)
            report(step, 5, "")
        return {}

    assert run(started(work)).state == JobState.CANCELLED
    assert steps == [0, 1]


def test_only_who_started_a_job_cancels_it(started: Callable[..., Job]) -> None:
    job = started(lambda job, report: {})
    with pytest.raises(PermissionDenied, match="Only who started this work may stop it"):
        jobs.cancel(Person.objects.create(username="other", name="Other"), job=job)
    job.refresh_from_db()
    assert not job.cancel_asked and not AuditEntry.objects.filter(action="job.cancelled").exists()


def test_a_job_that_is_over_stays_as_it_is(started: Callable[..., Job]) -> None:
    job = started(lambda job, report: {})
    run(Job.objects.get(pk=job.pk))
    jobs.cancel(job.person, job=job)  # as a page that was drawn while it ran would
    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == (JobState.DONE, False)
    assert not AuditEntry.objects.filter(action="job.cancelled").exists()


def test_a_job_is_made_queued_and_written_down_or_none_of_it(
    started: Callable[..., Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = started(lambda job, report: {})
    entry = AuditEntry.objects.get(action="job.started")
    assert (entry.person, entry.address, entry.organisation) == (job.person, "192.0.2.1", job.organisation)
    assert (entry.kind, entry.key, entry.after) == ("core.job", str(job.pk), {"kind": "test"})

    def die(*arguments: Any, **named: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(DBTaskResult.objects, "create", die)
    with pytest.raises(SystemExit):
        jobs.start(job.person, kind="test", title="No", organisation=job.organisation, arguments={})
    assert Job.objects.count() == 1 == AuditEntry.objects.filter(action="job.started").count()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Stopped("The file is a picture."), "The file is a picture."),
        (ValueError("secret"), "A fault of ours"),
    ],
)
def test_a_failed_job_says_why_and_gives_nothing_away(
    started: Callable[..., Job], fault: Exception, said: str
) -> None:
    def work(job: Job, report: Report) -> Mapping[str, Any]:
        raise fault

    job = run(started(work))
    assert job.state == JobState.FAILED
    assert job.message.startswith(said) and "secret" not in job.message


def test_a_job_whose_worker_was_killed_is_taken_up_again(started: Callable[..., Job]) -> None:
    ran = []
    job = started(lambda job, report: ran.append(job.pk) or {})
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)  # as a killed worker leaves it
    DBTaskResult.objects.all().delete()
    assert jobs.take_up_again() == 1
    assert DBTaskResult.objects.count() == 1
    assert run(job).state == JobState.DONE and ran == [job.pk]
    assert jobs.take_up_again() == 0


def test_a_job_that_no_queue_knows_of_is_taken_up(started: Callable[..., Job]) -> None:
    job = started(lambda job, report: {})
    assert jobs.take_up_again() == 0, "it waits in the queue"
    DBTaskResult.objects.update(status="RUNNING")  # a worker took it from the queue and was killed at once
    assert jobs.take_up_again() == 1 and jobs.take_up_again() == 0, "and then it waits in the queue again"
    assert run(job).state == JobState.DONE


def test_a_job_whose_worker_is_being_killed_is_waited_for(started: Callable[..., Job]) -> None:
    job = started(lambda job, report: {})
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    DBTaskResult.objects.all().delete()
    from threading import Thread

    found = []
    with exclusive(f"job-{job.pk}", ""):
        other = Thread(target=lambda: found.append(_again_elsewhere(patience=20)))
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join()
    assert found == [1]


def test_a_job_that_is_running_is_left_alone(started: Callable[..., Job]) -> None:
    job = started(lambda job, report: {})
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    from threading import Thread

    found = []
    with exclusive(f"job-{job.pk}", ""):
        other = Thread(target=lambda: found.append(_again_elsewhere()))
        other.start()
        other.join()
    assert found == [0]


def _again_elsewhere(patience: float = 0) -> int:
    """Asked from a thread of its own: a connection and a file handle that do not share the lock."""
    from django.db import connection

    try:
        return jobs.take_up_again(patience)
    finally:
        connection.close()
