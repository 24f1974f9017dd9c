"""Files of many kinds come into the ledger with every row accounted for."""

import json
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from tests.kit.books import ods, row, said, table, valued

from moothall.engines.spend.reading import Mappings, read, read_contracts
from moothall.kit.unreadable import Unreadable

HEAD = "Department,Supplier Name,Payment Date,Transaction Number,Net Amount,Purpose\n"
ROWS = "Parks,Ash & Sons Ltd,03/04/2024,T1,120.50,Tree work\nParks,Birch Limited,25/04/2024,T2,80.00,\n"


def test_a_plain_file(reading_of, ledger):
    reading = reading_of(HEAD + ROWS)
    (file,) = reading.files
    assert (reading.read, reading.kept, reading.rejected, reading.total) == (2, 2, 0, Decimal("200.50"))
    assert (file.kind, file.header_line, file.basis, file.encoding) == ("payments", 1, "net", "utf-8")
    assert file.mapping["payee"] == "Supplier Name"
    assert file.doubts == []
    assert ledger.rows(
        "SELECT id, line, kind, service, name, paid, transaction_no, amount, net, gross, purpose"
        " FROM payment JOIN payee USING (payee) ORDER BY id"
    ) == [
        (
            2,
            2,
            "ledger",
            "Parks",
            "Ash & Sons Ltd",
            date(2024, 4, 3),
            "T1",
            Decimal("120.50"),
            Decimal("120.50"),
            None,
            "Tree work",
        ),
        (
            3,
            3,
            "ledger",
            "Parks",
            "Birch Limited",
            date(2024, 4, 25),
            "T2",
            Decimal("80.00"),
            Decimal("80.00"),
            None,
            None,
        ),
    ]
    name, sheet, mapping, counts = ledger.rows(
        "SELECT name, sheet, mapping, [read, kept, rejected] FROM file"
    )[0]
    assert (name, sheet, counts) == ("spend.csv", None, [2, 2, 0])
    assert json.loads(mapping) == file.mapping


def test_every_reject_has_its_line_its_text_and_why(reading_of, ledger):
    reading = reading_of(
        "Spend over £500\n\n"
        + HEAD
        + ROWS  # lines 1, 2, 3, 4 and 5
        + "Parks,Cedar Ltd,31/04/2024,T3,10.00,x\n"
        + "Parks,Cedar Ltd,30/04/2024,T4,ten pounds,x\n"
        + "Parks,Cedar, Ltd,30/04/2024,T5,10.00,x\n"
        + "Parks,Cedar Ltd\n"
        + "Parks,Cedar Ltd,30/04/2024,T6,,x\n"
        + HEAD
        + ",,,,,\n"
        + ",Total,,,200.50,\n"
        + ",,,,200.50,\n"
    )
    assert (reading.read, reading.kept, reading.rejected) == (10, 2, 8)
    assert reading.files[0].header_line == 3
    assert ledger.rows("SELECT line, reason FROM reject ORDER BY line") == [
        (6, "the date ‘31/04/2024’ does not exist"),
        (7, "the amount ‘ten pounds’ is not a number"),
        (8, "it has 7 cells, and the table 6 columns (‘x’ is too many)"),
        (9, "it has only 2 of 6 cells"),
        (10, "it has no amount"),
        (11, "the headings again, not a payment"),
        (13, "a total, not a payment"),
        (14, "a total, not a payment"),
    ]
    assert ledger.one("SELECT text FROM reject WHERE line = 8") == "Parks,Cedar, Ltd,30/04/2024,T5,10.00,x"
    assert ledger.one("SELECT text FROM reject WHERE line = 13") == ",Total,,,200.50,"


def test_a_supplier_called_total_and_a_purpose_that_says_so_are_payments(reading_of):
    reading = reading_of(HEAD + ROWS + "Parks,Total Gas & Power,25/04/2024,T3,9.00,Total fuel\n")
    assert reading.rejected == 0


