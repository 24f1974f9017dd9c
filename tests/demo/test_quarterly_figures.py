"""Every number of the demonstration's quarterly reports, worked out again from its raw files.

The files are read with csv and openpyxl and judged with plain arithmetic: nothing here comes from Moothall's reading,
status or chart code. Each table is compared cell by cell, and every number in prose has to be one that was worked out.
The drawing of a chart is left out: the table beside it says the same. Commentary has to be what was written, word for
word.
"""

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from tests.demonstration import Demonstration, demonstration

from moothall import figures
from moothall.kit.documents.json import to_json
from moothall.performance.quarterly import queries
from moothall.performance.quarterly.models import Report
from moothall_demo import council, files, spending
from moothall_demo.clinics import HAPPENED
from moothall_demo.commentary import TEXTS, Text
from moothall_demo.series import LAST

__all__ = ["demonstration"]
pytestmark = pytest.mark.once

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NAMED = ("agency-spend", "budget-variance", "invoices-paid-in-time", "savings-delivered")
STATUSES = ("On track", "Close to target", "Off track", "No data", "No target")
REBASED = {it.measure: (it.on.year, it.on.month, it.on.day) for it in HAPPENED if it.kind == "rebase"}
Quarter = tuple[int, int]  # year and first month


class When(NamedTuple):
    """A period: its first year and month, and how many months it has."""

    year: int
    month: int
    months: int

    def moved(self, months: int) -> "When":
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return When(year, month + 1, self.months)

    @property
    def ends(self) -> int:
        """The number of the month after its last."""
        return self.year * 12 + self.month - 1 + self.months

    @property
    def label(self) -> str:
        if self.months == 1:
            return f"{MONTHS[self.month - 1]} {self.year}"
        began = self.year - (self.month < 4)
        years = f"{began}-{(began + 1) % 100:02}"
        return years if self.months == 12 else f"Q{(self.month - 4) % 12 // 3 + 1} {years}"


# --- the raw files ---


def when(text: str) -> When | None:
    if found := re.fullmatch(r"([A-Z][a-z]{2}) (\d{4})", text):
        return When(int(found[2]), MONTHS.index(found[1]) + 1, 1)
    if found := re.fullmatch(r"Q([1-4]) (\d{4})-\d\d", text):
        return When(int(found[2]), 4, 3).moved(3 * int(found[1]) - 3)
    if found := re.fullmatch(r"(\d{4})(?:/\d\d|-04-01/P1Y)", text):
        return When(int(found[1]), 4, 12)
    if found := re.fullmatch(r"(\d{4})-(\d\d)", text):
        return When(int(found[1]), int(found[2]), 1)
    return None


def rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
        return
    for sheet in openpyxl.load_workbook(path).worksheets:
        lines = list(sheet.iter_rows(values_only=True))
        top = next((n for n, line in enumerate(lines) if "Measure" in line), None)
        if top is None:
            continue  # a sheet about the workbook
        yield from (dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :])


def measures() -> dict[str, dict[str, Any]]:
    paths = (Path(figures.__file__).parent / "catalogue").rglob("*.toml")
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}


MEASURES = measures()
FINANCE = {path.stem for path in Path(figures.__file__).parent.glob("catalogue/finance/*.toml")}
MONEY = sorted({*NAMED, *FINANCE})
BY_NAME = {it["title"]: name for name, it in MEASURES.items()} | {name: name for name in MEASURES}
Held = dict[str, dict[When, Decimal | None]]


def held(folder: Path, *, late: bool = False) -> Held:
    """By measure, what the files say of each period: the council's own return before others; the last file rules.

    `late`: with what was loaded after the published reports were approved.
    """
    own: Held = {}
    elsewhere: Held = {}
    paths = [*files.write_all(folder, 7), files.correction(folder)]
    if late:
        paths.append(folder / spending.NAME)
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([spending.HEADER, *spending.rows(7)])
    for path in paths:
        for row in rows(path):
            if "indicator" in row and row["areacd"] == council.CODE:
                name, period, value, into = row["indicator"], row["period"], row["observation"], elsewhere
            elif "Measure" in row:
                name, period, value, into = row["Measure"], row["Period"], row["Value"], own
            else:
                continue
            at = when(str(period))
            if name in BY_NAME and at:
                text = re.sub(r",| ?\[[a-z]\]$", "", str(value))  # a marker may stand after the figure
                number = Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None
                into.setdefault(BY_NAME[name], {})[at] = number
    return elsewhere | own


