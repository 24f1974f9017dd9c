"""From files to files: what is published, left out or stopped, where each row came from, and no formula runs."""

import csv
import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tests.engines.spend.ledgers import ledger_of
from tests.recipes.transparency.samples import GOOD

from moothall.kit.documents.model import Column
from moothall.kit.documents.page import to_page
from moothall.kit.documents.xlsx import Sheet, write_workbook
from moothall.kit.unreadable import Unreadable
from moothall.recipes.transparency import Publication, Rules, as_json, publish, report, sets
from moothall.recipes.transparency.problems import Place
from moothall.recipes.transparency.publishing import _write
from moothall.recipes.transparency.template import Kind

Q1 = Rules(on=date(2026, 4, 20), first=date(2026, 1, 1), last=date(2026, 3, 31), council="Wendale Council")

ASH, BIRCH, CEDAR = {"payee": "Ash & Elm Ltd"}, {"payee": "Birch Ltd"}, {"payee": "Cedar Ltd"}
PAID = [
    {**ASH, "paid": "2026-01-05", "amount": "700.00", "transaction_no": "T1", "purpose": "Coal"},
    # one transaction on two lines, each under the threshold
    {**BIRCH, "paid": "2026-02-05", "amount": "300.00", "transaction_no": "T2", "purpose": "Salt"},
    {**BIRCH, "paid": "2026-02-05", "amount": "300.00", "transaction_no": "T2", "purpose": "Grit"},
    # no more than the threshold, unless with the VAT that cannot be recovered
    {**CEDAR, "paid": "2026-02-06", "amount": "500.00", "transaction_no": "T3", "purpose": "Ink"},
    {**CEDAR, "paid": "2026-02-07", "amount": "450.00", "irrecoverable_vat": "90.00", "transaction_no": "T4"},
    {**ASH, "paid": "2026-03-31", "amount": "-650.00", "transaction_no": "T5", "purpose": "Credit note"},
    {**ASH, "paid": "2026-04-01", "amount": "900.00", "transaction_no": "T6", "purpose": "Coal"},
    {"payee": "Individual", "redacted": True, "ref": "V900", "paid": "2026-03-01", "amount": "510.00"},
    {"payee": "Corner Shop", "paid": "2026-03-02", "amount": "1.20", "kind": "card", "file": "cards.csv"},
]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Publication, Path]]:
    folder = tmp_path_factory.mktemp("quarter")
    rows = [
        {"service": "Places", "irrecoverable_vat": "0.00", "given_category": "Things", **it} for it in PAID
    ]
    with ledger_of(folder / "ledger", rows) as ledger:
        yield publish(ledger, out=folder / "out", rules=Q1), folder / "out"


def result(done: Publication, id: str):  # type: ignore[no-untyped-def]
    return next(it for it in done.sets if it.set.id == id)


def test_the_threshold_is_of_a_transaction_net_and_says_what_it_left_out(
    quarter: tuple[Publication, Path],
) -> None:
    done, out = quarter
    spend = result(done, "spend")
    published = rows_of(out / "published" / "spend-2026-Q1.csv")
    assert [it["TransactionNumber"] for it in published] == ["T1", "T2", "T2", "T4", "T5", ""]
    assert {it.why: (it.rows, it.total) for it in spend.left_out} == {
        "not more than £500": (1, Decimal("500.00")),
        "outside the period": (1, Decimal("900.00")),
    }
    assert "more than £500" in spend.basis


def test_every_row_and_every_pound_is_accounted_for(quarter: tuple[Publication, Path]) -> None:
    done, out = quarter
    for it in done.sets:
        left = sum(one.rows for one in it.left_out), sum((one.total or 0 for one in it.left_out), Decimal(0))
        assert it.read == it.rows + it.rejected + left[0]
        assert it.read_total == it.total + left[1]
        published = rows_of(out / "published" / it.file)
        assert sum(Decimal(row["Amount"]) for row in published) == it.total


