"""The report's findings: which stand out, the first with the rows behind them, and a section for each family.

What could be asked back stands apart from spending to look at, everywhere: they are worth a look for other reasons,
and their pounds are no like pounds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from moothall.engines.spend.findings.finding import SpendTest
from moothall.engines.spend.findings.ranking import Ranked
from moothall.engines.spend.findings.registry import tests
from moothall.kit.documents.model import Block, Link, List, Text, cell
from moothall.kit.numbers import counted
from moothall.recipes.spend_scan.evidence import Line, Place
from moothall.recipes.spend_scan.reporting.blocks import bars, bullets, heading, notice, said, table
from moothall.recipes.spend_scan.result import Scan
from moothall.recipes.spend_scan.words import percent, pounds, whole_pounds

# findings shown with the rows behind them: of money that can come back, and of spending to look at
BEST = {True: 20, False: 8}
MOST_BILLS = 10  # of those, each
MOST_LISTED = 30  # findings listed of one test
STANDING_OUT = 6
FAMILIES = {
    "duplicates": "Paid twice",
    "splitting": "Split under a threshold",
    "contracts": "Contracts",
    "buying": "How things are bought",
    "paying": "How bills are paid",
    "staffing": "Agency staff and consultants",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What one test found: its open findings with their places in the ranking."""

    test: SpendTest
    found: tuple[tuple[int, Ranked], ...]

    @property
    def likely(self) -> tuple[tuple[int, Ranked], ...]:
        return tuple(it for it in self.found if it[1].likely)

    @property
    def at_stake(self) -> Decimal:
        return sum((it.finding.amount for _, it in self.likely), Decimal(0))

    @property
    def in_all(self) -> Decimal:
        return sum((it.finding.amount for _, it in self.found), Decimal(0))

    @property
    def expected(self) -> Decimal:
        return sum((it.expected for _, it in self.found), Decimal(0))


def told(scan: Scan) -> list[Told]:
    """Every test that found something still open: first those of money that can come back, each by what to expect."""
    found: dict[str, list[tuple[int, Ranked]]] = defaultdict(list)
    for rank, it in enumerate(scan.ranked, 1):
        if it.open:
            found[it.finding.test].append((rank, it))
    known = tests()
    made = [Told(known[code], tuple(some)) for code, some in found.items() if code in known]
    return sorted(made, key=lambda it: (not it.test.comes_back, -it.expected, -it.at_stake, it.test.code))


def standing_out(scan: Scan) -> Iterator[Block]:
    """In short: one line a test, the likely findings of money that can come back only."""
    found = [it for it in told(scan) if it.likely and it.test.comes_back]
    if not found:
        yield said(
            "No money is likely enough to come back to stand out. What is worth a look is listed below."
        )
        return
    yield said("What stands out, by the money that could be asked back:")
    yield List(tuple((said(*_in_a_line(scan, it)),) for it in found[:STANDING_OUT]))


def _in_a_line(scan: Scan, it: Told) -> Iterator[str | Link]:
    """'Same invoice twice: 22 likely findings, £10,444 at stake. The first: £3,310.40, Ash & Co (finding 4).'"""
    rank, first = it.likely[0]
    yield f"{it.test.title}: {counted(len(it.likely), 'likely finding')}, {whole_pounds(it.at_stake)} at stake. "
    who = _to(scan, first)
    yield f"The first: {pounds(first.finding.amount)}{who} ("
    shown = any(rank == at for at, _ in _first(scan, comes_back=it.test.comes_back))
    yield Link((Text(f"finding {rank}"),), f"#finding-{rank}") if shown else f"finding {rank}"
    yield ")."


def what_tests_found(scan: Scan) -> Iterator[Block]:
    """A row for each test that found something, money that can come back apart from spending to look at."""
    found = told(scan)
    back = [it for it in found if it.test.comes_back]
    look = [it for it in found if not it.test.comes_back]
    if back:
        numbers = ("Findings", "Likely", "At stake in the likely ones", "May be expected back")
        yield table(
            "Money that can come back: what each test found",
            ("Test", *numbers),
            [(it.test.title, len(it.found), len(it.likely), it.at_stake, it.expected) for it in back],
            numeric=numbers,
        )
        yield said(
            "The sums of different tests overlap, so they are not added up. ‘May be expected back’ is the amount at "
            "stake, times how likely the finding is, times the share that such findings bring back when they are "
            "right: a way to put them in order, not a forecast."
        )
    if look:
        yield table(
            "Spending to look at: what each test found",
            ("Test", "Findings", "Likely", "At stake in all"),
            [(it.test.title, len(it.found), len(it.likely), it.in_all) for it in look],
            numeric=("Findings", "Likely", "At stake in all"),
        )
        yield said(
            "This is how money was spent and ordered: nobody owes it back, and much of it will be as it should."
        )
    chart = bars(
        "Likely findings by test",
        "Test",
        "likely findings",
        [(it.test.title, Decimal(len(it.likely))) for it in found if it.likely],
        "How many likely findings each test has; the table gives the numbers.",
        is_money=False,
    )
    if chart:
        yield chart