# --- plain arithmetic ---


def rounded(value: Decimal | Fraction, name: str) -> Decimal:
    places = 10 ** MEASURES[name]["decimals"]
    scaled = abs(Fraction(value)) * places
    whole = (scaled + Fraction(1, 2)).__floor__()
    size = (Decimal(whole) / places).quantize(Decimal(1) / places, ROUND_HALF_UP)
    return -size if value < 0 else size


def said(value: Decimal | Fraction | None, name: str, missing: str = "No data") -> str:
    if value is None:
        return missing
    unit, number = MEASURES[name]["unit"], rounded(value, name)
    pound, percent = "£" if unit.startswith("£") else "", "%" if unit.startswith("%") else ""
    return f"{'−' if number < 0 else ''}{pound}{abs(number):,f}{percent}"


class Aim(NamedTuple):
    low: Decimal
    high: Decimal | None
    tolerance: Decimal


def aim(name: str, period: When) -> Aim | None:
    """The target on a period's last day."""
    if name not in council.TARGETS:
        return None
    grows = MEASURES[name]["basis"] == "year to date"
    first, after = (2026 * 12 + 8, 2026 * 12 + 9) if grows else (2025 * 12 + 3, None)
    last = period.ends - 1
    if last < first or (after is not None and last >= after):
        return None
    value, tolerance = council.TARGETS[name]
    low, _, high = value.partition(" to ")
    return Aim(Decimal(low), Decimal(high) if high else None, Decimal(tolerance))


class Stood(NamedTuple):
    name: str
    at: When | None
    value: Decimal | None
    target: Aim | None
    status: str
    travel: str
    before: Decimal | None
    year_before: Decimal | None
    yearly: bool


def stood(data: Held, name: str, quarter: Quarter) -> Stood:
    series, last = data.get(name, {}), quarter[0] * 12 + quarter[1] - 1 + 3
    ended = sorted(it for it in series if it.ends <= last)
    at = ended[-1] if ended else None
    if at and at.months < 12 and at.ends <= last - 3:
        at = None
    value = series.get(at) if at else None
    target = aim(name, at) if at else None
    year = series.get(at.moved(-12)) if at else None
    before = series.get(at.moved(-3)) if at and at.months < 12 else None
    return Stood(
        name, at, value, target, judged(name, value, target), moved(name, value, year), before, year,
        bool(at and at.months == 12),
    )  # fmt: skip


def judged(name: str, value: Decimal | None, target: Aim | None) -> str:
    polarity = MEASURES[name]["polarity"]
    if value is None:
        return "No data"
    if target is None or (polarity == "neither" and target.high is None):
        return "No target"
    read = rounded(value, name)
    if target.high is not None:
        gap = max(target.low - read, read - target.high)
    else:
        gap = target.low - read if polarity == "higher" else read - target.low
    return "On track" if gap <= 0 else "Close to target" if gap <= target.tolerance else "Off track"


def moved(name: str, now: Decimal | None, then: Decimal | None) -> str:
    if now is None or then is None:
        return "Cannot be said"
    one, other = rounded(now, name), rounded(then, name)
    if one == other:
        return "No change"
    way, polarity = ("Up" if one > other else "Down"), MEASURES[name]["polarity"]
    if polarity == "neither":
        return way
    return f"{way}, {'better' if (way == 'Up') == (polarity == 'higher') else 'worse'}"


class Stretch(NamedTuple):
    first: int
    after: int
    mean: Fraction
    width: Fraction
    count: int