def test_each_published_row_leads_to_its_file_and_line(quarter: tuple[Publication, Path]) -> None:
    done, out = quarter
    for it in done.sets:
        lineage = rows_of(out / "lineage" / it.file)
        assert [int(row["published_row"]) for row in lineage] == list(range(2, it.rows + 2))
    spend = rows_of(out / "lineage" / "spend-2026-Q1.csv")
    assert [(row["file"], row["row"]) for row in spend][:2] == [("ledger.csv", "2"), ("ledger.csv", "3")]


def test_every_card_transaction_is_in_and_in_its_own_file(quarter: tuple[Publication, Path]) -> None:
    _, out = quarter
    (card,) = rows_of(out / "published" / "cards-2026-Q1.csv")
    assert (card["BeneficiaryName"], card["Amount"], card["CategoryInternalName"]) == (
        "Corner Shop",
        "1.20",
        "Things",
    )


def test_a_redacted_payee_stays_in_under_a_marker_and_without_a_number(
    quarter: tuple[Publication, Path],
) -> None:
    _, out = quarter
    last = rows_of(out / "published" / "spend-2026-Q1.csv")[-1]
    assert (last["BeneficiaryName"], last["BeneficiaryOtherID"]) == ("REDACTED PERSONAL DATA", "")


def test_the_index_lists_what_is_there_with_hash_period_and_licence(
    quarter: tuple[Publication, Path],
) -> None:
    _, out = quarter
    index = rows_of(out / "published" / "index.csv")
    assert [it["file"] for it in index] == ["cards-2026-Q1.csv", "spend-2026-Q1.csv"]
    spend = index[1]
    assert (spend["rows"], spend["total"], spend["due"]) == ("6", "1610.00", "2026-04-30")
    assert (spend["period_from"], spend["period_to"]) == ("2026-01-01", "2026-03-31")
    assert spend["licence"] == "Open Government Licence v3.0" and len(spend["sha256"]) == 64
    assert json.loads((out / "published" / "index.json").read_text())["sets"][1]["sha256"] == spend["sha256"]


def test_the_report_and_the_json_say_the_same_of_each_set(quarter: tuple[Publication, Path]) -> None:
    done, _ = quarter
    page, data = unescape(to_page(report(done))), as_json(done)
    assert "2 of 2 sets published" in page and "Every row accounted for" in page
    assert [it["set"] for it in data["sets"]] == [it.set.id for it in done.sets]
    assert {it["set"] for it in data["missing"]} == set(sets()) - {"spend", "cards"}
    assert all(it.title in page for it in done.missing)


def made(tmp_path: Path, id: str, text: str) -> tuple[str, Path]:
    path = tmp_path / f"{id}-in.csv"
    path.write_text(text, encoding="utf-8")
    return id, path


def test_an_error_stops_its_set_and_no_other_and_despite_publishes_it(tmp_path: Path) -> None:
    good = made(tmp_path, "grants", GOOD["grants"])
    fraud = made(tmp_path, "fraud", GOOD["fraud"])
    out = tmp_path / "out"
    assert publish([good, fraud], out=out, rules=Q1).clean
    assert (out / "published" / "fraud.csv").exists()
    bad = made(tmp_path, "fraud", GOOD["fraud"].replace("3,2.2", "3,4.2"))
    done = publish([good, bad], out=out, rules=Q1)
    assert [(it.set.id, it.status) for it in done.sets] == [
        ("fraud", "not published"),
        ("grants", "published"),
    ]
    assert not done.clean
    assert not (out / "published" / "fraud.csv").exists(), "what an earlier run wrote is not left standing"
    assert [it["file"] for it in rows_of(out / "published" / "index.csv")] == ["grants.csv"]
    done = publish([bad], out=out, rules=replace(Q1, despite=True))
    assert done.sets[0].status == "published despite errors" and done.sets[0].errors == 1
    assert [it["file"] for it in rows_of(out / "published" / "index.csv")] == ["fraud.csv", "grants.csv"]