def test_trailing_columns_that_are_empty(reading_of):
    text = HEAD.strip() + ",,\n" + "".join(f"{it},,,\n" for it in ROWS.splitlines() * 5)
    assert reading_of(text).kept == 10
    again = reading_of(text + "Parks,Elm,25/04/2024,T9,80.00,p,,,moved\n", name="b.csv")
    assert (again.kept, again.rejected) == (10, 1)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(reading_of, delimiter):
    assert reading_of((HEAD + ROWS).replace(",", delimiter)).total == Decimal("200.50")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings(reading_of, ledger, encoding):
    text = (HEAD + ROWS).replace("Tree work", "Café “trees” – £9")
    assert reading_of(text.encode(encoding)).kept == 2
    assert ledger.one("SELECT purpose FROM payment WHERE line = 2") == "Café “trees” – £9"


def test_lone_carriage_returns(reading_of):
    assert reading_of((HEAD + ROWS).replace("\n", "\r")).kept == 2


def test_a_folder_of_years_whose_layouts_change(ledger, tmp_path):
    folder = tmp_path / "spend"
    (folder / "2024").mkdir(parents=True)
    (folder / "2023.csv").write_text('Vendor,Date Paid,Amount (£)\nAsh Ltd,2023-05-01,"1,000.00"\n')
    (folder / "2024" / "april.csv").write_text(HEAD + ROWS)
    (folder / "2024" / "may.csv").write_text(HEAD + ROWS)  # byte for byte the same
    (folder / "LICENCE.txt").write_text("You may use this.\nFreely, and for anything.\n")
    (folder / "about.json").write_text('{"a": [1, 2]}')
    (folder / ".DS_Store").write_bytes(b"\0\1")
    (folder / "empty.csv").write_text("")
    reading = read(ledger, folder)
    assert [(it.name, it.kept) for it in reading.files] == [("2023.csv", 1), ("2024/april.csv", 2)]
    assert reading.total == Decimal("1200.50")
    assert [it.name for it in reading.not_read] == [
        *("LICENCE.txt", "about.json", "empty.csv", "2024/may.csv")
    ]
    assert "same file as ‘2024/april.csv’" in next(it.reason for it in reading.not_read if "may" in it.name)
    assert ledger.one("SELECT count(DISTINCT id) FROM payment") == 3
    assert ledger.rows("SELECT name FROM payee ORDER BY payee") == [
        ("Ash Ltd",),
        ("Ash & Sons Ltd",),
        ("Birch Limited",),
    ]
    assert [it[0] for it in ledger.rows("SELECT file FROM payment ORDER BY id")] == [1, 2, 2]


def test_a_zip_of_several_and_one_read_later(ledger, tmp_path):
    path = tmp_path / "years.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b/2.csv", HEAD + ROWS)
        archive.writestr("a/1.csv", HEAD + ROWS.replace("T1", "X1"))
        archive.writestr("__MACOSX/._1.csv", "x")
        archive.writestr("readme.md", "Nothing here")
    reading = read(ledger, path)
    assert [it.name for it in reading.files] == ["years.zip/a/1.csv", "years.zip/b/2.csv"]
    assert [it.name for it in reading.not_read] == ["years.zip/readme.md"]
    with pytest.raises(Unreadable, match="same file"):
        read(ledger, path)
    more = tmp_path / "more.csv"
    more.write_text(HEAD + "Parks,Ash & Sons Ltd,25/05/2024,Z1,5.00,x\n")
    assert read(ledger, more).files[0].file == 3
    assert ledger.one("SELECT count(*) FROM payee") == 2