def stretches(periods: list[When], values: list[Decimal | None], name: str) -> list[Stretch]:
    """Average and mean moving range (ranges of 3.267 times their mean left out once), anew after each rebase."""
    cuts = [0]
    if name in REBASED:
        year, month, day = REBASED[name]
        from_month = year * 12 + month - 1 + (day > 1)
        cuts += [n for n, it in enumerate(periods) if n and it.ends - it.months >= from_month][:1]
    found = []
    for first, after in zip(cuts, [*cuts[1:], len(values)], strict=True):
        part = values[first:after]
        known = [Fraction(it) for it in part if it is not None]
        pairs = pairwise(part)
        ranges = [abs(Fraction(b) - Fraction(a)) for a, b in pairs if a is not None and b is not None]
        typical = sum(ranges) / len(ranges)
        kept = [it for it in ranges if it < Fraction("3.267") * typical]
        width = Fraction("2.66") * sum(kept) / len(kept) if any(kept) else Fraction("2.66") * typical
        found.append(Stretch(first, after, sum(known) / len(known), width, len(known)))
    return found


class Charted(NamedTuple):
    periods: list[When]
    values: list[Decimal | None]
    stretches: list[Stretch]


def charted(data: Held, name: str, quarter: Quarter) -> Charted:
    last = quarter[0] * 12 + quarter[1] - 1 + 3
    there = sorted(it for it in data[name] if it.ends <= last)
    periods = [there[0]]
    while periods[-1] < there[-1]:
        periods.append(periods[-1].moved(periods[-1].months))
    values = [data[name].get(it) for it in periods]
    return Charted(periods, values, stretches(periods, values, name))


# --- what the document says ---


def words(node: Any) -> str:
    """The words of inline content."""
    return "".join(it["text"] if "text" in it else words(it["content"]) for it in node)


def grid(table: dict[str, Any]) -> list[list[str]]:
    return [[words(cell["content"]) for cell in row] for row in table["rows"]]


def titled(name: str) -> str:
    unit = MEASURES[name]["unit"].lstrip("%£").strip()
    return f"{MEASURES[name]['title']} ({unit})" if unit else MEASURES[name]["title"]


def told(target: Aim | None, name: str) -> str:
    if target is None:
        return "None"
    return said(target.low, name) + (f" to {said(target.high, name)}" if target.high is not None else "")


class Differs(AssertionError):
    """A number of the document is not what the raw files give."""


def same(found: Any, expected: Any, where: str) -> None:
    if found != expected:
        raise Differs(f"{where}: the report has {found!r}, the raw files give {expected!r}")


def check(document: dict[str, Any], data: Held, quarter: Quarter) -> int:
    """Compares every number; how many cells and sentences were compared. Raises Differs."""
    now = {name: stood(data, name, quarter) for name in asked(data)}
    then = When(*quarter, 3).moved(-3)
    before = [stood(data, name, (then.year, then.month)) for name in asked(data)]
    compared, under = 0, ""
    written = {
        it.measure: it for it in TEXTS if it.state == "approved" and within(it, quarter)
    }  # the last stays
    waiting: list[str] = []  # paragraphs of the commentary that was begun
    for block in document["blocks"]:
        if waiting and block["type"] == "Paragraph":
            same(words(block["content"]), waiting.pop(0), under)
            compared += 1
        elif waiting:
            raise Differs(f"{under}: the commentary stops before {waiting[0]!r}")
        elif block["type"] == "Heading" and block["id"].startswith("commentary-"):
            it = written.pop(block["id"].removeprefix("commentary-"))
            at = When(it.start.year, it.start.month, months(it.measure))
            same(words(block["content"]), f"Commentary on {at.label}", under)
            waiting = commented(it)
        elif block["type"] == "Heading":
            under = block["id"].removeprefix("measure-")
            prose(words(block["content"]), [When(*quarter, 3).label])
            compared += 1
        elif block["type"] == "Table":
            compared += tabled(block, now, before)
        elif block["type"] == "Chart":
            compared += drawn(block, charted(data, under, quarter), under)
        else:
            for text in paragraphs(block):
                sentence(text, now, data, quarter)
                compared += 1
    same(sorted(written), [], "commentary that the report leaves out")
    return compared


def months(name: str) -> int:
    return {"monthly": 1, "quarterly": 3, "annual": 12}[MEASURES[name]["frequency"]]


