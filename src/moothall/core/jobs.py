"""Long work outside the request: started here, run by `moothall worker`, followed on a progress page.

A kind of job is a function registered under a name: `run(job, report) -> result`. It calls
`report(done, total, message)` often; that raises Cancelled when somebody has asked it to stop. The queue is
django-tasks' database backend; nothing else in Moothall knows that.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django_tasks import task

from moothall.core import clock
from moothall.core.audit import record
from moothall.core.locks import Busy, exclusive
from moothall.core.models import Job, JobState, Organisation, Person

log = logging.getLogger(__name__)

Report = Callable[[int, int, str], None]
Run = Callable[[Job, Report], Mapping[str, Any]]
KINDS: dict[str, Run] = {}


class Cancelled(Exception):
    """Somebody asked the work to stop."""


class Stopped(Exception):
    """The work cannot go on. The message is one sentence that says why and what to do."""


def kind(name: str) -> Callable[[Run], Run]:
    """Registers a function as a kind of job."""

    def register(run: Run) -> Run:
        KINDS[name] = run
        return run

    return register


def start(
    person: Person, *, kind: str, title: str, organisation: Organisation, arguments: Mapping[str, Any]
) -> Job:
    """Queues a job. The action that starts it has checked the permission."""
    job = Job.objects.create(
        kind=kind,
        title=title,
        organisation=organisation,
        person=person,
        address=person.address,
        arguments=dict(arguments),
        created_at=clock.now(),
    )
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


def cancel(person: Person, *, job: Job) -> None:
    """Asks a job to stop at its next step. Only who started it may."""
    if job.person_id == person.pk and not job.finished:
        with transaction.atomic():
            Job.objects.filter(pk=job.pk).update(cancel_asked=True)
            record(person, "job.cancelled", organisation=job.organisation, on=job)


@task()
def run_job(pk: int) -> None:
    """Runs one queued job to its end, whatever the end is."""
    with exclusive(f"job-{pk}", f"Job {pk} is running already."):
        job = Job.objects.select_related("person", "organisation").get(pk=pk)
        if not job.finished:
            job.person.address = job.address
            _run(job)


def take_up_again() -> int:
    """Queues again the jobs whose worker was killed; returns how many. A worker asks this as it starts."""
    again = 0
    for job in Job.objects.filter(state=JobState.RUNNING):
        try:
            with exclusive(f"job-{job.pk}", ""):
                again += 1
        except Busy:
            continue
        run_job.enqueue(job.pk)
    return again


def _run(job: Job) -> None:
    _set(job, state=JobState.RUNNING, started_at=clock.now())
    try:
        result = KINDS[job.kind](job, _reporter(job))
    except Cancelled:
        _set(job, state=JobState.CANCELLED, message="Cancelled: nothing was changed.")
    except Stopped as stop:
        _set(job, state=JobState.FAILED, message=str(stop))
    except Exception:
        log.exception("job failed", extra={"job": job.pk})
        _set(
            job,
            state=JobState.FAILED,
            message="A fault of ours stopped this. Nothing was lost: try it again.",
        )
    else:
        _set(job, state=JobState.DONE, result=dict(result))


def _set(job: Job, **fields: Any) -> None:
    if fields.get("state") in (JobState.DONE, JobState.FAILED, JobState.CANCELLED):
        fields["finished_at"] = clock.now()
    Job.objects.filter(pk=job.pk).update(**fields)


def _reporter(job: Job) -> Report:
    def report(done: int, total: int, message: str) -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total, message=message[:500])
        if Job.objects.filter(pk=job.pk, cancel_asked=True).exists():
            raise Cancelled

    return report
