"""The numbered text of one table, taken into DuckDB: words trimmed, amounts read, dates left as they are written."""

from dataclasses import dataclass, field
from pathlib import Path

from moothall.engines.spend.ledger import Ledger, quoted
from moothall.engines.spend.reading import dates
from moothall.engines.spend.reading.layout import Layout
from moothall.engines.spend.reading.typing_sql import MACROS

DATES = ("paid", "invoiced", "received", "ordered", "starts", "ends", "extends_to", "raised")
MONEY = ("amount", "net", "gross", "vat", "irrecoverable_vat", "debit", "credit", "value", "annual_value")
REFERENCES = ("ref", "transaction_no", "invoice_no", "order_no", "contract_ref", "reference")
_TYPED = {
    "vat_number": "vat_number_of",
    "company_number": "company_number_of",
    "postcode": "postcode_of",
    "sme": "flag",
    "vcse": "flag",
    "capital": "capital_flag",
}
_MOST_SPELLINGS = 100_000
_NO_TIME = r"regexp_replace({0}, '(?:[T ]+\d{{1,2}}:\d{{2}}.*|\.0+)$', '')"


@dataclass
class Raw:
    """What a person should look at in what was taken in, and what they should know of it."""

    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def take(ledger: Ledger, rows: Path, delimiter: str, layout: Layout) -> Raw:
    """Fills the table `raw` from numbered rows; its dates are read column by column into `day_<field>`."""
    db = ledger.db
    for signature, body in MACROS.items():
        db.execute(f"CREATE TEMP MACRO IF NOT EXISTS {signature} AS {body}")
    chosen = ["line"]
    for name, place in layout.mapping.items():
        if not name.startswith("."):
            chosen += _typed(name, f"c{place}")
    beyond = ", ".join(f"said(c{place})" for place in layout.beyond)
    chosen.append(f"nullif(concat_ws(' ', {beyond or 'NULL'}), '') AS beyond")
    cells = "".join(f", 'c{place}': 'VARCHAR'" for place in range(len(layout.columns)))
    db.execute("DROP TABLE IF EXISTS raw")
    db.execute(
        f"CREATE TABLE raw AS SELECT {', '.join(chosen)} FROM read_csv({quoted(str(rows))},"  # noqa: S608
        f" auto_detect=false, header=false, delim={quoted(delimiter)}, quote='\"', escape='\"', new_line='\\n',"
        f" columns={{'line': 'BIGINT'{cells}}})"
    )
    out = Raw()
    _read_dates(ledger, layout, out)
    if parts := " OR ".join(f"{it}_parts" for it in layout.mapping if it in MONEY):
        count = ledger.one(f"SELECT count(*) FROM raw WHERE {parts}")  # noqa: S608
        if count:
            out.notes.append(f"Rows with parts of a penny: {count:,}. They were rounded to the penny.")
    return out


def _typed(name: str, cell: str) -> list[str]:
    """The columns of raw that hold a field. What could not be read of a date or an amount is in `<field>_text`."""
    if name in DATES:
        return [f"{_NO_TIME.format(f'said({cell})')} AS {name}_text"]
    if name in MONEY:
        return [
            f"whole_pence(pounds({cell})) AS {name}",
            f"CASE WHEN whole_pence(pounds({cell})) IS NULL THEN said({cell}) END AS {name}_text",
            f"parts_of_a_penny(pounds({cell})) AS {name}_parts",
        ]
    return [f"{_TYPED.get(name, 'reference' if name in REFERENCES else 'said')}({cell}) AS {name}"]


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
        read = dates.read(counts, day_first=layout.day_first if first[name].decided else order, called=called)
        out.doubts += [it for it in read.doubts if it not in out.doubts]
        unread = sum(counts[text] for text in read.faults)
        if unread and name not in ("paid", "raised"):  # a row without these two is refused
            out.notes.append(
                f"Dates of ‘{layout.named[name]}’ that are none: {unread:,}. They were left out."
            )
        ledger.db.execute(f"CREATE OR REPLACE TEMP TABLE day_{name} (text VARCHAR, day DATE, fault VARCHAR)")
        texts = [*read.days, *read.faults]
        if texts:
            ledger.db.execute(  # lists are unnested much sooner than as many rows are inserted
                f"INSERT INTO day_{name} SELECT unnest($1::VARCHAR[]), unnest($2::DATE[]), unnest($3::VARCHAR[])",
                [texts, [read.days.get(it) for it in texts], [read.faults.get(it) for it in texts]],
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
    return name if name in layout.mapping else "NULL"
