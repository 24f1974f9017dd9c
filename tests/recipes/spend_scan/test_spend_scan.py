"""The spend scan: every pound it shows stands in a row of a file, and what it writes can be read again."""

import csv
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.recipes.spend_scan import made
from tests.recipes.spend_scan.conftest import SETTINGS, Scanned

from moothall.engines.spend.findings.ranking import Outcome
from moothall.engines.spend.reading import Mappings
from moothall.kit.documents.model import Table, plain, tables
from moothall.kit.unreadable import Unreadable
from moothall.recipes.spend_scan import as_json, read_outcomes, read_prices, report, scan, write
from moothall.recipes.spend_scan.reporting.findings import apart, runs


def in_words(table: Table) -> list[dict[str, str]]:
    names = [it.name for it in table.columns]
    return [dict(zip(names, (plain(it.content) for it in row), strict=True)) for row in table.rows]


def pounds(text: str) -> Decimal:
    return Decimal(text.replace("£", "").replace(",", "").replace("−", "-"))


def numbers(text: str) -> Iterator[int]:
    """The rows that '3–5, 8' names."""
    for run in text.split(", "):
        first, _, last = run.partition("–")
        yield from range(int(first), int(last or first) + 1)


@pytest.fixture(scope="session")
def source(scanned: Scanned) -> dict[str, dict[int, Decimal]]:
    """What stands on each line of each file, read without Moothall."""
    return {it.name: made.amounts(it) for it in scanned.files.iterdir()}


@pytest.fixture(scope="session")
def shown(scanned: Scanned) -> list[Table]:
    return list(tables(report(scanned.scan).blocks))


def test_every_pound_of_the_report_stands_in_the_rows_it_names(
    shown: list[Table], source: dict[str, dict[int, Decimal]]
) -> None:
    behind = [it for it in shown if it.caption.startswith("The rows behind finding")]
    assert len(behind) > 5
    for table in behind:
        for row in in_words(table):
            assert pounds(row["Amount"]) == sum(source[row["File"]][it] for it in numbers(row["Rows"])), (
                table.caption
            )


def test_what_was_spent_is_what_the_files_come_to(
    scanned: Scanned, shown: list[Table], source: dict[str, dict[int, Decimal]]
) -> None:
    by_file = {name: sum(rows.values()) for name, rows in source.items()}
    (files,) = (it for it in shown if it.caption == "Files")
    assert {row["File"]: pounds(row["Total"]) for row in in_words(files) if row["File"] in source} == by_file
    whole = sum(by_file.values())
    assert scanned.scan.total == whole
    assert as_json(scanned.scan)["total"] == f"{whole:f}"
    for by in ("supplier", "category", "service"):
        (spent,) = (it for it in shown if it.caption == f"Spending by {by}")
        *rows, last = in_words(spent)
        assert pounds(last["Amount"]) == sum(pounds(it["Amount"]) for it in rows)
        assert "Change at the later prices" in last


def test_planted_duplicates_are_found_and_named_by_file_and_row(
    scanned: Scanned, source: dict[str, dict[int, Decimal]]
) -> None:
    found = as_json(scanned.scan)["findings"]
    for _, _, amount in made.DUPLICATES:
        first, second = (line for line, it in source[made.LEDGERS[1]].items() if it == amount)
        (one,) = (it for it in found if it["test"].startswith("duplicate") and it["amount"] == f"{amount:f}")
        assert one["rows"] == [{"file": made.LEDGERS[1], "row": second}]
        assert one["beside"] == [{"file": made.LEDGERS[1], "row": first}]
        assert one["likelihood"] >= 0.5 and one["explanation"]
    assert [it["rank"] for it in found] == list(range(1, len(found) + 1))


def test_money_that_can_come_back_stands_apart_from_spending_to_look_at(scanned: Scanned) -> None:
    found = as_json(scanned.scan)["findings"]
    kinds = [it["comes_back"] for it in found]
    assert kinds == sorted(kinds, reverse=True) and set(kinds) == {True, False}
    assert {it["test"] for it in found if it["test"].startswith("duplicate")} <= {
        it["test"] for it in found if it["comes_back"]
    }
    page = (scanned.out / "report.html").read_text("utf-8")
    first, look = page.index('id="first"'), page.index('id="look"')
    assert first < page.index('id="finding-1"') < look < page.index(f'id="finding-{kinds.index(False) + 1}"')