def _first(scan: Scan, *, comes_back: bool) -> list[tuple[int, Ranked]]:
    """The first open findings of money that can come back, or of spending to look at, with their ranks."""
    some = [(at, it) for at, it in enumerate(scan.ranked, 1) if it.open and it.comes_back == comes_back]
    return some[: BEST[comes_back]]


def best(scan: Scan) -> Iterator[Block]:
    """The first findings of each kind, each with where its rows stand."""
    back, look = _first(scan, comes_back=True), _first(scan, comes_back=False)
    yield heading("Money that can come back: look at these first", id="first")
    if not back:
        yield said("Nothing was found that could be asked back.")
    else:
        yield said(
            f"The first {counted(len(back), 'finding')} by the money each may be expected to bring back. {_ROWS}"
        )
        if len(scan.payments) == 1:
            yield said(f"All of them are rows of {scan.payments[0].name}.")
    for rank, it in back:
        yield from _shown(scan, rank, it)
    if look:
        yield heading("Spending to look at", id="look")
        yield said(
            "Nobody owes this back; it might be bought, ordered or paid for otherwise. "
            f"The first {counted(len(look), 'finding')}, by what a look may be worth."
        )
    for rank, it in look:
        yield from _shown(scan, rank, it)


_ROWS = (
    "Row numbers count the physical lines of the file from 1, its heading included, so that each can be "
    "opened and checked."
)


def _shown(scan: Scan, rank: int, it: Ranked) -> Iterator[Block]:
    """One finding in full, with the rows behind it."""
    finding = it.finding
    known = tests().get(finding.test)
    title = f"{rank}. {known.title if known else finding.test}{_to(scan, it)}: {pounds(finding.amount)}"
    yield heading(title, 3, f"finding-{rank}")
    likely = "Likely" if it.likely else "Worth a look"
    yield said(f"{finding.explanation} {likely} ({percent(it.likelihood)}).")
    if finding.facts:
        yield bullets(f"{label}: {value}" for label, value in finding.facts.items())
    yield from _rows_behind(scan, rank, it)


def _to(scan: Scan, it: Ranked) -> str:
    supplier = scan.supplier(it)
    return f", {supplier}" if supplier else ""


def _rows_behind(scan: Scan, rank: int, it: Ranked) -> Iterator[Block]:
    """A row of the table for each invoice, with the rows of the file that it stands on."""
    finding = it.finding
    found = _bills(scan.evidence.lines(finding.payments))
    beside = _bills(scan.evidence.lines(finding.beside))
    if not found:
        return
    files = _short_names(scan)
    columns = [
        *(("Part",) if beside else ()),
        *(("File",) if len(files) > 1 else ()),
        *("Rows", "Supplier", "Paid", "Reference", "Amount"),
    ]
    rows = [
        [
            *((part,) if beside else ()),
            *((files[bill[0].place],) if len(files) > 1 else ()),
            runs([line.row for line in bill]),
            bill[0].supplier,
            bill[0].paid.isoformat() if bill[0].paid else "no date",
            bill[0].reference,
            _sum([line.amount for line in bill]),
        ]
        for part, bills in (("Found", found), ("Set beside", beside))
        for bill in bills[:MOST_BILLS]
    ]
    yield table(f"The rows behind finding {rank}", columns, rows, numeric=("Amount",))
    in_all = _sum([line.amount for bill in found for line in bill])
    words = f"The {counted(len(finding.payments), 'row')} found come to {pounds(in_all)}."
    if max(len(found), len(beside)) > MOST_BILLS:
        words += (
            f" The first {MOST_BILLS} bills are shown; all are in findings.json, and in findings.xlsx on the sheet "
            f"‘evidence’ under {rank}."
        )
    if len(finding.payments) > 1:
        yield said(words)


