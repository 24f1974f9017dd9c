"""Each set: a good file is taken for it by its headings and has no error; each thing that can be wrong is told of."""

from datetime import date
from pathlib import Path

import pytest
from tests.recipes.transparency.samples import BAD, GOOD

from moothall.recipes.transparency import Rules, Severity, quarter, sets, validate
from moothall.recipes.transparency.checks import band
from moothall.recipes.transparency.sets.pay_multiple import ratio
from moothall.recipes.transparency.tables import read_tables, squashed
from moothall.recipes.transparency.template import ORGANISATION, Need, Scan

RULES = Rules(
    on=date(2026, 11, 23), first=date(2026, 1, 1), last=date(2026, 3, 31), council="Wendale Council"
)


def read(tmp_path: Path, text: str, name: str = "table.csv"):  # type: ignore[no-untyped-def]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_tables(path, path.name)


def checked(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    (table,) = read(tmp_path, text)
    filled = {"OrganisationLabel": "Wendale Council", "EffectiveDate": date(2026, 3, 31)}
    rows = [row.changed({name: it for name, it in filled.items() if row[name] is None}) for row in table.rows]
    return table, validate(table.set, rows, RULES)[0]


def test_every_set_of_the_code_is_there_and_says_where_it_is_asked_for() -> None:
    found = sets()
    assert set(GOOD) | {"spend", "cards"} == set(found)
    for one in found.values():
        assert one.fields[:3] == ORGANISATION
        assert "2015" in one.source or "2017" in one.source
        assert one.due.endswith(("end", "March")) and one.about.endswith(".")
        assert any(it.need is Need.MUST for it in one.fields[3:])
        payee = {it.name: it.scan for it in one.fields}
        assert payee.get("BeneficiaryName", Scan.PAYEE) is Scan.PAYEE


@pytest.mark.parametrize("id", sorted(GOOD))
def test_a_good_file_is_known_by_its_headings_and_has_no_error(id: str, tmp_path: Path) -> None:
    table, problems = checked(tmp_path, GOOD[id])
    assert table.set.id == id
    assert len(table.rows) == table.lines == GOOD[id].count("\n") - 1
    assert table.ignored == ()
    assert [
        it for it in problems if it.severity is not Severity.NOTICE and it.check != "column missing"
    ] == []


@pytest.mark.parametrize(
    ("id", "good", "bad", "check"), BAD, ids=[f"{id}-{check}-{n}" for n, (id, _, _, check) in enumerate(BAD)]
)
def test_what_is_wrong_is_told(id: str, good: str, bad: str, check: str, tmp_path: Path) -> None:
    assert GOOD[id].count(good) >= 1
    table, problems = checked(tmp_path, GOOD[id].replace(good, bad, 1))
    assert table.set.id == id
    told = [it for it in problems if it.check == check]
    assert told and all(it.said.endswith(".") and it.mend.endswith(".") for it in told)
    assert bad.strip(",\n") not in " ".join(it.said for it in told) or not bad.strip(",\n")


def test_a_row_told_of_is_the_row_of_the_file(tmp_path: Path) -> None:
    text = "Report run 3 May\n\n" + GOOD["land"].replace("-2.1,57.15", "57.15,-2.1")
    _, problems = checked(tmp_path, text)
    (told,) = [it for it in problems if it.check == "coordinates"]
    assert [str(it) for it in told.places] == ["table.csv, row 5"]


def test_the_same_row_twice_is_told(tmp_path: Path) -> None:
    _, problems = checked(tmp_path, GOOD["grants"] + GOOD["grants"].splitlines()[1] + "\n")
    assert [len(it.places) for it in problems if it.check == "duplicate row"] == [1]


def test_a_pay_multiple_on_one_row_becomes_its_two_parts(tmp_path: Path) -> None:
    text = "Financial year,Highest paid,Median salary,Pay multiple\n2025-26,160000,32000,5:1\n"
    table, problems = checked(tmp_path, text)
    assert [row.words("PayMultipleFactor") for row in table.rows] == ["Highest", "Median"]
    assert not [it for it in problems if it.severity is Severity.ERROR]
    _, problems = checked(tmp_path, text.replace("5:1", "6:1"))
    assert [it.check for it in problems if it.severity is Severity.ERROR] == ["pay multiple"]


def test_years_of_one_file_are_checked_each_for_itself(tmp_path: Path) -> None:
    text = "Effective date," + GOOD["senior-pay"].replace("\n", "\n31/03/2026,").removesuffix("31/03/2026,")
    both = text + text.split("\n", 1)[1].replace("2026", "2025")
    _, problems = checked(tmp_path, both)
    assert not [it for it in problems if it.check == "band"]


@pytest.mark.parametrize("name", ["unknown.csv", "ledger.csv"])
def test_what_is_no_set_is_left_for_others(name: str, tmp_path: Path) -> None:
    texts = {
        "unknown.csv": "a,b\n1,2\n",
        "ledger.csv": "Supplier,Date,Amount,Purpose\nAsh Ltd,01/02/2026,600,Coal\n",
    }
    assert read(tmp_path, texts[name], name) == []


@pytest.mark.parametrize(
    ("text", "between"),
    [("2026-Q1", ("2026-01-01", "2026-03-31")), ("Q1 2026-27", ("2026-04-01", "2026-06-30"))],
)
def test_a_quarter_is_read_as_it_is_written(text: str, between: tuple[str, str]) -> None:
    assert tuple(it.isoformat() for it in quarter(text)) == between


def test_small_readings() -> None:
    assert band("£50,000 to £54,999") == (50000, 54999) and band("150000+") == (150000, None)
    assert band("about 50000") is None
    assert [str(it) for it in ratio("7.14:1") or ()] == ["7.14", "0.005"]
    assert ratio("seven") is None
    assert squashed("Organization_Name") == squashed("OrganisationName")