def test_the_written_json_is_the_result_and_rows_are_accounted_for(scanned: Scanned) -> None:
    written = json.loads((scanned.out / "findings.json").read_text("utf-8"))
    assert {**as_json(scanned.scan), "seconds": 0} == {**written, "seconds": 0}
    rows = written["rows"]
    assert rows["read"] == rows["kept"] + rows["rejected"] and rows["rejected"] == 1 == len(
        written["rejects"]
    )
    (reject,) = csv.DictReader((scanned.out / "rejects.csv").read_text("utf-8").splitlines())
    assert (reject["file"], int(reject["row"])) == (made.LEDGERS[1], written["rejects"][0]["row"])
    assert "twelve pounds" in reject["text"]


def test_the_workbook_has_every_finding_with_its_evidence_and_nothing_that_runs(scanned: Scanned) -> None:
    book = openpyxl.load_workbook(scanned.out / "findings.xlsx", read_only=True)
    assert book.sheetnames == [
        "findings", "evidence", "suppliers", "review of suppliers", "categories", "cube", "rejects", "mapping",
        "Sources",
    ]  # fmt: skip
    findings = list(book["findings"].values)[1:]
    assert [it[0] for it in findings] == list(range(1, len(scanned.scan.ranked) + 1))
    evidence = list(book["evidence"].values)[1:]
    assert len(evidence) == sum(
        len(it.finding.payments) + len(it.finding.beside) for it in scanned.scan.ranked
    )
    (cube,) = [list(book["cube"].values)]
    assert Decimal(str(round(sum(it[-1] for it in cube[1:]), 2))) == scanned.scan.total
    cells = [it for sheet in book for row in sheet.iter_rows() for it in row if it.value is not None]
    assert made.FORMULA in {it.value for it in cells}
    assert not [it.value for it in cells if it.data_type == "f"]


def test_the_page_stands_alone_and_runs_nothing(scanned: Scanned) -> None:
    page = (scanned.out / "report.html").read_text("utf-8")
    assert page.count("<svg") >= 4 and "<script" not in page and "<link" not in page
    assert "prompt payment is not to be sold" in page
    assert "What could not be tested, and why" in page


def test_what_was_in_doubt_when_a_file_was_read_is_said(scanned: Scanned) -> None:
    (cards,) = (it for it in as_json(scanned.scan)["files"] if it["file"] == "cards.csv")
    assert any("could be day first or month first" in it for it in cards["doubts"]), (
        "09/01/2024 to 09/12/2024"
    )
    assert "could be day first or month first" in (scanned.out / "report.html").read_text("utf-8")


def test_progress_is_one_total_that_never_runs_backwards(scanned: Scanned) -> None:
    done = [it[0] for it in scanned.told]
    assert (
        done == sorted(done) and done[-1] == scanned.told[-1][1] and len({it[1] for it in scanned.told}) == 1
    )
    assert set(scanned.scan.seconds) == {
        "reading", "suppliers", "categories", "findings", "cube", "early payment", "writing",
    }  # fmt: skip


def test_a_scan_that_is_stopped_leaves_what_was_there(
    scanned: Scanned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "report.html").write_text("the report before")
    monkeypatch.setattr("moothall.recipes.spend_scan.writing._json", stop)
    with pytest.raises(KeyboardInterrupt):
        write(scanned.scan, tmp_path, tmp_path / "new", Mappings())
    assert [it.name for it in tmp_path.iterdir() if it.is_file()] == ["report.html"]
    assert (tmp_path / "report.html").read_text() == "the report before"