def test_a_workbook_of_sheets(ledger, tmp_path):
    book = openpyxl.Workbook()
    about = book.active
    about.title = "About"
    about.append(["Spend over £500, April"])
    sheet = book.create_sheet("April")
    sheet.append(["Payments made in April"])
    sheet.append([])
    sheet.append(["Supplier", "Date", "Gross", "VAT"])
    sheet.append(["Ash Ltd", date(2024, 4, 3), 120.0, 20])
    sheet.append(["Birch Ltd", date(2024, 4, 25), "(60.00)", -10, None, "stray"])
    sheet.append(["Cedar Ltd", date(2024, 4, 26), 0.1 + 0.2, 0])
    sheet.append(["Grand total", None, 60.3, 10])
    hidden = book.create_sheet("Working")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "april.xlsx")
    reading = read(ledger, tmp_path / "april.xlsx")
    (file,) = reading.files
    assert (file.sheet, file.header_line, file.basis, file.read, file.kept) == (
        "April",
        3,
        "gross less VAT",
        4,
        2,
    )
    assert file.total == Decimal("100.30")
    assert ledger.rows("SELECT line, reason FROM reject ORDER BY line") == [
        (5, "it has 6 cells, and the table 4 columns (‘stray’ is too many)"),
        (7, "a total, not a payment"),
    ]
    assert [it.name for it in reading.not_read] == [
        "april.xlsx, sheet ‘About’",
        "april.xlsx, sheet ‘Working’",
    ]


def test_an_ods(ledger, tmp_path):
    cells = row(said("Supplier"), said("Date paid"), said("Net amount"))
    cells += row(said("Ash Ltd"), said("25/04/2024"), valued("float", "12.5"))
    assert read(ledger, ods(tmp_path / "a.ods", table("S", cells))).total == Decimal("12.50")


def test_net_gross_and_vat(reading_of, ledger):
    both = reading_of(
        "Supplier,Date,Net,VAT,Gross\nAsh,25/04/2024,100,20,120\nAsh,26/04/2024,,20,120\nAsh,26/04/2024,1,1,9\n"
    )
    assert [it[0] for it in ledger.rows("SELECT amount FROM payment ORDER BY id")] == [100, 100, 1]
    assert "do not make up gross in 1 row" in both.files[0].doubts[0]


@pytest.mark.parametrize(
    ("text", "basis", "amount"),
    [
        ("Supplier,Date,Gross\nAsh,25/04/2024,120\n", "gross", 120),
        ("Supplier,Date,Gross,VAT\nAsh,25/04/2024,120,20\n", "gross less VAT", 100),
        ("Supplier,Date,Amount,VAT\nAsh,25/04/2024,120.00,20.00\n", "gross less VAT", 100),
        ("Supplier,Date,Amount,VAT\nAsh,25/04/2024,100.00,20.00\n", "net", 100),
        ("Supplier,Date,Amount,Irrecoverable VAT\nAsh,25/04/2024,100,0\n", "net", 100),
        ("Supplier,Date,Debit,Credit\nAsh,25/04/2024,,100\n", "net", -100),
        ("Supplier,Date,Debit,Credit\nAsh,25/04/2024,,-100\n", "net", -100),
    ],
)
def test_what_a_payment_is_counted_at(reading_of, ledger, text, basis, amount):
    assert reading_of(text).files[0].basis == basis
    assert ledger.one("SELECT amount FROM payment") == amount


def test_redacted_payees_are_one_and_keep_no_numbers(reading_of, ledger):
    reading_of(
        "Supplier,Supplier ID,VAT registration number,Date,Amount\n"
        "REDACTED PERSONAL DATA,Redacted,GB123456789,25/04/2024,1\nREDACTED PERSONAL DATA,NA,GB123456780,25/04/2024,2\n"
        "Ash Ltd,77,GB123456781,25/04/2024,3\nAsh Ltd,77,NA,25/04/2024,3\n"
    )
    assert ledger.rows("SELECT name, ref, vat_number, redacted FROM payee ORDER BY payee") == [
        ("REDACTED PERSONAL DATA", None, None, True),
        ("Ash Ltd", "77", "GB123456781", False),
    ]


def test_cards_in_a_file_of_payments(reading_of, ledger):
    reading_of(
        "Supplier,Date,Amount,Payment method\nAsh,25/04/2024,1,BACS\n"
        "Elm,25/04/2024,2,Purchase card\nElm,25/04/2024,2,BACS\n"
    )
    assert ledger.rows("SELECT kind, sum(amount) FROM payment GROUP BY 1 ORDER BY 1") == [
        ("card", 2),
        ("ledger", 3),
    ]