def _bills(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand together: of one file, supplier, day and reference, in the order of the first of each."""
    bills: dict[tuple[object, ...], list[Line]] = {}
    for it in lines:
        bills.setdefault((it.place, it.supplier, it.paid, it.reference or it.payment), []).append(it)
    return list(bills.values())


def runs(rows: Sequence[int]) -> str:
    """Row numbers shortly.

    >>> runs([8, 3, 4, 5, 9])
    '3–5, 8–9'
    """
    ordered = sorted(rows)
    begun = [it for at, it in enumerate(ordered) if not at or it > ordered[at - 1] + 1]
    ended = [it for at, it in enumerate(ordered) if at + 1 == len(ordered) or ordered[at + 1] > it + 1]
    return ", ".join(
        f"{one}" if one == last else f"{one}–{last}" for one, last in zip(begun, ended, strict=True)
    )


def _short_names(scan: Scan) -> dict[Place, str]:
    """Each table of payments as the report calls it: without its folders and its zip, where that is enough."""
    places = [Place(it.name, it.sheet) for it in scan.payments]
    names = [f"{it.file.rpartition('/')[2]}{f', {it.sheet}' if it.sheet else ''}" for it in places]
    if len(set(names)) < len(names):
        names = [f"{it.file}{f', {it.sheet}' if it.sheet else ''}" for it in places]
    return dict(zip(places, names, strict=True))


def families(scan: Scan) -> Iterator[Block]:
    """A section for each family of tests, in the order of the first of its tests."""
    of: dict[str, list[Told]] = defaultdict(list)
    for it in told(scan):
        of[it.test.family].append(it)
    for family, some in of.items():
        yield heading(FAMILIES.get(family, family.capitalize()))
        for it in some:
            yield heading(it.test.title, 3)
            yield from (said(it) for it in _paragraphs(it.test.about))
            yield from _listed(scan, it)
    quiet = [it.title for code, it in tests().items() if code in scan.found.ran and code not in _codes(scan)]
    if quiet:
        yield heading("Looked for and not found")
        yield bullets(quiet)


def _paragraphs(about: str) -> Iterator[str]:
    """A test's page without its sources, which are for whoever reads the code."""
    for paragraph in about.split("\n\n"):
        words = " ".join(paragraph.split())
        if words and not words.startswith("Source"):
            yield words


def _listed(scan: Scan, it: Told) -> Iterator[Block]:
    shown = it.found[:MOST_LISTED]
    shared, own = apart([one.finding.explanation for _, one in shown])
    if shared:
        yield said(f"Of all of these: {shared}")
    yield table(
        f"{it.test.title}: " + counted(len(it.found), "finding"),
        ("Finding", "What was seen", "Supplier", "At stake", "How likely"),
        [
            (cell(rank, str(rank)), words, scan.supplier(one), one.finding.amount, percent(one.likelihood))
            for (rank, one), words in zip(shown, own, strict=True)
        ],
        numeric=("Finding", "At stake", "How likely"),
    )
    if len(it.found) > MOST_LISTED:
        yield said(f"The other {len(it.found) - MOST_LISTED:,} are in findings.xlsx.")


_SENTENCES = re.compile(r"(?<=[.?!]) (?=[A-Z£‘])")


def apart(explanations: Sequence[str]) -> tuple[str, list[str]]:
    """The sentences that several explanations all have, and what each says beside them.

    >>> apart(["Twice paid. £5 on Monday.", "Twice paid. £7 on Friday."])
    ('Twice paid.', ['£5 on Monday.', '£7 on Friday.'])
    """
    each = [_SENTENCES.split(it) for it in explanations]
    shared = [it for it in each[0] if all(it in other for other in each)] if len(each) > 1 else []
    if any(len(shared) == len(it) for it in each):  # nothing would be left to say
        return "", list(explanations)
    return " ".join(shared), [" ".join(it for it in one if it not in shared) for one in each]


def reviewed(scan: Scan) -> Iterator[Block]:
    """What came of findings that somebody reviewed before."""
    some = [it for it in scan.ranked if not it.open]
    if not some:
        return
    yield heading("Reviewed before")
    counts: dict[str, list[Ranked]] = defaultdict(list)
    for it in some:
        assert it.outcome is not None
        counts[it.outcome.result].append(it)
    yield table(
        "What came of findings",
        ("Result", "Findings", "At stake", "Recovered"),
        [
            (
                name,
                len(of),
                _sum([it.finding.amount for it in of]),
                _sum([it.outcome.recovered for it in of if it.outcome]),
            )
            for name, of in sorted(counts.items())
        ],
        numeric=("Findings", "At stake", "Recovered"),
    )
    yield notice("They are left out of the lists above, and have taught the order of what is there.")


def _codes(scan: Scan) -> set[str]:
    return {it.finding.test for it in scan.ranked}


def _sum(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
