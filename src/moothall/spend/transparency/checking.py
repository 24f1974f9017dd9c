"""The check itself: the recipe over the files as they were given, and what is kept of each set it found."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from moothall.core import clock, files
from moothall.spend.transparency import sets
from moothall.spend.transparency.models import Edition, GivenFile, Preparation

if TYPE_CHECKING:
    from moothall.recipes.transparency import Publication, SetResult

MOST_PLACES, MOST_FIELDS = (
    100,
    2_000,
)  # kept beside an edition; the report that is kept as a file has them all
Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Checked:
    """What a check gives: an edition of each set, not stored yet, and what else it says."""

    editions: list[Edition]
    told: dict[str, list[list[str]]]


def run(it: Preparation, given: Sequence[GivenFile], *, redact: bool, on: date, report: Report) -> Checked:
    """Checks the files and keeps the files that come of it. Raises Unreadable where nothing can be read.

    Every set is written, for somebody may publish it despite errors: whether they do is said later, and why.
    """
    from moothall.recipes.transparency import Rules, as_json, publish

    period = it.period
    rules = Rules(
        on=on,
        first=period.start,
        last=period.end,
        council=it.organisation.name,
        redact=redact,
        despite=True,
    )
    with tempfile.TemporaryDirectory(prefix="moothall-") as folder:
        out = Path(folder) / "out"
        source: list[Path | tuple[str, Path]] = [
            (one.set_id, path) if one.set_id else path for one, path in _by_name(given, Path(folder))
        ]
        done = publish(source, out=out, rules=rules, report=report)
        said = {one["set"]: one for one in as_json(done)["sets"]}
        mine = [one for one in done.sets if sets.LENGTH[one.set.frequency] == it.length]
        editions = [_edition(it, one, said[one.set.id], out) for one in mine]
        _keep_private(it, out / "private")
    return Checked(editions, _told(it, done))


def _by_name(given: Sequence[GivenFile], folder: Path) -> Iterator[tuple[GivenFile, Path]]:
    """The kept files under the names they came with; of two of one name the second gets a number."""
    taken: set[str] = set()
    for number, one in enumerate(given, start=1):
        name = Path(one.name).name or "file"
        if name.casefold() in taken:
            name = f"{Path(name).stem} ({number}){Path(name).suffix}"
        taken.add(name.casefold())
        path = folder / "given" / name
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(files.kept(one.sha256))
        yield one, path


def _edition(it: Preparation, one: "SetResult", said: Mapping[str, Any], out: Path) -> Edition:
    problems = [
        {**problem, "places": problem["places"][:MOST_PLACES], "count": len(problem["places"])}
        for problem in said["problems"]
    ]
    report = out / "report.json"
    report.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    kept = files.keep(out / "published" / one.file)
    assert kept == one.sha256, "what was kept is what the check wrote"
    return Edition(
        organisation=it.organisation,
        preparation=it,
        set_id=one.set.id,
        title=one.set.title,
        start=it.start,
        length=it.length,
        made_at=clock.now(),
        rows=one.rows,
        total_pence=None if one.total is None else int(one.total * 100),
        total_of=one.set.total,
        sha256=kept,
        lineage=files.keep(out / "lineage" / one.file),
        report=files.keep(report),
        accounted={**said["rows"], "basis": one.basis, "files": list(one.files)},
        problems=problems,
        personal=said["personal"][:MOST_FIELDS],
        personal_count=len(said["personal"]),
        errors=_count(problems, "error"),
        warnings=_count(problems, "warning"),
    )


def _count(problems: Sequence[Mapping[str, Any]], severity: str) -> int:
    return sum(it["severity"] == severity for it in problems)


def _told(it: Preparation, done: "Publication") -> dict[str, list[list[str]]]:
    other = "a quarter" if it.length == "P1Y" else "a year"
    return {
        "unread": [[name[:200], why[:500]] for name, why in done.unread],
        "other": [[one.set.title, other] for one in done.sets if sets.LENGTH[one.set.frequency] != it.length],
    }


def _keep_private(it: Preparation, made: Path) -> None:
    """What stood where a marker was written: in a folder of the server that no page reads and only its owner opens."""
    place = settings.MOOTHALL_HOME / "private" / "transparency" / str(it.pk)
    shutil.rmtree(place, ignore_errors=True)  # of the check before, whose editions are dropped
    if not made.exists():
        return
    place.mkdir(parents=True, mode=0o700)
    for path in made.iterdir():
        with os.fdopen(
            os.open(place / path.name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
        ) as copy:
            copy.write(path.read_bytes())