def within(it: Text, quarter: Quarter) -> bool:
    first = quarter[0] * 12 + quarter[1] - 1
    return first <= it.start.year * 12 + it.start.month - 1 and (
        When(it.start.year, it.start.month, months(it.measure)).ends <= first + 3
    )


def commented(it: Text) -> list[str]:
    """The paragraphs of a commentary."""
    found = []
    for name, text in (("What happened", it.happened), ("Why", it.why), ("What we will do", it.doing)):
        first, *others = text.split("\n\n")
        found += [f"{name}: {first}", *others]
    return [*found, *([f"By when: {it.by_when.day} {it.by_when:%B %Y}"] if it.by_when else [])]


def asked(data: Held) -> list[str]:
    names = [name for it in council.PRIORITIES for name in it.measures]
    return list(dict.fromkeys([*names, *(it for it in MONEY if it in data)]))


def paragraphs(block: Any) -> Iterator[str]:
    if block["type"] == "List":
        for item in block["items"]:
            for it in item:
                yield from paragraphs(it)
    else:
        yield words(block["content"])


def tabled(table: dict[str, Any], now: dict[str, Stood], before: list[Stood]) -> int:
    caption, found = table["caption"], grid(table)
    if caption == "Measures by status":
        counts, earlier = Counter(it.status for it in now.values()), Counter(it.status for it in before)
        expected = [(counts[it], earlier[it], counts[it] - earlier[it]) for it in STATUSES]
        signs = {True: "+", False: "−"}
        shown = [(str(a), str(b), f"{signs[c > 0]}{abs(c)}" if c else "0") for a, b, c in expected]
        same(list(zip(*(row[1:] for row in found), strict=True)), shown, caption)
        same([row[0] for row in found], ["This quarter", "Quarter before", "Change"], caption)
        same([it["name"] for it in table["columns"]][1:], list(STATUSES), caption)
        exact = [[Decimal(cell["number"]) for cell in row[1:]] for row in table["rows"]]
        same(list(zip(*exact, strict=True)), expected, caption)
    elif caption == "Off track, and whose it is":
        off = [it for it in now.values() if it.status == "Off track"]
        expected = [
            [MEASURES[it.name]["title"], said(it.value, it.name), told(it.target, it.name)] for it in off
        ]
        same([row[:3] for row in found], expected, caption)
        numbers(table, {1: [it.value for it in off], 2: [it.target.low for it in off]}, caption)
    elif caption == "Measures without data":
        without = [it for it in now.values() if it.status == "No data"]
        same([row[0] for row in found], [MEASURES[it.name]["title"] for it in without], caption)
        for row, it in zip(found, without, strict=True):
            prose(row[1], [it.at.label if it.at else ""])
    else:
        names = [it for it in MONEY if it in now] if caption == "Measures: Money" else None
        if names is None:
            names = next(list(it.measures) for it in council.PRIORITIES if caption == f"Measures: {it.title}")
        listed = [now[name] for name in names]
        same(found, [line(it) for it in listed], caption)
        shown = {
            1: [it.value for it in listed],
            3: [it.target.low if it.target and it.target.high is None else None for it in listed],
            6: [it.before for it in listed],
            7: [it.year_before for it in listed],
        }
        numbers(table, shown, caption)
        for row, it in zip(table["rows"], listed, strict=True):
            dated(row[1], it.at)
            dated(row[6], it.at and it.at.moved(-3))
            dated(row[7], it.at and it.at.moved(-12))
    return sum(map(len, found))


def line(it: Stood) -> list[str]:
    name = it.name
    before = "Yearly" if it.yearly else said(it.before, name)
    label = it.at.label if it.at else "No data"
    ends = (before, said(it.year_before, name))
    return [titled(name), said(it.value, name), label, told(it.target, name), it.status, it.travel, *ends]


