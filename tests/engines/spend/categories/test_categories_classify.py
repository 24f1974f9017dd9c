"""Payments put in categories: by a person, by the council's coding, by habit, by words; or in none."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from moothall.engines.spend.categories import FLOOR, classify
from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.suppliers import cluster


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("categories"), threads=1) as ledger:
        yield ledger


@pytest.fixture
def ledger(kept: Ledger) -> Ledger:
    for table in ("payee", "payment", "supplier", "payee_supplier", "payment_category"):
        kept.db.execute(f"DELETE FROM {table}")
    return kept


def pay(ledger: Ledger, *payments: dict[str, Any]) -> None:
    """Payments numbered from 1; each distinct `payee` name is a payee, 'Redacted' a redacted one."""
    whole = [{"payee": "Thornwick Ltd", **it} for it in payments]
    payees = {name: number for number, name in enumerate(dict.fromkeys(it["payee"] for it in whole), 1)}
    add(
        ledger,
        "payee",
        [{"payee": number, "name": name, "redacted": name == "Redacted"} for name, number in payees.items()],
    )
    always = {"file": 1, "kind": "ledger", "amount": Decimal(100)}
    add(
        ledger,
        "payment",
        [
            {**always, **it, "payee": payees[it["payee"]], "id": number, "line": number + 1}
            for number, it in enumerate(whole, 1)
        ],
    )


def add(ledger: Ledger, table: str, rows: list[dict[str, Any]]) -> None:
    names = sorted({name for row in rows for name in row})
    columns = [[None if row.get(name) is None else str(row[name]) for row in rows] for name in names]
    marks = ", ".join("unnest(?::VARCHAR[])" for _ in names)
    ledger.db.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {marks}", columns)


def said(ledger: Ledger) -> list[tuple[str | None, str]]:
    return ledger.rows("SELECT category, because FROM payment_category ORDER BY id")


def test_the_councils_own_category_is_understood_and_made_finer_by_what_else_is_said(ledger: Ledger) -> None:
    pay(
        ledger,
        {"given_category": "TRANSPORT : Taxi Services"},
        {"given_category": "SOCIAL CARE SERVICES : Adult", "purpose": "EXT NURS CARE FEES 12345"},
        {"given_category": "SOCIAL CARE SERVICES : Adult", "purpose": "Stationery"},
    )
    done = classify(ledger)
    assert said(ledger) == [
        ("transport/taxis", "the council's own category: TRANSPORT : Taxi Services"),
        (
            "social-care-adult/nursing",
            "the council's own category: SOCIAL CARE SERVICES : Adult; the purpose says 'ext nurs care fee'",
        ),
        ("social-care-adult/general", "the council's own category: SOCIAL CARE SERVICES : Adult"),
    ]
    assert (done.payments, done.classified, done.by) == (3, 3, {"given": 3})
    assert [(it.given, it.category, it.rows) for it in done.mapping] == [
        ("SOCIAL CARE SERVICES : Adult", "social-care-adult/general", 2),
        ("TRANSPORT : Taxi Services", "transport/taxis", 1),
    ]


def test_headings_of_the_accounts_are_no_categories(ledger: Ledger) -> None:
    pay(
        ledger,
        {"given_category": "Transport", "account": "Private Hire"},
        {"given_category": "Supplies & Services", "account": "Nursing Home"},
        {"given_category": "Supplies & Services", "account": "Terminations"},
    )
    done = classify(ledger)
    assert [category for category, _ in said(ledger)] == [
        "transport/taxis",
        "social-care-adult/nursing",
        None,
    ]
    assert {it.category for it in done.mapping} == {None}
    pay_alone = {"given_category": "Transport", "account": "Terminations"}
    ledger.db.execute("DELETE FROM payment")
    ledger.db.execute("DELETE FROM payee")
    pay(ledger, pay_alone)
    classify(ledger)
    assert said(ledger)[0][0] == "transport/general"


def test_without_coding_the_words_say_it_each_field_in_its_weight(ledger: Ledger) -> None:
    pay(
        ledger,
        {"account": "Agency staff"},
        {"payee": "Thornwick Taxis Ltd"},
        {"account": "Professional fees", "payee": "Brindle Solicitors LLP"},
        {"merchant_category": "5541 Service stations"},
        {"purpose": "Gas bill site 12"},
        {"merchant_category": "Taxicabs", "given_category_code": "4121", "kind": "card"},
        {"given_category_code": "4121"},  # a ledger's own codes are not those of merchants
    )
    classify(ledger)
    assert [category for category, _ in said(ledger)] == [
        "staff/agency",
        "transport/taxis",
        "legal/solicitors",
        "vehicles/fuel",
        "utilities/gas",
        "transport/taxis",
        None,
    ]
    assert said(ledger)[0][1] == "the account says 'agency staff'"
    assert [said(ledger)[at][1][-6:] for at in (3, 5)] == ["'5541'", "'4121'"]
    known = ledger.rows("SELECT sure FROM payment_category WHERE category IS NOT NULL")
    assert all(FLOOR <= it < 1 for (it,) in known)


def test_what_says_nothing_or_too_much_stays_unsure(ledger: Ledger) -> None:
    pay(
        ledger,
        {},
        {"account": "Other Expenses", "given_category": "NA"},
        {"purpose": "electricity water software"},
    )
    done = classify(ledger)
    assert [category for category, _ in said(ledger)] == [None, None, None]
    assert said(ledger)[0][1] == "nothing said what it is"
    assert said(ledger)[2][1].startswith("unsure; most likely ")
    assert (done.unsure, done.by) == (3, {"unsure": 3})
    assert done.mapping == ()


def test_a_suppliers_coded_payments_say_what_its_others_are(ledger: Ledger) -> None:
    pay(
        ledger,
        *({"payee": "Marley Ltd", "purpose": "WK", "given_category": "CATERING : Food"} for _ in range(4)),
        {"payee": "MARLEY LIMITED", "purpose": "WK"},
        {"payee": "Redacted", "given_category": "CATERING : Food"},
        {"payee": "Redacted", "purpose": "WK"},
    )
    cluster(ledger)
    classify(ledger)
    assert said(ledger)[4] == ("catering/food", "4 of 4 coded payments of this supplier and kind")
    assert said(ledger)[6][0] is None, "who is withheld has no habits"


def test_what_a_person_set_wins_over_everything(ledger: Ledger) -> None:
    pay(
        ledger,
        {"payee": "The Marley Ltd", "account": "Hire  of plant", "given_category": "CATERING : Food"},
        {"payee": "Marley Limited", "account": "Other"},
        {"payee": "Brindle Ltd", "purpose": "WK 12345"},
    )
    done = classify(
        ledger,
        learnt=[
            (("marley", "hire of plant"), "vehicles/plant-hire"),
            (("marley", None), "office/stationery"),
            (("brindle", "wk"), "utilities/gas"),
        ],
    )
    assert [category for category, _ in said(ledger)] == [
        "vehicles/plant-hire",
        "office/stationery",
        "utilities/gas",
    ]
    assert ledger.rows("SELECT DISTINCT sure, because FROM payment_category") == [
        (1.0, "a person set it for this supplier")
    ]
    assert done.by == {"person": 3}


def test_a_category_that_is_not_there_cannot_be_set(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="no category 'x/y'"):
        classify(ledger, learnt=[(("marley", None), "x/y")])


def coded(suppliers: int) -> list[dict[str, Any]]:
    """A council that writes its accounts in words of its own, which only its coding explains."""
    words = {
        "zorb": "UTILITIES : Gas",
        "quim": "CATERING : Food",
        "vash": "ICT : Software",
        "plin": "LEGAL : Counsel",
    }
    return [
        {"payee": f"{word} supplier {n} {other}", "purpose": f"{word} {other}", "given_category": given}
        for n in range(suppliers)
        for word, given in words.items()
        for other in ("mot", "rel")
    ]


def test_words_of_the_councils_own_are_learnt_from_its_coding(ledger: Ledger) -> None:
    pay(
        ledger,
        *coded(40),
        {"payee": "Newcomer Ltd", "purpose": "zorb xx"},
        {"payee": "Newcomer Ltd", "purpose": "unheard of"},
        {"payee": "Newcomer Ltd", "purpose": "zorb agency staff"},
    )
    done = classify(ledger)
    answers = said(ledger)[-3:]
    assert answers[0] == ("utilities/gas", "worded like coded payments of this category")
    assert answers[1][0] is None
    assert done.by["coding"] >= 1
    sure = ledger.rows("SELECT sure FROM payment_category ORDER BY id DESC LIMIT 3")[2][0]
    assert sure >= 0.9, "measured on suppliers that were kept back, it is always right"


def test_what_nobody_sold_is_known_by_its_words_though_no_coding_teaches_it(ledger: Ledger) -> None:
    pay(ledger, *coded(40), {"payee": "Redacted", "purpose": "zorb direct payments"})
    classify(ledger)
    assert said(ledger)[-1][0] == "social-care-adult/direct-payments"


def test_every_payment_has_its_row_and_asking_again_gives_the_same(ledger: Ledger) -> None:
    pay(ledger, *coded(30), {"payee": "Newcomer Ltd"})
    done = classify(ledger)
    rows = ledger.rows("SELECT * FROM payment_category ORDER BY id")
    assert len(rows) == done.payments == 241
    assert done.kinds == 241
    assert classify(ledger) == done
    assert ledger.rows("SELECT * FROM payment_category ORDER BY id") == rows
    assert done.classified == ledger.rows("SELECT count(category) FROM payment_category")[0][0]


def test_a_ledger_without_payments_has_none_to_put_anywhere(ledger: Ledger) -> None:
    assert (classify(ledger).payments, said(ledger)) == (0, [])
