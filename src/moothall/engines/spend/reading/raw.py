"""The numbered text of one table, taken into DuckDB: words trimmed, amounts read, dates left as they are written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.reading import dates
from moothall.engines.spend.reading.layout import Layout
from moothall.engines.spend.reading.typing_sql import MACROS, quoted

DATES = ("paid", "invoiced", "received", "ordered", "starts", "ends", "extends_to", "raised")
MONEY = ("amount", "net", "gross", "vat", "irrecoverable_vat", "debit", "credit", "value", "annual_value")
REFERENCES = ("ref", "transaction_no", "invoice_no", "order_no", "contract_ref", "reference")
_TYPED = {
    "vat_number": "vat_number_of", "company_number": "company_number_of", "postcode": "postcode_of",
    "sme": "flag", "vcse": "flag", "capital": "capital_flag",
}  # fmt: skip
_MOST_SPELLINGS = 100_000
_NO_TIME = r"regexp_replace({0}, '(?:[T ]+\d{{1,2}}:\d{{2}}.*|\.0+)$', '')"


@dataclass
class Raw:
    """What was found while taking it in."""

    doubts: list[str] = field(default_factory=list)
    day_first: bool = True
    parts_of_pennies: int = 0
    dates_unread: dict[str, int] = field(default_factory=dict)  # beside `paid`: left out, the row kept


def take(ledger: Ledger, numbered: Iterable[Path], delimiter: str, layout: Layout) -> Raw:
    """Fills the table `raw` from the numbered files; its dates are read column by column into `day_<field>`."""
    db = ledger.db
    for signature, body in MACROS.items():
        db.execute(f"CREATE OR REPLACE TEMP MACRO {signature} AS {body}")
    chosen = ["line"]
    for name, place in layout.mapping.items():
        cell = f"c{place}"
        plain = name.removeprefix(".")
        if name in DATES:
            chosen.append(f"{_NO_TIME.format(f'said({cell})')} AS {name}_text")
        elif name in MONEY:
            chosen += [
                f"whole_pence(pounds({cell})) AS {name}",
                f"CASE WHEN pounds({cell}) IS NULL THEN said({cell}) END AS {name}_text",
                f"parts_of_a_penny(pounds({cell})) AS {name}_parts",
            ]
        elif name in REFERENCES:
            chosen.append(f"reference({cell}) AS {name}")
        elif name in _TYPED:
            chosen.append(f"{_TYPED[name]}({cell}) AS {name}")
        else:
            chosen.append(f"said({cell}) AS {plain}")
    beyond = ", ".join(f"said(c{place})" for place in layout.beyond)
    chosen.append(f"nullif(concat_ws(' ', {beyond}), '') AS beyond" if beyond else "NULL::VARCHAR AS beyond")
    columns = ", ".join(
        ["'line': 'BIGINT'", *(f"'c{place}': 'VARCHAR'" for place in range(len(layout.columns)))]
    )
    files = ", ".join(quoted(str(it)) for it in numbered)
    db.execute("DROP TABLE IF EXISTS raw")
    db.execute(
        f"CREATE TABLE raw AS SELECT {', '.join(chosen)} FROM read_csv([{files}], auto_detect=false, header=false,"  # noqa: S608
        f" delim={quoted(delimiter)}, quote='\"', escape='\"', new_line='\\n', columns={{{columns}}})"
    )
    out = Raw()
    _read_dates(ledger, layout, out)
    parts = " OR ".join(f"coalesce({it}_parts, false)" for it in layout.mapping if it in MONEY)
    if parts:
        out.parts_of_pennies = ledger.one(f"SELECT count(*) FROM raw WHERE {parts}")  # noqa: S608
    return out


def _read_dates(ledger: Ledger, layout: Layout, out: Raw) -> None:
    """Reads each column of dates as a whole; a column that shows no order of its own takes the file's."""
    spelt: dict[str, dict[str, int]] = {}
    for name in (it for it in DATES if it in layout.mapping):
        found = ledger.rows(
            f"SELECT {name}_text, count(*) FROM raw WHERE {name}_text IS NOT NULL"  # noqa: S608
            f" GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT {_MOST_SPELLINGS}"
        )
        spelt[name] = dict(found)
    first = {name: dates.read(it, day_first=layout.day_first) for name, it in spelt.items()}
    order = dates.decided(first.values())
    for name, counts in spelt.items():
        called = "date" if name == "paid" else f"{name} date"
        read = dates.read(
            counts, day_first=first[name].day_first if first[name].decided else order, called=called
        )
        out.doubts += [it for it in read.doubts if it not in out.doubts]
        out.day_first = read.day_first
        unread = sum(counts[text] for text in read.faults)
        if unread:
            out.dates_unread[name] = unread
        ledger.db.execute(f"CREATE OR REPLACE TEMP TABLE day_{name} (text VARCHAR, day DATE, fault VARCHAR)")
        rows = [(text, day, None) for text, day in read.days.items()]
        rows += [(text, None, fault) for text, fault in read.faults.items()]
        _insert(ledger, f"day_{name}", rows)


def _insert(ledger: Ledger, table: str, rows: list[tuple[object, ...]]) -> None:
    """Some thousand rows at once: a list is unnested much sooner than as many statements are run."""
    if rows:
        text, day, fault = (list(it) for it in zip(*rows, strict=True))
        ledger.db.execute(
            f"INSERT INTO {table} SELECT unnest($1::VARCHAR[]), unnest($2::DATE[]), unnest($3::VARCHAR[])",
            [text, day, fault],
        )


def dates_joined(layout: Layout) -> str:
    """The joins that give each row its days."""
    return " ".join(
        f"LEFT JOIN day_{it} ON {it}_text = day_{it}.text" for it in DATES if it in layout.mapping
    )


def day(layout: Layout, name: str) -> str:
    return f"day_{name}.day" if name in layout.mapping else "NULL"


def column(layout: Layout, name: str) -> str:
    """A field of raw, or NULL where no column holds it."""
    return name.removeprefix(".") if name in layout.mapping else "NULL"