def numbers(table: dict[str, Any], expected: dict[int, list[Decimal | None]], where: str) -> None:
    """The exact numbers behind the cells, for a spreadsheet: those named, and none elsewhere."""
    for place, row in enumerate(table["rows"]):
        for column, cell in enumerate(row):
            wanted = expected[column][place] if column in expected else None
            found = None if cell["number"] is None else Decimal(cell["number"])
            same(found, wanted, f"{where}, row {place + 1}, column {column + 1}")


def dated(cell: dict[str, Any], period: When | None) -> None:
    """A figure's link leads to its own period."""
    for it in cell["content"]:
        if it["type"] == "Figure" and period:
            same(it["href"].split("/")[-2], f"{period.year}-{period.month:02}-01", it["text"])


def drawn(chart: dict[str, Any], it: Charted, name: str) -> int:
    """The table of a chart, row by row, and the sentences that stand for its picture."""
    expected, targets = [], [aim(name, period) for period in it.periods]
    single = [it.low if it and it.high is None else None for it in targets]
    for part in it.stretches:
        limits = [said(end, name) for end in (part.mean, part.mean - part.width, part.mean + part.width)]
        for place in range(part.first, part.after):
            value = said(it.values[place], name, "no figure")
            target = [said(single[place], name, "no target")] if any(t is not None for t in single) else []
            expected.append([it.periods[place].label, value, *limits, *target])
    found = grid(chart["table"])
    same([row[:-1] for row in found], expected, chart["title"])
    for row in found:
        prose(row[-1], ["2 of 3", "of 7 or more", "one of 7 or more"])
    if any(cell["number"] is not None for row in chart["table"]["rows"] for cell in row):
        raise Differs(f"{name}: a number behind a cell that was not looked for")
    prose(chart["alt"], allowed(it, name, single[-1]))
    prose(chart["title"] + chart["source"] + chart["table"]["caption"], [])
    return sum(map(len, found))


def allowed(it: Charted, name: str, target: Decimal | None) -> list[str]:
    """What may be said in numbers of a chart: each worked out here."""
    part, place = it.stretches[-1], len(it.values) - 1
    low, mean, high = (said(part.mean + n * part.width, name) for n in (-1, 0, 1))
    value = it.values[place]
    labels = [period.label for period in it.periods]
    noun = {1: "months", 3: "quarters", 12: "years"}[it.periods[0].months]
    known = it.values[part.first :]
    runs = [run(known, lambda v: Fraction(v) > part.mean), run(known, lambda v: Fraction(v) < part.mean)]
    climbs = [steps(known, 1), steps(known, -1)]
    close = [
        sum(v is not None and side * (Fraction(v) - part.mean) > part.width * 2 / 3 for v in known[-3:])
        for side in (1, -1)
    ]
    return [
        f"{labels[place]} ({said(value, name)}) is above the upper limit of {high}",
        f"{labels[place]} ({said(value, name)}) is below the lower limit of {low}",
        *(
            f"the last {n} {noun} are all {way} the average of {mean}"
            for n, way in zip(runs, ("above", "below"), strict=True)
        ),
        *(f"each of the last {n} {noun} is {way} than" for n, way in zip(climbs, ("higher", "lower"), strict=True)),
        *(
            f"{n} of the last 3 {noun} are close to the {which} limit of {end}"
            for n, which, end in zip(close, ("upper", "lower"), (high, low), strict=True)
        ),
        *([f"The target of {said(target, name)}"] if target is not None else []),
        f"The average is {mean} and the limits are {low} and {high}, from {part.count} figures",
        f"{labels[place]} ({said(value, name)}) is within the usual range of {low} to {high}",
        *(f"{it.on.day} {it.on:%B %Y}" for it in HAPPENED if it.measure == name),
        *labels,
    ]  # fmt: skip


def run(values: list[Decimal | None], side: Callable[[Decimal], bool]) -> int:
    count = 0
    for value in reversed(values):
        if value is None or not side(value):
            break
        count += 1
    return count


def steps(values: list[Decimal | None], way: int) -> int:
    count = 0
    for now, before in zip(values[::-1], values[-2::-1], strict=False):
        if now is None or before is None or (now - before) * way <= 0:
            break
        count += 1
    return count