def test_an_extract_of_orders(reading_of, ledger):
    reading = reading_of(
        "PO Number,Order Date,Supplier,Order Value,Requested By,Approved By,Department\n"
        "P1,25/04/2024,Ash Ltd,100.00,A Person,B Person,Parks\n,,Total,100.00,,,\n"
    )
    assert (reading.files[0].kind, reading.kept, reading.rejected, reading.total) == ("orders", 1, 1, 0)
    assert ledger.rows(
        "SELECT order_no, raised, supplier_name, amount, requested_by, approved_by FROM purchase_order"
    ) == [("P1", date(2024, 4, 25), "Ash Ltd", 100, "A Person", "B Person")]


def test_a_contract_register(ledger, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(
        "Contract Ref,Contract Title,Supplier Name,Start Date,End Date,Extension End Date,"
        "Contract Value,Annual Value,Department,Procurement Route\n"
        'C1,Grounds &amp; trees,Ash Ltd,01/04/2023,31/03/2026,31/03/2028,"£300,000","£100,000",Parks,Open\n'
        "C2,Salt,Birch Ltd,01/04/2023,not fixed,,0,,Roads,Quotes\nTotal,,,,,,300000,,,\n"
    )
    reading = read_contracts(ledger, path)
    assert (reading.read, reading.kept, reading.rejected) == (3, 2, 1)
    assert ledger.rows(
        "SELECT reference, title, supplier_name, starts, ends, extends_to, value, annual_value, procured"
        " FROM contract ORDER BY contract"
    ) == [
        (
            "C1",
            "Grounds & trees",
            "Ash Ltd",
            date(2023, 4, 1),
            date(2026, 3, 31),
            date(2028, 3, 31),
            300000,
            100000,
            "Open",
        ),
        ("C2", "Salt", "Birch Ltd", date(2023, 4, 1), None, None, None, None, "Quotes"),
    ]
    assert reading.total == 0 and reading.files[0].total == 300000


def test_a_correction_is_remembered_for_its_layout(reading_of, ledger, tmp_path):
    text = "Directorate,Name,Team,When,Cost\nParks,Ash Ltd,North,03/04/2024,9.00\n"
    first = reading_of(text).files[0]
    assert first.mapping["service"] == "Directorate"
    told = Mappings().corrected(
        first.layout, columns={"service": "Team", "body": "Directorate"}, day_first=False
    )
    told.save(tmp_path / "mappings.json")
    again = reading_of(text + "\n", name="b.csv", mappings=Mappings.load(tmp_path / "mappings.json")).files[0]
    assert (again.mapping["service"], again.mapping["body"], again.layout) == (
        "Team",
        "Directorate",
        first.layout,
    )
    assert ledger.one("SELECT paid FROM payment WHERE file = 2") == date(2024, 3, 4)
    assert Mappings.load(tmp_path / "none.json") == Mappings()
    assert Mappings.load(tmp_path / "mappings.json") == told
    (tmp_path / "bad.json").write_text("[]")
    with pytest.raises(Unreadable):
        Mappings.load(tmp_path / "bad.json")


def test_progress_ends_at_its_end(ledger, tmp_path):
    (tmp_path / "a.csv").write_text(HEAD + ROWS)
    said: list[tuple[int, int, str]] = []
    read(ledger, [tmp_path / "a.csv"], report=lambda *it: said.append(it))
    assert said[-1][0] == said[-1][1]
    assert any("a.csv" in it[2] for it in said)
    assert [it[0] for it in said] == sorted(it[0] for it in said)


def test_many_rows_rejected_keep_their_texts(reading_of, ledger):
    bad = "".join(f'Parks,Elm Ltd,25/04/2024,T{n},none,"a, {n}"\n' for n in range(2000))
    reading = reading_of(HEAD + ROWS * 300 + bad)
    assert (reading.kept, reading.rejected) == (600, 2000)
    assert ledger.one("SELECT count(*) FROM reject WHERE text LIKE 'Parks,Elm Ltd,25/04/2024,T%'") == 2000
