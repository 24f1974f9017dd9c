"""A table's layout: where its headings are, what kind of table it is, and which column holds which field."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from moothall.engines.spend.reading import dates, headings
from moothall.engines.spend.reading.assigning import assign
from moothall.engines.spend.reading.headings import Field
from moothall.engines.spend.reading.looks import Looks, fits, look
from moothall.engines.spend.reading.mappings import Correction, Mappings

MOST_COLUMNS = 500
DEEPEST_HEADING = 40  # rows that may stand above the headings
UNSURE = 0.75
_ROWS_LOOKED_AT = 400
_AMOUNTS = ("net", "gross", "amount", "debit", "credit")
_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {  # what a table of each kind should have; any of each
    "payments": (
        ("payee",),
        ("paid", "invoiced", ".period"),
        _AMOUNTS,
        ("transaction_no", "invoice_no", "purpose", "card"),
    ),
    "contracts": (
        ("title",),
        ("supplier_name",),
        ("value", "annual_value"),
        ("starts", ".review"),
        ("ends", "status"),
    ),
    "orders": (
        ("order_no",),
        ("raised",),
        ("supplier_name",),
        ("amount",),
        ("requested_by", "approved_by", ".status"),
    ),
}
_YES = frozenset({"y", "yes", "true", "1"})
_CARD_WORDS = frozenset(
    f"{it}card"
    for kind in (
        "",
        "p",
        "purchase",
        "procurement",
        "purchasing",
        "credit",
        "corporate",
        "government procurement",
    )
    for it in {kind, kind and f"{kind} ", kind and f"{kind}-"}
) | {"gpc", "visa", "mastercard"}
_CARD_NAMES = (*sorted(_CARD_WORDS - {"card", "visa"}), "card transaction")


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: list[str]


@dataclass
class Layout:
    """What was recognised. `columns` are the headings, made distinct; `mapping` is field -> place among them."""

    kind: str
    header_line: int | None
    columns: list[str]
    mapping: dict[str, int]
    sure: dict[str, float]
    doubts: list[str]
    fingerprint: str
    least: int  # cells a row must have; those after it may be blank
    beyond: list[int] = field(
        default_factory=list
    )  # columns without heading or values: what stands there is too many
    day_first: bool | None = None

    @property
    def named(self) -> dict[str, str]:
        """field -> heading, for people and for the file table; fields that are not kept left out."""
        return {name: self.columns[place] for name, place in self.mapping.items() if not name.startswith(".")}


class NotASpendTable(Exception):
    """Its columns are not those of payments, card purchases, orders or contracts; the message says what is missing."""


def layout_of(rows: list[Row], *, mappings: Mappings, name: str = "", kind: str | None = None) -> Layout:
    """Recognises a table by the first of its rows. `kind`: what it is, if the caller knows. Raises NotASpendTable."""
    rows = [it for it in rows if any(cell.strip() for cell in it.cells)]
    if not rows:
        raise NotASpendTable("it has no rows")
    header = _header(rows, kind)
    data = rows[header + 1 :] if header is not None else rows
    heads = [it.strip() for it in rows[header].cells] if header is not None else []
    while heads and not heads[-1]:
        heads.pop()
    widths = Counter(len(it.cells) for it in data)
    usual = max(widths, key=lambda it: (widths[it], it)) if widths else 0
    width = max(len(heads), usual)
    if len(heads) > MOST_COLUMNS or (not heads and usual > MOST_COLUMNS):
        raise NotASpendTable(f"it has {max(len(heads), usual):,} columns, more than such a table has")
    sample = [it.cells for it in data[:_ROWS_LOOKED_AT]]
    columns = [[row[place] if place < len(row) else "" for row in sample] for place in range(width)]
    seen = [look(column) for column in columns]
    beyond = [place for place in range(len(heads), width) if heads and seen[place].filled < 0.2]
    columns_named = _distinct(heads + [""] * (width - len(heads)))
    fingerprint = _fingerprint(heads, seen)
    told = mappings.of(fingerprint)
    kind = told.kind or kind
    tried = [
        _assign(it, heads, columns_named, seen, told) for it in ([_plain(kind)] if kind else headings.KINDS)
    ]
    found = _likeliest(tried)
    doubts = found.doubts
    least = max(
        (place + 1 for place in range(width) if place not in beyond and seen[place].filled == 1.0), default=1
    )
    needed = [found.mapping[it] for it in (*_AMOUNTS, "paid", "payee") if it in found.mapping]
    return Layout(
        kind=_kind(found, kind, columns, columns_named, name) if found.kind == "payments" else found.kind,
        header_line=rows[header].line if header is not None else None,
        columns=columns_named,
        mapping=found.mapping,
        sure=found.sure,
        doubts=doubts,
        fingerprint=fingerprint,
        least=min(max([least, *(it + 1 for it in needed)]) if sample else width, width),
        beyond=beyond,
        day_first=told.day_first,
    )


def _plain(kind: str) -> str:
    return "payments" if kind == "cards" else kind


def _header(rows: list[Row], kind: str | None) -> int | None:
    """Which row has the headings: the one that names most fields; None where the first row is already data."""
    kinds = (_plain(kind),) if kind else headings.KINDS
    best, where = 1, None
    for place, row in enumerate(rows[:DEEPEST_HEADING]):
        cells = [it for it in row.cells if it.strip()]
        if any(dates.like(it.strip()) for it in cells):  # headings have no days in them
            continue
        if len(cells) > 1 and (named := max(headings.recognised(cells, it) for it in kinds)) > best:
            best, where = named, place
            if best * 2 > len(cells):  # no row below can be likelier
                break
    if where is not None:
        return where
    first = look([it for it in rows[0].cells if it.strip()])
    later = look([cell for row in rows[1:20] for cell in row.cells])
    wordy = first.letters == 1 and len(rows[0].cells) > 2 and not first.date
    return 0 if wordy and later.date + later.money > 0.15 and first.distinct == 1 else None


def _distinct(heads: list[str]) -> list[str]:
    out: list[str] = []
    for place, head in enumerate(heads, 1):
        name = " ".join(head.split())
        out.append(
            name if name and name not in out else f"{name} (column {place})" if name else f"column {place}"
        )
    return out


def _fingerprint(heads: list[str], seen: list[Looks]) -> str:
    """The same for the same headings, whatever their case; without any, for columns that look alike."""
    if heads:
        what = "\n".join(" ".join(it.casefold().split()) for it in heads)
    else:
        what = f"no headings\n{len(seen)}\n" + "".join(
            "d" if it.date > 0.8 else "m" if it.pence > 0.8 else "." for it in seen
        )
    return hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass
class _Assigned:
    kind: str
    mapping: dict[str, int]
    sure: dict[str, float]
    doubts: list[str]
    merit: float


def _assign(
    kind: str, heads: list[str], columns: list[str], seen: list[Looks], told: Correction
) -> _Assigned:
    """The best fields for the columns taken together, what a person told of them first."""
    fields = {it.name: it for it in headings.lexicon().fields[kind]}
    mapping: dict[str, int] = {}
    sure: dict[str, float] = {}
    doubts: list[str] = []
    for name, heading in told.columns.items():
        if name in fields and heading is not None and heading in columns:
            mapping[name], sure[name] = columns.index(heading), 1.0
    free = [place for place in range(len(heads)) if place not in mapping.values() and heads[place]]
    open_fields = [it for name, it in fields.items() if name not in told.columns]
    _by_heading(open_fields, free, heads, seen, mapping, sure)
    by_heading = set(mapping)
    merit = sum(sure.values()) / max(len(heads), 1)
    merit += sum(max((sure.get(it, 0) for it in group), default=0) for group in _KEYS[kind]) / len(
        _KEYS[kind]
    )
    _by_content(kind, fields, told, columns, seen, mapping, sure, doubts)
    merit += 0.0 if heads else sum(sure.values()) / 10
    if kind == "payments" and "paid" not in mapping and "paid" not in told.columns:
        _date_standing_in(mapping, sure, columns, seen, doubts)
    for name, place in mapping.items():
        if (
            name in by_heading
            and sure[name] < UNSURE
            and not name.startswith(".")
            and heads
            and place < len(heads)
            and heads[place]
        ):
            doubts.append(
                f"The column ‘{columns[place]}’ was taken for {_said(name)}, and that is not sure: check it."
            )
    return _Assigned(kind, mapping, sure, doubts, merit)


def _by_heading(
    fields: list[Field],
    free: list[int],
    heads: list[str],
    seen: list[Looks],
    mapping: dict[str, int],
    sure: dict[str, float],
) -> None:
    scores = [[0.0] * len(free) for _ in fields]
    for down, each in enumerate(fields):
        for across, place in enumerate(free):
            if (said := headings.score(heads[place], each)) and (fit := fits(each.looks, seen[place])):
                scores[down][across] = 0.75 * said + 0.25 * fit - 1e-4 * across
    for down, found in enumerate(assign(scores)):
        if found is not None and scores[down][found] > 0.4:
            mapping[fields[down].name] = free[found]
            sure[fields[down].name] = round(scores[down][found], 2)


def _by_content(
    kind: str,
    fields: dict[str, Field],
    told: Correction,
    columns: list[str],
    seen: list[Looks],
    mapping: dict[str, int],
    sure: dict[str, float],
    doubts: list[str],
) -> None:
    """Fields that such a table must have and no heading names, taken by what the columns look like."""
    if kind != "payments":
        return
    bare = all(it.startswith("column ") for it in columns)

    def take(name: str, merits: dict[int, float], least: float) -> None:
        left = {place: it for place, it in merits.items() if place not in mapping.values() and it >= least}
        if name in mapping or name in told.columns or not left:
            return
        place = max(left, key=lambda it: (left[it], -it))
        mapping[name], sure[name] = place, round(0.3 + 0.4 * min(left[place], 1), 2)
        doubts.append(
            f"The column ‘{columns[place]}’ was taken for {_said(name)} by what stands in it: check it."
        )

    places = range(len(columns))
    if not any(it in mapping for it in _AMOUNTS):
        take(
            "amount",
            {
                it: seen[it].pence + 0.2 * seen[it].money - seen[it].date
                for it in places
                if seen[it].money > 0.9
            },
            0.3,
        )
    if not any(it in mapping for it in ("paid", "invoiced", ".period")):
        take("paid", {it: seen[it].date for it in places if seen[it].whole < 0.5 or bare}, 0.8)
    take(
        "payee",
        {
            it: seen[it].named * 2 + seen[it].distinct * 0.5
            for it in places
            if seen[it].letters > 0.8 and not seen[it].link
        },
        0.3,
    )
    if bare:
        take("vat_number", {it: seen[it].vat for it in places if seen[it].whole < 0.9}, 0.5)
        take(
            "transaction_no",
            {
                it: seen[it].distinct
                for it in places
                if seen[it].money < 0.9 or seen[it].whole > 0.9
                if seen[it].letters < 0.5 and not seen[it].date
            },
            0.9,
        )
        take(
            "purpose",
            {
                it: seen[it].length / 100 + seen[it].distinct
                for it in places
                if seen[it].letters > 0.8 and not seen[it].link
            },
            0.1,
        )
        take(
            "service",
            {it: 1.2 - seen[it].distinct for it in places if seen[it].letters > 0.8 and not seen[it].link},
            0.3,
        )


def _date_standing_in(
    mapping: dict[str, int], sure: dict[str, float], columns: list[str], seen: list[Looks], doubts: list[str]
) -> None:
    """A file that gives another date and no day of payment: that date stands for it, and is said to."""
    for name in ("invoiced", ".period", "received"):
        if name in mapping and (seen[mapping[name]].date >= 0.5 or seen[mapping[name]].serial > 0.9):
            mapping["paid"], sure["paid"] = mapping.pop(name), sure.pop(name)
            doubts.append(f"No column gives the day of payment: ‘{columns[mapping['paid']]}’ stands for it.")
            return


def _said(name: str) -> str:
    return {"payee": "the payee", "paid": "the date paid", "vat": "the VAT"}.get(
        name, "the " + name.strip(".").replace("_", " ")
    )


def _likeliest(tried: list[_Assigned]) -> _Assigned:
    """The kind of table whose fields fit best, of those that it has all it needs for. Raises NotASpendTable."""
    whole = [it for it in tried if not _lacks(it)]
    if not whole:
        raise NotASpendTable(_lacks(tried[0]))
    return max(whole, key=lambda it: it.merit)


def _lacks(found: _Assigned) -> str:
    """What is missing without which a table is not of its kind; nothing where it is."""
    has = found.mapping.keys()
    if found.kind == "contracts":
        whole = has & {"title", "reference"} and has & {"supplier_name", "value", "annual_value"}
        return "" if whole else "it has no titles of contracts with their suppliers or values"
    if found.kind == "orders":
        return "" if has >= {"order_no", "amount"} else "it has no order numbers with their amounts"
    if not has & set(_AMOUNTS):
        return "no column of amounts was recognised in it"
    return "" if has & {"payee", "paid"} else "neither a payee nor a date of payment was recognised in it"


def _kind(found: _Assigned, told: str | None, columns: list[list[str]], named: list[str], name: str) -> str:
    """Payments or card purchases, judged by the columns; the file's name decides only what they leave open."""
    if told in ("cards", "payments"):
        return told
    if "card" in found.mapping:
        marks = [it.strip().casefold() for it in columns[found.mapping["card"]] if it.strip()]
        cardish = card_marks(named[found.mapping["card"]])
        if marks:
            share = sum(it in cardish for it in marks) / len(marks)
            return "cards" if share > 0.5 else "payments"
    words = {word for it in named for word in headings.words(it)}
    merchants = "payee" in found.mapping and "merchant" in headings.words(named[found.mapping["payee"]])
    if "merchant_category_code" in found.mapping or merchants or words & {"cardholder", "mcc"}:
        return "cards"
    plain = name.casefold().replace("_", " ").replace("-", " ")
    if any(it in plain for it in _CARD_NAMES) and not words & {"invoice"}:
        found.doubts.append("It was taken for card purchases by its name: say so if they are payments.")
        return "cards"
    return "payments"


def card_marks(heading: str) -> frozenset[str]:
    """What a cell says, small, of a payment by card; a bare yes does only in a column that asks whether it was."""
    return _CARD_WORDS | _YES if "card" in headings.words(heading) else _CARD_WORDS
