"""Figures for other programs: every current one that somebody may read, and Parquet files of them.

Parquet files are written by DuckDB, a batch at a time; numbers are DECIMAL, never floating point, and the text as it
was published stands beside each value.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import Max

from moothall.core.models import Visitor
from moothall.figures.measures import catalogue
from moothall.figures.models import Area, Load, Observation, ObservationQuerySet
from moothall.figures.queries import readable_to
from moothall.kit.periods import Period

BATCH = 20_000  # rows handed to DuckDB at a time
DIGITS, MOST_SCALE = 38, 18  # of a DECIMAL; 20 digits stay before the point
MANIFEST = "moothall.json"
EXACT = ("value", "numerator", "denominator", "lower", "upper")
COLUMNS = {
    "measure": "VARCHAR", "area": "VARCHAR", "area_name": "VARCHAR", "organisation": "VARCHAR", "period": "VARCHAR",
    "start": "DATE", "end": "DATE", "length": "VARCHAR", "basis": "VARCHAR", "breakdown": "VARCHAR",
    **dict.fromkeys(EXACT, "DECIMAL"),
    "value_text": "VARCHAR", "missing": "VARCHAR", "reason": "VARCHAR", "status": "VARCHAR", "note": "VARCHAR",
    "source": "VARCHAR", "published_at": "TIMESTAMPTZ", "series": "BIGINT",
}  # fmt: skip
READ = (
    "series__measure", "series__area", "series__area__name", "series__organisation__slug", "start", "series__length",
    "series__basis", "series__breakdown",
    *(f"{name}_{part}" for name in EXACT for part in ("mantissa", "scale")),
    "missing", "reason", "status", "note", "load__source", "load__published_at", "series",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """What was written: how many rows of what, as of which load."""

    rows: int
    sequence: int


def readable(person: Visitor, *, published_only: bool = False) -> ObservationQuerySet:
    """Every observation that stands and that this person may read."""
    return Observation.objects.readable(() if published_only else readable_to(person)).current()


def newest() -> int:
    """The number of the newest published load; 0 while there is none."""
    return Load.objects.aggregate(newest=Max("sequence"))["newest"] or 0


def write_parquet(
    person: Visitor, path: Path, measures: Iterable[str] = (), *, published_only: bool = False
) -> int:
    """Writes the current figures that this person may read, of these measures or of all; how many there were.

    The file appears at `path` whole or not at all.
    """
    found = readable(person, published_only=published_only)
    if wanted := list(measures):
        found = found.filter(series__measure__in=wanted)
    rows = found.order_by("series__measure", "series", "start").values_list(*READ).iterator(chunk_size=5_000)
    return _written(path, COLUMNS, (_row(it) for it in rows))


def export(
    person: Visitor,
    folder: Path,
    *,
    published_only: bool = False,
    now: datetime,
    if_changed: bool = False,
) -> Written | None:
    """Writes observations.parquet, areas.parquet, measures.parquet and moothall.json; None where nothing changed.

    With `if_changed` nothing is written while no load was published, and no measure changed, since the last export.
    """
    sequence, known = newest(), _catalogue_digest()
    stamp = {"sequence": sequence, "catalogue": known, "published_only": published_only}
    if if_changed and _same(folder, stamp):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    rows = write_parquet(person, folder / "observations.parquet", published_only=published_only)
    areas = {"code": "VARCHAR", "name": "VARCHAR", "type": "VARCHAR", "nation": "VARCHAR", "region": "VARCHAR",
             "county": "VARCHAR", "started": "DATE", "ended": "DATE"}  # fmt: skip
    _written(folder / "areas.parquet", areas, Area.objects.order_by("code").values_list(*areas).iterator())
    fields = (
        "id",
        "title",
        "definition",
        "unit",
        "basis",
        "polarity",
        "frequency",
        "theme",
        "owner",
        "source",
        "licence",
    )
    listed = ([getattr(it, name) for name in fields] for _, it in sorted(catalogue().items()))
    _written(folder / "measures.parquet", dict.fromkeys(fields, "VARCHAR"), listed)
    manifest = stamp | {"rows": rows, "written_at": now.isoformat(), "columns": COLUMNS}
    partial = folder / f"{MANIFEST}.part"
    partial.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    partial.replace(folder / MANIFEST)
    return Written(rows, sequence)


def _same(folder: Path, stamp: Mapping[str, Any]) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return all(manifest.get(name) == value for name, value in stamp.items())


def _catalogue_digest() -> str:
    return sha256(repr(sorted(catalogue().items())).encode()).hexdigest()


def _row(it: tuple[Any, ...]) -> list[Any]:
    measure, area, name, organisation, start, length, basis, breakdown, *rest = it
    numbers = [text(mantissa, scale) for mantissa, scale in zip(rest[0:10:2], rest[1:10:2], strict=True)]
    missing, reason, status, note, source, published_at, series = rest[10:]
    iso, end = _period(start, length)
    return [
        measure, area, name, organisation, iso, start, end, length, basis, breakdown, *numbers, numbers[0],
        missing or None, reason or None, status or None, note or None, source, published_at, series,
    ]  # fmt: skip


@cache
def _period(start: date, length: str) -> tuple[str, date]:
    period = Period(start, length)
    return period.iso, period.end


def text(mantissa: int | None, scale: int) -> str | None:
    """A stored number as it was published: 3590 and 2 are '35.90'."""
    if mantissa is None:
        return None
    if not scale:
        return str(mantissa)
    digits = str(abs(mantissa)).rjust(scale + 1, "0")
    return f"{'-' if mantissa < 0 else ''}{digits[:-scale]}.{digits[-scale:]}"


def _written(path: Path, columns: Mapping[str, str], rows: Iterable[Iterable[Any]]) -> int:
    """Writes rows as Parquet, by way of a table on disk: memory holds one batch."""
    import duckdb

    with TemporaryDirectory(prefix="moothall-parquet-", dir=path.parent) as folder:
        with duckdb.connect(str(Path(folder) / "rows.duckdb"), config={"threads": 2}) as base:
            held = ", ".join(
                f'"{name}" {"VARCHAR" if kind == "DECIMAL" else kind}' for name, kind in columns.items()
            )
            base.execute(f"CREATE TABLE held ({held})")
            count = sum(_insert(base, columns, batch) for batch in _batches(rows))
            chosen = ", ".join(_typed(base, name, kind) for name, kind in columns.items())
            partial = Path(folder) / "rows.parquet"
            base.execute(
                f"COPY (SELECT {chosen} FROM held) TO '{_quoted(partial)}' (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
            )
        shutil.move(partial, path)
    return count


def _batches(rows: Iterable[Iterable[Any]]) -> Iterator[list[list[Any]]]:
    each = iter(rows)
    while batch := [list(it) for it in islice(each, BATCH)]:
        yield batch


def _insert(base: Any, columns: Mapping[str, str], batch: list[list[Any]]) -> int:
    """A batch into the table, by way of a data frame: row by row takes a hundred times as long."""
    import pandas

    frame = pandas.DataFrame(batch, columns=list(columns), dtype=object)
    base.register("batch", frame)
    taken = ", ".join(
        f'CAST("{name}" AS {"VARCHAR" if kind == "DECIMAL" else kind})' for name, kind in columns.items()
    )
    base.execute(f"INSERT INTO held SELECT {taken} FROM batch")  # noqa: S608
    base.unregister("batch")
    return len(batch)


def _typed(base: Any, name: str, kind: str) -> str:
    """A column in its type: a DECIMAL with as many places as its values have, up to eighteen."""
    if kind != "DECIMAL":
        return f'"{name}"'
    places = f"""SELECT max(CASE WHEN position('.' IN "{name}") = 0 THEN 0
                 ELSE length("{name}") - position('.' IN "{name}") END) FROM held"""  # noqa: S608
    scale = min(base.execute(places).fetchone()[0] or 0, MOST_SCALE)
    return f'CAST("{name}" AS DECIMAL({DIGITS}, {scale})) AS "{name}"'


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
