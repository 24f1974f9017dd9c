"""The small tables a person may give a scan: what came of earlier findings, and an index of prices."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from moothall.engines.spend.findings.ranking import Outcome, Result
from moothall.kit.numbers import NotANumber, decimal, exact
from moothall.kit.periods import NotAPeriod, Period, parse
from moothall.kit.tables import Unreadable, open_table

_RESULTS: Mapping[str, Result] = {
    "true": "true", "yes": "true", "right": "true",
    "false": "false", "no": "false", "wrong": "false",
    "recovered": "recovered",
}  # fmt: skip


def read_outcomes(path: Path) -> tuple[Outcome, ...]:
    """What came of findings, from a table with columns test, key, result and, where money came back, recovered.

    findings.xlsx of an earlier scan will do, with its column `result` filled in; rows without a result say nothing.
    Raises Unreadable for a table without those columns, and for a result or a sum that cannot be understood.
    """
    found = []
    for line, row in _rows(path, ("test", "key", "result")):
        said = row["result"].strip().casefold()
        if not said:
            continue
        if said not in _RESULTS:
            raise Unreadable(
                f"‘{path.name}’, row {line}: the result ‘{row['result']}’ is not true, false or recovered."
            )
        back = _number(path, line, row.get("recovered", ""), "the sum recovered") or Decimal(0)
        found.append(Outcome(row["test"].strip(), row["key"].strip(), _RESULTS[said], back))
    return tuple(found)


def read_prices(path: Path) -> Mapping[Period, Decimal]:
    """An index of prices from a table with columns period and index: by month, quarter or year.

    Raises Unreadable for a table without them, and for a period or an index that is none.
    """
    found: dict[Period, Decimal] = {}
    for line, row in _rows(path, ("period", "index")):
        try:
            period = parse(row["period"].strip())
        except NotAPeriod as fault:
            raise Unreadable(f"‘{path.name}’, row {line}: {fault}") from None
        index = _number(path, line, row["index"], "the index")
        if index is None or index <= 0:
            raise Unreadable(f"‘{path.name}’, row {line}: the index must be more than nought.")
        found[period] = index
    if not found:
        raise Unreadable(f"‘{path.name}’ has no rows under its headings: give a period and an index in each.")
    return found


def _rows(path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row under the first row that has all the headings wanted, on the first sheet that has one."""
    with open_table(path) as table:
        for sheet in table.sheets:
            headings: list[str] = []
            for line, cells in sheet.rows():
                if headings:
                    padded = [*cells, *[""] * (len(headings) - len(cells))]
                    yield line, dict(zip(headings, padded, strict=False))
                elif set(wanted) <= {it.strip().casefold() for it in cells}:
                    headings = [it.strip().casefold() for it in cells]
            if headings:
                return
    raise Unreadable(f"‘{path.name}’ has no row of headings with {', '.join(wanted)}: add it and try again.")


def _number(path: Path, line: int, text: str, what: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return decimal(*exact(text.strip().removeprefix("'")))
    except NotANumber as fault:
        raise Unreadable(f"‘{path.name}’, row {line}, {what}: {fault}") from None
