"""What the engine finds of what was planted in a small made-up ledger, and that it is silent over a clean one.

The ledgers and the truth are `benchmarks/spend_planting`'s; the figures for 200,000 rows are `benchmarks/spend.py`'s.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"
ROWS = 2_400
# what fifty suppliers are too few to show: how one of them usually bills, and what a service usually spends
TOO_FEW = {
    "paying: year-end burst",
    "buying: one-off supplier",
    "split: under 5,000",
    "split: under 25,000",
    "split: under 200,000",
}


@pytest.fixture(scope="module")
def bench() -> Iterator[ModuleType]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import spend

        yield spend
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def planting(bench: ModuleType) -> ModuleType:
    import spend_planting

    return spend_planting


@pytest.fixture(scope="module")
def planted(
    bench: ModuleType, planting: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Any, Any]:
    """A ledger with order and invoice dates and two of every kind, and how the findings stand to them."""
    made = planting.planted_ledger(
        7, ROWS, "extract", tmp_path_factory.mktemp("planted"), wanted=dict.fromkeys(planting.KINDS, 2)
    )
    return made, bench.made_and_scored(made)[0]


def test_the_truth_says_where_each_planted_line_stands(planting: ModuleType, tmp_path: Path) -> None:
    wanted = {"duplicate: again": 3, "duplicate: two services": 3}
    made = planting.planted_ledger(3, 800, "banner", tmp_path, wanted=wanted)
    lines = made.paths[0].read_text(encoding="cp1252").splitlines()
    assert len(made.plants) == 6
    for plant in made.plants:
        for doc in (*plant.docs, *plant.beside):
            assert len(doc.places) == len(doc.lines)
            for (name, at), line in zip(doc.places, doc.lines, strict=True):
                assert name == "banner.csv"
                assert doc.transaction_no in lines[at - 1]
                assert doc.invoice_no in lines[at - 1]
                assert line.service in lines[at - 1]


def test_a_copy_is_shown_where_no_innocent_bills_agree_as_it_does(planting: ModuleType) -> None:
    shapes, showing = planting.shapes, planting.showing

    def bill(day: int, net: int, number: str, service: str = "Parks") -> Any:
        line = shapes.Line(net, 0, service, "", "", "")
        paid = date(2024, 1, 1) + timedelta(days=day)
        return shapes.Doc(shapes.Account("Ash Ltd", "", 1), number, paid, paid, [line], ("", ""), "repairs")

    innocent = [bill(0, 50_000, "101"), bill(30, 50_000, "108"), bill(90, 77_777, "120")]
    first, copy = innocent[2], bill(104, 77_777, "120")
    numbered, without = (showing.Showing(innocent, frozenset(it)) for it in (["invoice"], []))
    assert numbered.shows(first, copy), "no two innocent bills have one number"
    assert not without.shows(first, copy), "two innocent bills are of one amount and service, too"
    assert numbered.shows(first, bill(104, 77_777, "12O")), (
        "a letter among figures is no number of this supplier's"
    )
    assert not without.shows(first, bill(104, 77_777, "", "Roads")), "nor is it if the service is another"
    assert without.shows(first, bill(104, 93_332, "120")), "no innocent bill is another with its VAT"


def test_the_same_seed_makes_the_same_ledger(planting: ModuleType, tmp_path: Path) -> None:
    one, other, third = (
        planting.planted_ledger(seed, 300, "months", tmp_path / name)
        for seed, name in ((5, "one"), (5, "other"), (6, "third"))
    )
    texts = [[path.read_bytes() for path in made.paths] for made in (one, other, third)]
    assert texts[0] == texts[1] != texts[2]
    assert [it.record() for it in one.plants] == [it.record() for it in other.plants]


@pytest.mark.parametrize("layout", ["lga", "banner", "months", "workbook"])
def test_every_row_of_a_layout_is_read_and_comes_to_the_same_pounds(
    planting: ModuleType, layout: str, tmp_path: Path
) -> None:
    from moothall.engines.spend.ledger import Ledger
    from moothall.engines.spend.reading import read

    made = planting.clean_ledger(2, 250, layout, tmp_path / "made", span=2)
    with Ledger(tmp_path / "ledger") as ledger:
        reading = read(ledger, made.paths)
        assert reading.kept == made.rows
        assert reading.read == reading.kept + reading.rejected
        assert reading.total * 100 == made.total
        assert reading.rejected == (1 if made.layout.total else 0), "a total at the foot is no payment"


def test_planted_duplicates_are_found_and_little_else_is_called_one(
    planted: tuple[Any, Any], bench: ModuleType, planting: ModuleType
) -> None:
    _, result = planted
    of = bench.duplicates_of([result])
    assert of.likely[1] == 30, "two of each of fifteen ways"
    assert of.likely[0] >= 26
    assert of.found[0] >= 27
    assert of.right[0] >= 0.85 * of.right[1]


def test_every_other_kind_is_found(planted: tuple[Any, Any], planting: ModuleType) -> None:
    _, result = planted
    found = {kind: result.recall([kind], likely=False) for kind in planting.OTHERS}
    assert {kind for kind, (it, of) in found.items() if of and not it} <= TOO_FEW
    assert sum(it for it, _ in found.values()) >= 0.65 * sum(of for _, of in found.values())


def test_a_clean_ledger_is_left_in_peace(bench: ModuleType, planting: ModuleType, tmp_path: Path) -> None:
    result = bench.made_and_scored(planting.clean_ledger(11, ROWS, "extract", tmp_path))[0]
    assert sum(result.alarms().values()) <= 1, result.alarms()


def test_splits_are_not_seen_in_noise(
    bench: ModuleType, planting: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [code for code, test in bench.tests().items() if test.family == "splitting"]
    monkeypatch.setattr(bench, "ONLY", codes)
    made = planting.random_ledger(1, ROWS // 2, tmp_path)
    seen = bench.looked(made.paths, None, made.as_at)
    assert [it for it in seen.said if it.likely] == []