def sentence(text: str, now: dict[str, Stood], data: Held, quarter: Quarter) -> None:
    """A sentence outside the tables: of the whole, or of one measure's chart."""
    name = next((it for it in now if text.startswith(f"{MEASURES[it]['title']}: ")), None)
    if name:
        it = charted(data, name, quarter)
        target = aim(name, it.periods[-1])
        single = target.low if target and target.high is None else None
        prose(text, allowed(it, name, single))
        return
    if text.startswith("Improvement: "):
        prose(text, [MEASURES[name]["title"] for name in now])
        return
    travels = [it.travel for it in now.values()]
    better, worse = (sum(it.endswith(word) for it in travels) for word in ("better", "worse"))
    flat = travels.count("No change")
    rest = len(travels) - better - worse - flat
    known = [
        f"How {len(now)} measures stood at the end of {When(*quarter, 3).label}",
        f"better {better}, worse {worse}, no change {flat}, cannot be said {rest}",
        f"{MONTHS[quarter[1] + 1]} {quarter[0]}",
    ]
    month = re.search(r"[A-Z][a-z]+ to [A-Z][a-z]+ \d{4}", text)
    if month and str(quarter[0]) in month[0]:
        known.append(month[0])
    prose(re.sub(r"held on \d+ [A-Z][a-z]+ \d{4}", "", text), known)


def prose(text: str, known: list[str]) -> None:
    """Nothing numeric is left of a text once what was worked out is taken away."""
    left = text
    for it in sorted(filter(None, known), key=len, reverse=True):
        left = left.replace(it, "")
    if re.search(r"\d", left):
        raise Differs(f"a number that was not worked out from the raw files, in: {text} (left: {left})")


# --- the proof ---

QUARTERS = ((2026, 1), (2026, 4), (2026, 7))
DRAFT = (2026, 7)


def document_of(demonstration: Demonstration, quarter: Quarter) -> dict[str, Any]:
    """The report as it was frozen; the draft as it would be."""
    year, month = quarter
    report = Report.objects.get(organisation=demonstration.organisation, start__year=year, start__month=month)
    assert report.state == ("draft" if quarter == DRAFT else "published")
    live = quarter == DRAFT and queries.live(demonstration.person("director"), report, LAST).document
    found: dict[str, Any] = json.loads(to_json(live) if live else report.document)["document"]
    return found


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_number_equals_an_independent_computation(
    quarter: Quarter, demonstration: Demonstration, tmp_path: Path
) -> None:
    document = document_of(demonstration, quarter)
    assert check(document, held(tmp_path, late=quarter == DRAFT), quarter) > 1000
    outside = f"{document['title']} {document['subject']} {document['author']} {document['footer']}"
    prose(outside, [When(*quarter, 3).label])


def nodes(node: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Every place in the document where a number is written, drawings and addresses apart."""
    if isinstance(node, list):
        for it in node:
            yield from nodes(it)
    elif isinstance(node, dict):
        for key, value in node.items():
            numeric = isinstance(value, str) and re.search(r"\d", value)
            if numeric and key in ("text", "number", "alt"):
                yield node, key
            elif key != "svg":
                yield from nodes(value)


def altered(text: str, place: int) -> str:
    """The text with one digit another."""
    at = [found.start() for found in re.finditer(r"\d", text)]
    spot = at[place % len(at)]
    return f"{text[:spot]}{(int(text[spot]) + 1) % 10}{text[spot + 1 :]}"


def test_any_number_that_is_altered_is_found(demonstration: Demonstration, tmp_path: Path) -> None:
    """One digit at a time, in every number of the tables and the prose of which it is not itself the report's date."""
    document, data = document_of(demonstration, DRAFT), held(tmp_path, late=True)
    places = [it for block in document["blocks"] for it in nodes(block) if "held on" not in str(it[0][it[1]])]
    assert len(places) > 500
    found = 0
    picked = places[:: len(places) // 60]
    for turn, (node, key) in enumerate(picked):
        was = node[key]
        node[key] = altered(was, turn)
        with pytest.raises(Differs):
            check(document, data, DRAFT)
        node[key] = was
        found += 1
    assert found == len(picked)
    check(document, data, DRAFT)
