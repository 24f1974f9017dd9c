"""Parquet files of the figures: what they hold equals the store, digit for digit; whole or not at all; kept fresh."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.core.cache import cache
from django.test import Client
from tests.cli.conftest import Said, moothall
from tests.cli.test_commands import valid
from tests.people import World

from moothall.core import clock
from moothall.figures.actions import load
from moothall.figures.exporting import COLUMNS, export, text, write_parquet
from moothall.figures.models import Observation

__all__ = ["moothall"]


def rows(path: Path, select: str = "*") -> list[dict[str, Any]]:
    found = duckdb.sql(f"SELECT {select} FROM '{path}'")
    return [dict(zip(found.columns, it, strict=True)) for it in found.fetchall()]


def test_the_file_holds_what_the_store_holds(world: World, tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    officer = world.person["performance-officer"]
    assert write_parquet(officer, path) == 6
    assert list(tmp_path.glob("*")) == [path] or {it.name for it in tmp_path.glob("moothall-*")} == set()
    found = rows(path)
    assert list(found[0]) == list(COLUMNS)
    stored = {
        (it.series_id, it.start): it
        for it in Observation.objects.filter(series__organisation__slug__in=("published", "testham")).full()
    }
    assert len(found) == len(stored)
    for it in found:
        same = stored[it["series"], it["start"]]
        assert it["value"] == same.value
        assert it["value_text"] == (f"{same.value:f}" if same.value is not None else None)
        assert (it["measure"], it["area"], it["period"]) == (
            same.series.measure, same.series.area_id, same.period.iso,
        )  # fmt: skip
        assert (it["missing"], it["numerator"]) == (same.missing or None, same.numerator)
        assert it["published_at"] == same.load.published_at
    kinds = {it[0]: it[1] for it in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
    assert (kinds["value"], kinds["start"], kinds["value_text"]) == ("DECIMAL(38,2)", "DATE", "VARCHAR")


def test_anothers_figures_are_not_in_it(world: World, tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    assert write_parquet(world.person["no-role"], path) == 4
    assert write_parquet(world.person["performance-officer"], path, published_only=True) == 4
    assert write_parquet(world.person["performance-officer"], path, ["missed-bins"]) == 0
    assert rows(path, "count(*) AS n") == [{"n": 0}]
    assert Decimal("66.60") not in [it["value"] for it in rows(path)]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("0.1", "0.1"),
        ("-12345678901234567.8", "-12345678901234567.8"),
        ("0.123456789012345678", "0.123456789012345678"),
        ("0.00000012345678901234567", "0.000000123456789012"),  # a DECIMAL has 18 places at most
    ],
)
def test_numbers_are_exact_as_far_as_a_decimal_goes(
    world: World, tmp_path: Path, value: str, kept: str
) -> None:
    given = tmp_path / "return.csv"
    given.write_text(f"Measure,Period,Value\nmissed-bins,Apr 2024,{value}\n")
    path = tmp_path / "f.parquet"
    load(world.root, organisation=world.council, path=given)
    write_parquet(world.root, path, ["missed-bins"])
    (it,) = rows(path)
    assert (it["value_text"], it["value"]) == (value, Decimal(kept))


@pytest.mark.once
def test_stored_numbers_as_text() -> None:
    assert [text(3590, 2), text(-5, 3), text(0, 1), text(7, 0), text(None, 0)] == [
        "35.90",
        "-0.005",
        "0.0",
        "7",
        None,
    ]


def test_a_superseded_value_is_not_in_it(world: World, tmp_path: Path) -> None:
    given = tmp_path / "return.csv"
    given.write_text("Measure,Period,Value\nHousehold waste recycling rate,2022-23,40.00\n")
    load(world.root, organisation=world.council, path=given)
    path = tmp_path / "f.parquet"
    write_parquet(world.person["performance-officer"], path)
    own = [
        it["value"]
        for it in rows(path)
        if it["organisation"] == "testham" and it["period"].startswith("2022")
    ]
    assert own == [Decimal("40.00")]


def test_an_export_is_written_again_only_when_something_was_loaded(
    world: World, moothall: Callable[..., Said], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    said = moothall("export", "--parquet", folder, "--json", "-")
    found = valid("export", said.out)
    assert (said.status, found["written"], found["rows"]) == (0, True, 8), (
        "the command line reads every council's"
    )
    assert sorted(it.name for it in folder.iterdir()) == [
        "areas.parquet", "measures.parquet", "moothall.json", "observations.parquet",
    ]  # fmt: skip
    manifest = json.loads((folder / "moothall.json").read_text())
    assert (manifest["rows"], manifest["sequence"], manifest["columns"]) == (8, found["sequence"], COLUMNS)
    assert rows(folder / "areas.parquet", "code, name")[0] == {"code": "E07000125", "name": "Rossendale"}
    assert any(it["id"] == "recycling-rate" for it in rows(folder / "measures.parquet"))
    assert "nothing was written" in moothall("export", "--parquet", folder, "--if-changed").out
    given = tmp_path / "return.csv"
    given.write_text("Measure,Period,Value\nmissed-bins,Apr 2024,61\n")
    load(world.root, organisation=world.council, path=given)
    assert "9 figures written" in moothall("export", "--parquet", folder, "--if-changed").out
    assert "4 figures written" in moothall("export", "--parquet", folder, "--if-changed", "--published").out
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert moothall("export", "--parquet", blocked).status == 2


def test_what_fails_leaves_the_old_file(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(world.root, tmp_path / "out", now=clock.now())
    before = (tmp_path / "out" / "observations.parquet").read_bytes()
    monkeypatch.setattr("moothall.figures.exporting._typed", lambda *_: "no such column")
    with pytest.raises(duckdb.Error):
        export(world.root, tmp_path / "out", now=clock.now())
    assert (tmp_path / "out" / "observations.parquet").read_bytes() == before
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_the_download(world: World, tmp_path: Path) -> None:
    cache.clear()
    assert world.key
    browser = Client()
    answer = browser.get("/api/figures.parquet?measure=recycling-rate")
    path = tmp_path / "got.parquet"
    path.write_bytes(b"".join(answer.streaming_content))
    assert len(rows(path)) == 4
    assert answer["Content-Disposition"] == 'attachment; filename="recycling-rate.parquet"'
    answer = browser.get(
        "/api/figures.parquet?measure=recycling-rate&measure=missed-bins",
        headers={"Authorization": f"Bearer {world.key[1]}"},
    )
    path.write_bytes(b"".join(answer.streaming_content))
    assert len(rows(path)) == 6
    assert browser.get("/api/figures.parquet").status_code == 422
    assert browser.get("/api/figures.parquet?measure=nonsense").status_code == 404
    assert (
        browser.get("/api/figures.parquet?measure=x", headers={"Authorization": "Bearer no"}).status_code
        == 401
    )
    assert browser.post("/api/figures.parquet").status_code == 405
