"""The pages of the documentation, put in place and worked as they stand."""

import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from tests.docs.pages import DOCS, fenced, prose, rows
from tests.engines.spend.ledgers import ledger_of

from moothall.recipes.transparency import Rules, publish, registry, tables
from moothall.recipes.transparency import sets as package
from moothall.recipes.transparency.template import Field, TransparencySet

ADD = DOCS / "add" / "transparency-set.md"
METHOD = DOCS / "methods" / "transparency-code.md"


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TransparencySet]:
    """The set of the page, as if its module stood with the others."""
    from moothall.recipes.transparency.registry import package as folder

    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "waste_contracts.py").write_text(fenced(ADD, "python"))
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path / "sets")])
    registry.sets.cache_clear()
    try:
        yield registry.sets()["waste-contracts"]
    finally:
        registry.sets.cache_clear()
        tables._lexicon.cache_clear()
        sys.modules.pop("moothall.recipes.transparency.sets.waste_contracts")


def test_the_set_of_the_page_is_found_known_by_its_headings_and_published(
    added: TransparencySet, tmp_path: Path
) -> None:
    path = tmp_path / "waste.csv"
    path.write_text(fenced(ADD, "csv"))
    rules = Rules(on=date(2026, 4, 20), last=date(2026, 3, 31), council="Wendale Council")
    (done,) = publish([path], out=tmp_path / "out", rules=rules).sets
    assert (done.set, done.status, done.total) == (added, "published", 2_400_000)
    assert (tmp_path / "out" / "published" / "waste-contracts.csv").exists()


def test_the_page_explains_every_field() -> None:
    text = prose(ADD)
    for kind in (TransparencySet, Field):
        assert [it.name for it in fields(kind) if f"`{it.name}`" not in text] == []


def test_every_set_has_its_row() -> None:
    table = {row[0].strip("`"): row for row in rows(METHOD)}
    for id, one in package().items():
        assert table[id][1] == one.frequency


def test_the_worked_example(tmp_path: Path) -> None:
    example = [row for row in rows(METHOD) if row[0].isdigit()]
    paid = [
        {"payee": it[1], "paid": it[2], "transaction_no": it[3], "amount": it[4], "irrecoverable_vat": it[5]}
        for it in example
    ]
    rules = Rules(on=date(2026, 4, 20), first=date(2026, 1, 1), last=date(2026, 3, 31), council="W")
    with ledger_of(tmp_path / "ledger", paid) as ledger:
        (done,) = publish(ledger, out=tmp_path / "out", rules=rules).sets
    assert done.rows == sum(it[6] == "published" for it in example)
    assert {it.why: it.rows for it in done.left_out} == {
        why: sum(it[6] == why for it in example) for why in ("not more than £500", "outside the period")
    }
    assert f"Five rows of £{done.total:,} are published" in prose(METHOD)
