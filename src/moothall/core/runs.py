"""Runs of engines: kept when they say something new, read by the page that shows them, replayed by whoever doubts.

kept = keep(person, organisation=council, engine="spc", version=VERSION, subject="recycling-rate",
            parameters={"better": "higher"}, input=rows, result=found, as_at=now)
newest(council, "spc", ["recycling-rate"])["recycling-rate"].result
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from moothall.core import clock
from moothall.core.models import Organisation, Person, Run


def keep(
    person: Person,
    *,
    organisation: Organisation,
    engine: str,
    version: str,
    subject: str,
    parameters: Mapping[str, Any],
    input: Any,
    result: Any,
    as_at: datetime,
    headline: Mapping[str, Any] | None = None,
    seed: int | None = None,
) -> Run:
    """Keeps a run, or gives back the newest one where that had the same input, parameters, seed and version.

    `headline` is what lists show of the result. Decimals are kept as their exact text, days in ISO 8601. The action
    that calls this has checked the permission and writes the audit entry.
    """
    last = Run.objects.filter(organisation=organisation, engine=engine, subject=subject).first()
    if last and same(last, version=version, parameters=parameters, input=input, seed=seed):
        return last
    return Run.objects.create(
        organisation=organisation,
        engine=engine,
        version=version,
        subject=subject,
        parameters=plainly(parameters),
        seed=seed,
        input_sha256=digest(input),
        headline=plainly(headline or {}),
        result=plainly(result),
        as_at=as_at,
        made_at=clock.now(),
        made_by=person,
    )


def newest(
    organisation: Organisation, engine: str, subjects: Iterable[str] | None = None, *, whole: bool = True
) -> dict[str, Run]:
    """By subject, the newest run of an engine; of every subject where none is named. One query.

    Without `whole` the results stay in the store: for lists, which show headlines.
    """
    found = Run.objects.filter(organisation=organisation, engine=engine)
    if subjects is not None:
        found = found.filter(subject__in=list(subjects))
    last = found.order_by().values("subject").annotate(last=Max("pk")).values("last")
    rows = Run.objects.filter(pk__in=last)
    return {it.subject: it for it in (rows if whole else rows.defer("result"))}


def of_subject(organisation: Organisation, engines: Iterable[str], subject: str) -> dict[str, Run]:
    """By engine, the newest run on one subject, whole. One query."""
    found = Run.objects.filter(organisation=organisation, engine__in=list(engines), subject=subject)
    last = found.order_by().values("engine").annotate(last=Max("pk")).values("last")
    return {it.engine: it for it in Run.objects.filter(pk__in=last)}


def same(
    run: Run | None, *, version: str, parameters: Mapping[str, Any], input: Any, seed: int | None = None
) -> bool:
    """Whether a run answered this very question, so that asking the engine again would say nothing new."""
    return run is not None and (run.version, run.parameters, run.seed, run.input_sha256) == (
        version,
        plainly(parameters),
        seed,
        digest(input),
    )


def digest(input: Any) -> str:
    """SHA-256 of an input, whatever order its mappings are in: equal inputs have equal digests."""
    text = json.dumps(plainly(input), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plainly(value: Any) -> Any:
    """A value as JSON holds it: decimals as exact text, days in ISO 8601, tuples as lists."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plainly(it) for key, it in value.items()}
    if isinstance(value, list | tuple):
        return [plainly(it) for it in value]
    return value