def test_what_a_person_filled_in_is_used_in_the_next_scan_and_kept(scanned: Scanned, tmp_path: Path) -> None:
    """Outcomes in the workbook, and a correction in the file of mappings."""
    book = openpyxl.load_workbook(scanned.out / "findings.xlsx")
    sheet = book["findings"]
    names = [it.value for it in sheet[1]]
    sheet.cell(2, names.index("result") + 1, "Recovered")
    sheet.cell(2, names.index("recovered") + 1, "£1,200.00")
    sheet.cell(3, names.index("result") + 1, "no")
    book.save(tmp_path / "filled.xlsx")
    first, second = scanned.scan.ranked[:2]
    outcomes = read_outcomes(tmp_path / "filled.xlsx")
    assert outcomes == (
        Outcome(first.finding.test, first.key, "recovered", Decimal("1200.00")),
        Outcome(second.finding.test, second.key, "false"),
    )
    kept = json.loads((scanned.out / "mapping.json").read_text("utf-8"))
    (layout,) = (name for name, it in kept["recognised"].items() if "Net Amount" in it["columns"].values())
    assert kept["layouts"][layout] == {"columns": {}} and len(kept["recognised"][layout]["files"]) == 2
    kept["layouts"][layout]["columns"]["purpose"] = "Service"
    (tmp_path / "mapping.json").write_text(json.dumps(kept), "utf-8")
    mappings = Mappings.load(tmp_path / "mapping.json")
    again = scan(
        [scanned.files / made.LEDGERS[1]],
        folder=tmp_path / "work",
        settings=SETTINGS,
        mappings=mappings,
        outcomes=outcomes,
    )
    with again.ledger:
        assert {it.key for it in again.ranked if not it.open} == {first.key, second.key}
        words = [plain(block.content) for block in report(again).blocks if hasattr(block, "level")]
        assert "Reviewed before" in words
        assert as_json(again)["mapping"][made.LEDGERS[1]]["purpose"] == "Service"
        write(again, tmp_path, tmp_path / "new", mappings)
    saved = json.loads((tmp_path / "mapping.json").read_text("utf-8"))
    assert saved["layouts"][layout]["columns"] == {"purpose": "Service"}


def test_files_without_one_payment_are_said_to_have_none(tmp_path: Path, scanned: Scanned) -> None:
    with pytest.raises(Unreadable, match="payment"):
        scan([scanned.contracts], folder=tmp_path / "work", settings=SETTINGS)


def test_an_index_of_prices_is_read_by_month_quarter_or_year(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text('A deflator\nPeriod,Index,Note\n2023-24,100.5,\n2024/25,"1,03.2",\n')
    with pytest.raises(Unreadable, match="row 4"):
        read_prices(tmp_path / "prices.csv")
    (tmp_path / "prices.csv").write_text("Period,Index\n2023-24,100.5\nApr 2024,103.2\n")
    assert [str(it) for it in read_prices(tmp_path / "prices.csv").values()] == ["100.5", "103.2"]


@pytest.mark.parametrize(
    ("text", "read", "said"),
    [
        ("Period,Index\nsoon,100\n", read_prices, "row 2"),
        ("Period,Index\n2023-24,0\n", read_prices, "more than nought"),
        ("Period,Index\n2023-24,\n", read_prices, "more than nought"),
        ("Period,Index\n", read_prices, "no rows"),
        ("Month,Value\n2023-24,1\n", read_prices, "no row of headings"),
        ("test,key,result\nx,y,perhaps\n", read_outcomes, "not true, false or recovered"),
        ("test,key,result,recovered\nx,y,true,lots\n", read_outcomes, "row 2"),
        ("test,result\nx,true\n", read_outcomes, "no row of headings"),
    ],
)
def test_what_a_person_gives_wrongly_is_one_sentence(
    tmp_path: Path, text: str, read: Callable[[Path], Any], said: str
) -> None:
    (tmp_path / "given.csv").write_text(text)
    with pytest.raises(Unreadable, match=said):
        read(tmp_path / "given.csv")


def test_rows_that_follow_each_other_are_said_shortly() -> None:
    assert runs([9, 3, 4, 5, 8]) == "3–5, 8–9" and runs([7]) == "7"
    assert apart(["Same. £1 on Monday.", "Same. £2 on Friday."]) == (
        "Same.",
        ["£1 on Monday.", "£2 on Friday."],
    )
    assert apart(["Same.", "Same."]) == ("", ["Same.", "Same."])
    assert apart(["Only one. It is here."]) == ("", ["Only one. It is here."])
