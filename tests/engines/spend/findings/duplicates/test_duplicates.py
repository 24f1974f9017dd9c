"""Each kind of duplicate is found where it was put, once, and nothing is where nothing was put."""

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from tests.engines.spend.findings.duplicates.councils import Row, clean, numbered, row
from tests.engines.spend.ledgers import ledger_of

from moothall.engines.spend.findings.finding import Finding, Settings
from moothall.engines.spend.findings.registry import tests as all_tests
from moothall.engines.spend.findings.running import Found, find
from moothall.engines.spend.ledger import Ledger

pytestmark = pytest.mark.once

SETTINGS = Settings(as_at=date(2025, 4, 1))
KINDS = [code for code, it in all_tests().items() if it.family == "duplicates"]


def company(name: str, base: int = 20_000, pounds: int = 500) -> list[Row]:
    """An ordinary supplier's year: a bill each fortnight, each number and amount once."""
    return [
        row(name, 14 * at, f"{pounds + 37 * at}.{(at * 29) % 90 + 10}", f"{base + 83 * at}")
        for at in range(24)
    ]


# kind -> the first payment, what was paid again, and the money that was paid too much
PLANTED: dict[str, tuple[list[Row], list[Row], str]] = {
    "duplicate-same-invoice": (
        [row("Ash Ltd", 100, "713.45", "21990")],
        [row("Ash Ltd", 117, "713.45", "21990"), row("Ash Ltd", 121, "713.45", "21-990")],
        "1426.90",
    ),
    "duplicate-other-number": (
        [row("Birch Ltd", 100, "1818.37", "22044")],
        [row("Birch Ltd", 104, "1818.37", "STMT/7")],
        "1818.37",
    ),
    "duplicate-other-supplier": (
        [row("Cedar Ltd", 100, "990.19", "2208861")],
        [row("Quite Another Firm", 109, "990.19", "2208861")],
        "990.19",
    ),
    "duplicate-supplier-twice": (
        [row("Dogwood Ltd", 100, "655.31", "229917", ref="100")],
        [row("Dogwood Limited", 109, "655.31", "229917", ref="9817")],
        "655.31",
    ),
    "duplicate-near-number": (
        [row("Elder Ltd", 100, "2212.94", "23405")],
        [row("Elder Ltd", 111, "2212.94", "O23405")],
        "2212.94",
    ),
    "duplicate-net-and-gross": (
        [row("Fir Ltd", 100, "1333.31", "24881")],
        [row("Fir Ltd", 111, "1599.97", "24881")],
        "1333.31",
    ),
    "duplicate-reversed-digits": (
        [row("Gorse Ltd", 100, "1462.80", "25118")],
        [row("Gorse Ltd", 111, "1642.80", "25118")],
        "1462.80",
    ),
    "duplicate-by-card": (
        [row("Hazel Ltd", 100, "418.83", "26004")],
        [row("HAZEL LTD", 106, "418.83", kind="card", supplier="Hazel Ltd")],
        "418.83",
    ),
    "duplicate-vat": (
        [],
        [row("Ivy Ltd", 100, "1000.00", "27003", net="1000.00", vat="400.00", gross="1400.00")],
        "200.00",
    ),
    "duplicate-full-and-parts": (
        [row("Juniper Ltd", 100, "3000.75", "28119")],
        [row("Juniper Ltd", 110, "1000.25", "28119/1"), row("Juniper Ltd", 120, "2000.50", "28119/2")],
        "3000.75",
    ),
    "duplicate-beyond-order": (
        [row("Larch Ltd", 100, "5000.00", "29119", order_no="PO7")],
        [row("Larch Ltd", 160, "4100.00", "30144", order_no="PO7")],
        "4100.00",
    ),
}
NAMES = [*["Ash", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch"]]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Found, list[Row]]]:
    rows = [*clean(), *(it for name in NAMES for it in company(f"{name} Ltd"))]
    rows += company("Quite Another Firm", 70_000)
    for first, again, _ in PLANTED.values():
        rows += first + again
    rows = numbered(rows)
    orders = [{"order_no": "PO7", "supplier_name": "Larch Ltd", "amount": "5000"}]
    with ledger_of(tmp_path_factory.mktemp("planted"), rows, orders=orders) as ledger:
        yield ledger, find(ledger, SETTINGS, only=KINDS), rows


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    with ledger_of(tmp_path_factory.mktemp("clean"), numbered(clean())) as ledger:
        yield find(ledger, SETTINGS, only=KINDS)


def ids(rows: list[Row], wanted: list[Row]) -> set[int]:
    return {
        at
        for at, it in enumerate(rows, start=1)
        if any(all(it[key] == value for key, value in want.items()) for want in wanted)
    }


@pytest.mark.parametrize("kind", PLANTED)
def test_each_kind_is_found_where_it_was_put(kind: str, planted: tuple[Ledger, Found, list[Row]]) -> None:
    _, found, rows = planted
    first, again, stake = PLANTED[kind]
    about = [it.finding for it in found.findings if ids(rows, again) & set(it.finding.payments)]
    assert [it.test for it in about] == [kind]
    assert about[0].likely
    assert set(about[0].payments) == ids(rows, again)
    assert set(about[0].beside) == ids(rows, first)
    assert about[0].amount == Decimal(stake)


def test_nothing_else_is_called_likely(planted: tuple[Ledger, Found, list[Row]]) -> None:
    _, found, rows = planted
    put = ids(rows, [it for _, again, _ in PLANTED.values() for it in again])
    wrong = [it.finding for it in found.findings if it.likely and not set(it.finding.payments) <= put]
    assert not wrong


def test_a_clean_ledger_has_no_likely_duplicate(quiet: Found) -> None:
    assert not [it.finding for it in quiet.findings if it.likely]
    assert len(quiet.findings) < 15, "and little that is worth a look"


def test_what_could_not_be_run_says_why(quiet: Found) -> None:
    assert quiet.not_run["duplicate-by-card"] == "These files have no payments by card."
    assert quiet.not_run["duplicate-vat"] == "These files have no VAT."
    assert "duplicate-same-invoice" in quiet.ran


@pytest.mark.parametrize("code", sorted(all_tests()))
def test_every_test_has_its_page(code: str) -> None:
    test = all_tests()[code]
    page = sys.modules[test.find.__module__].__doc__ or ""
    assert len(page) > 200 and test.about.strip(), "what it looks for, what it is not, and where it is from"
    assert 0 < test.prior < 1 and 0 <= test.recoverable <= 1
    assert test.title and code.startswith(tuple("abcdefghijklmnopqrstuvwxyz"))


def test_every_finding_can_be_traced(planted: tuple[Ledger, Found, list[Row]]) -> None:
    ledger, found, _ = planted
    there = {row[0] for row in ledger.rows("SELECT id FROM payment")}
    assert found.findings
    for it in found.findings:
        finding: Finding = it.finding
        assert 0 <= finding.likelihood <= 1 and finding.amount > 0 and finding.payments
        assert {*finding.payments, *finding.beside} <= there
        assert not set(finding.payments) & set(finding.beside)


def test_a_test_that_is_not_there_is_refused(planted: tuple[Ledger, Found, list[Row]]) -> None:
    with pytest.raises(ValueError, match="There is no test duplicate-nothing"):
        find(planted[0], SETTINGS, only=["duplicate-nothing"])


LOOKS_ALIKE: dict[str, list[Row]] = {
    "one invoice over two services": [
        row("Ash Ltd", 100, "713.45", "21990", service="Parks", transaction_no="D1"),
        row("Ash Ltd", 100, "713.45", "21990", service="Roads", transaction_no="D1"),
    ],
    "the next number at one price": [
        row("Ash Ltd", 100, "713.45", "20620"),
        row("Ash Ltd", 107, "713.45", "20621"),
    ],
    "credited and billed again under another number": [
        row("Ash Ltd", 100, "713.45", "21990"),
        row("Ash Ltd", 130, "-713.45", "C881"),
        row("Ash Ltd", 135, "713.45", "21990"),
    ],
    "parts of one bill": [
        row("Ash Ltd", 100, "713.45", "21990A"),
        row("Ash Ltd", 130, "713.45", "21990B"),
    ],
    "a number that says it is none": [
        row("Ash Ltd", 100, "713.45", "VARIOUS"),
        row("Ash Ltd", 190, "713.45", "VARIOUS"),
    ],
    "a number that is the day": [
        row("Ash Ltd", 100, "700.00", "100724"),
        row("Ash Ltd", 100, "700.00", "100724", service="Parks"),
    ],
    "a price with VAT and one without, of two invoices": [
        row("Ash Ltd", 100, "100.00", "21990"),
        row("Ash Ltd", 104, "120.00", "22044"),
    ],
}


CREDITED = [
    row("Part Credit", 100, "640.19", "24177"),
    row("Part Credit", 104, "640.19", "24177"),
    row("Part Credit", 130, "-300.00", "24177"),
]
RENT = [row("Harbour Estates", 30 * at, "4250.00", f"R{at + 1001}") for at in range(12)]
LINES = [
    row("Many Lines", 3 * at, f"{80 + at}.17", f"{3000 + 11 * at}", service=centre)
    for at in range(30)
    for centre in ("Parks", "Parks", "Roads")
]


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Finding]]]:
    """What is found of each payee, where each case has a supplier of its own."""
    rows: list[Row] = []
    for at, (name, case) in enumerate([*LOOKS_ALIKE.items(), ("Part Credit", CREDITED)]):
        rows += [{**it, "payee": name} for it in [*company("", 20_000 + 7 * at, 500 + 3 * at), *case]]
    rows += [*RENT, row("Harbour Estates", 95, "4250.00", "R1004"), *LINES]
    with ledger_of(tmp_path_factory.mktemp("alike"), numbered(rows)) as ledger:
        of: dict[str, list[Finding]] = {}
        for it in find(ledger, SETTINGS, only=KINDS).findings:
            for payee in {rows[id - 1]["payee"] for id in it.finding.payments}:
                of.setdefault(payee, []).append(it.finding)
        yield of


@pytest.mark.parametrize("name", LOOKS_ALIKE)
def test_what_only_looks_like_one_is_not_likely(name: str, alike: dict[str, list[Finding]]) -> None:
    assert not [it for it in alike.get(name, []) if it.likely]


def test_a_part_credit_lessens_what_is_at_stake(alike: dict[str, list[Finding]]) -> None:
    (found,) = (it for it in alike["Part Credit"] if it.likely)
    assert found.amount == Decimal("340.19")
    assert found.facts["Taken off for credits"] == "£300.00"


def test_an_extra_payment_of_a_rent_is_found_by_its_number(alike: dict[str, list[Finding]]) -> None:
    (found,) = alike["Harbour Estates"]
    assert found.test == "duplicate-same-invoice" and found.likely


def test_lines_numbered_one_by_one_are_still_one_document(alike: dict[str, list[Finding]]) -> None:
    assert "Many Lines" not in alike