def test_personal_data_stops_a_set_and_redaction_lets_it_through(tmp_path: Path) -> None:
    source = made(
        tmp_path, "grants", GOOD["grants"].replace("Summer play", "Summer play - kit.lowe@post.example")
    )
    out = tmp_path / "out"
    done = publish([source], out=out, rules=Q1)
    assert done.sets[0].status == "not published" and not (out / "private").exists()
    done = publish([source], out=out, rules=replace(Q1, redact=True))
    assert done.clean
    assert rows_of(out / "published" / "grants.csv")[0]["Purpose"] == "Summer play - [redacted]"
    (kept,) = rows_of(out / "private" / "redacted-grants.csv")
    assert kept["was"] == "Summer play - kit.lowe@post.example" and kept["row"] == "2"
    assert stat.S_IMODE((out / "private").stat().st_mode) == 0o700
    said = str(to_page(report(done))) + json.dumps(as_json(done))
    assert "kit.lowe" not in said and "k••• (21 characters)" in said


DANGER = ("=1+1", "+SUM(A1)", "-2+3", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://a.example","b")', "＝1+1")


@pytest.mark.parametrize("id", sorted(sets()))
def test_no_text_of_any_column_runs_as_a_formula(id: str, tmp_path: Path) -> None:
    """Every text column of every set takes each beginning of a formula in turn."""
    one = sets()[id]
    texts = [it.name for it in one.fields if it.kind is Kind.TEXT]
    rows = [
        one.row(Place("in.csv", "", line), {**dict.fromkeys(texts, text), "Amount": Decimal("-5.00")})
        for line, text in enumerate(DANGER, 2)
    ]
    _write(tmp_path, "out.csv", one, rows)
    published = rows_of(tmp_path / "published" / "out.csv")
    assert all(row[name].startswith("'") for row in published for name in texts)
    if "Amount" in one.index:
        assert {row["Amount"] for row in published} == {"-5.00"}, "a number stays a number"


def test_no_text_runs_in_a_workbook_of_the_rows_either() -> None:
    one = sets()["spend"]
    texts = [it.name for it in one.fields if it.kind is Kind.TEXT]
    rows = [one.row(Place("in.csv", "", 2), dict.fromkeys(texts, text)).values for text in DANGER]
    book = BytesIO()
    columns = [Column(it.name) for it in one.fields]
    write_workbook(
        book, [Sheet("spend", columns, (map(str, row) for row in rows))], title="spend", date=Q1.on
    )
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert not [it for row in sheet.iter_rows() for it in row if it.data_type == "f"]


def test_files_are_read_as_any_council_writes_them(tmp_path: Path) -> None:
    """Two ledgers of unlike layouts and a card file, with a total line and a line that cannot be read."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(
        "Supplier Name,Payment Date,Net Amount,Description,Doc No,Directorate\n"
        'Ash & Elm Ltd,05/01/2026,"1,700.00",Coal,1,Places\n'
        "Birch Ltd,06/01/2026,(800.00),Credit note for salt,2,Places\n"
        "Cedar Ltd,07/01/2026,nil,Ink,3,Places\n"
        ',,"900.00",Total,,\n',
        encoding="cp1252",
    )
    (tmp_path / "in" / "b.csv").write_text(
        "Body Name,Date Paid,Beneficiary,Expenditure Category,Amount (£)\n"
        "Wendale Council,2026-02-01,Dogwood CIC,Advice,£650.10\n",
        encoding="utf-8-sig",
    )
    done = publish([tmp_path / "in"], out=tmp_path / "out", rules=Q1)
    spend = result(done, "spend")
    assert (spend.read, spend.rows, spend.rejected, spend.total) == (5, 3, 2, Decimal("1550.10"))
    assert spend.status == "not published"
    assert [(it.check, len(it.places)) for it in spend.problems if it.check.startswith("row")] == [
        ("row not read", 1),
        ("row left out", 1),
    ]
    assert "nil" not in " ".join(it.said for it in spend.problems)


def test_a_few_stray_dates_are_told_and_another_period_is_only_counted(tmp_path: Path) -> None:
    rows = [
        {"payee": "Ash Ltd", "paid": "2026-01-05", "amount": 600 + n, "transaction_no": f"A{n}"}
        for n in range(40)
    ]
    with ledger_of(tmp_path / "a", [*rows, {**rows[0], "paid": "2025-01-05"}]) as ledger:
        told = result(publish(ledger, out=tmp_path / "out", rules=Q1), "spend").problems
    assert [len(it.places) for it in told if it.check == "date outside the period"] == [1]
    with ledger_of(tmp_path / "b", [*rows, *({**it, "paid": "2025-01-05"} for it in rows)]) as ledger:
        done = result(publish(ledger, out=tmp_path / "out", rules=Q1), "spend")
    assert not [it for it in done.problems if it.check == "date outside the period"]
    assert [it.rows for it in done.left_out] == [40]


def test_equal_lines_of_a_transaction_are_counted_and_a_row_in_two_files_is_told(tmp_path: Path) -> None:
    row = {
        "payee": "Ash Ltd",
        "paid": "2026-01-05",
        "amount": "600.00",
        "transaction_no": "A1",
        "purpose": "Coal",
    }
    with ledger_of(tmp_path / "a", [row, row, {**row, "file": "again.csv"}]) as ledger:
        told = result(publish(ledger, out=tmp_path / "out", rules=Q1), "spend").problems
    assert {it.check: len(it.places) for it in told if it.check in ("duplicate row", "lines alike")} == {
        "duplicate row": 1,
        "lines alike": 0,
    }


def test_a_register_in_headings_that_only_the_spend_engine_knows_is_read_by_it(tmp_path: Path) -> None:
    contract = {
        "reference": "C1",
        "title": "Grounds",
        "supplier_name": "Fern Ltd",
        "value": "90000",
        "starts": "2026-01-01",
        "ends": "2027-12-31",
        "procured": "Open tender",
        "service": "Places",
    }
    with ledger_of(tmp_path / "a", [], contracts=[contract]) as ledger:
        (done,) = publish(ledger, out=tmp_path / "out", rules=Q1).sets
    assert (done.set.id, done.status, done.read, done.total) == ("contracts", "published", 1, Decimal(90000))
    (row,) = rows_of(tmp_path / "out" / "published" / "contracts-2026-Q1.csv")
    assert (row["ContractTitle"], row["EndDate"], row["ProcurementProcess"]) == (
        "Grounds",
        "2027-12-31",
        "Open tender",
    )


def test_a_period_without_a_payment_is_not_published_empty(tmp_path: Path) -> None:
    with ledger_of(tmp_path / "a", PAID) as ledger:
        done = publish(ledger, out=tmp_path / "out", rules=replace(Q1, first=date(2030, 1, 1), last=None))
    assert {it.status for it in done.sets} == {"not published"}
    assert [one.check for it in done.sets for one in it.problems] == ["empty", "empty"]


def test_what_is_no_set_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("colour,weather\nred,wet\n")
    with pytest.raises(Unreadable, match="None of these files is a set"):
        publish([tmp_path / "a.csv"], out=tmp_path / "out", rules=Q1)
    with pytest.raises(Unreadable, match="is not there"):
        publish([tmp_path / "absent.csv"], out=tmp_path / "out", rules=Q1)
    done = publish(
        [tmp_path / "a.csv", made(tmp_path, "fraud", GOOD["fraud"])], out=tmp_path / "out", rules=Q1
    )
    assert [name for name, _ in done.unread] == ["a.csv"] and not done.clean


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    sources = [made(tmp_path, id, GOOD[id]) for id in ("land", "grants")]
    first = publish(sources, out=tmp_path / "one", rules=Q1)
    second = publish(sources, out=tmp_path / "two", rules=Q1)
    assert [it.sha256 for it in first.sets] == [it.sha256 for it in second.sets]
