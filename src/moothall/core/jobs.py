"""Long work outside the request: started here, run by `moothall worker`, followed on a progress page.

A kind of job is a function registered under a name: `run(job, report) -> result`. It calls
`report(done, total, message)` often; that raises Cancelled when somebody has asked it to stop. The queue is
django-tasks' database backend; nothing else in Moothall knows that.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from moothall.core import clock
from moothall.core.audit import record
from moothall.core.locks import Busy, exclusive
from moothall.core.models import Job, JobState, Organisation, Person

log = logging.getLogger(__name__)

Report = Callable[[int, int, str], None]
Run = Callable[[Job, Report], Mapping[str, Any]]
KINDS: dict[str, Run] = {}

OVER = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def silent(done: int, total: int, message: str) -> None:
    """Reports to nobody."""


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
    """Queues a job and writes it down, or neither. The action that starts it has checked the permission."""
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            title=title,
            organisation=organisation,
            person=person,
            address=person.address,
            arguments=dict(arguments),
            created_at=clock.now(),
        )
        run_job.enqueue(job.pk)
        record(person, "job.started", organisation=organisation, on=job, after={"kind": kind})
    return job


def cancel(person: Person, *, job: Job) -> None:
    """Asks a job to stop at its next step; one that is over stays as it is. Raises PermissionDenied."""
    if job.person_id != person.pk:
        raise PermissionDenied("Only who started this work may stop it: ask them to.")
    with transaction.atomic():
        if Job.objects.filter(pk=job.pk).exclude(state__in=OVER).update(cancel_asked=True):
            record(person, "job.cancelled", organisation=job.organisation, on=job)


@task()
def run_job(pk: int) -> None:
    """Runs one queued job to its end, whatever the end is."""
    with exclusive(f"job-{pk}", f"Job {pk} is running already."):
        job = Job.objects.select_related("person", "organisation").get(pk=pk)
        if not job.finished:
            job.person.address = job.address
            _run(job)


def take_up_again(patience: float = 0) -> int:
    """Queues again the jobs whose worker was killed; returns how many. A worker asks this as it starts.

    A job that another worker holds is that worker's, unless it dies within `patience` seconds: one that is
    being killed lets go a moment after the next has started.
    """
    again = 0
    for job in Job.objects.exclude(state__in=OVER).exclude(pk__in=_queued()):
        while held := _held(job):
            if patience <= 0:
                break
            time.sleep(0.1)
            patience -= 0.1
        job.refresh_from_db(fields=["state"])
        if not held and not job.finished:
            run_job.enqueue(job.pk)
            again += 1
    return again


def _queued() -> set[int]:
    """The jobs that a worker will come to by itself."""
    waiting = DBTaskResult.objects.ready().filter(task_path=run_job.module_path)
    return {arguments["args"][0] for arguments in waiting.values_list("args_kwargs", flat=True)}


def _held(job: Job) -> bool:
    try:
        with exclusive(f"job-{job.pk}", ""):
            return False
    except Busy:
        return True


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
    if fields.get("state") in OVER:
        fields["finished_at"] = clock.now()
    Job.objects.filter(pk=job.pk).update(**fields)


def _reporter(job: Job) -> Report:
    def report(done: int, total: int, message: str) -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total, message=message[:500])
        if Job.objects.filter(pk=job.pk, cancel_asked=True).exists():
            raise Cancelled

    return report
