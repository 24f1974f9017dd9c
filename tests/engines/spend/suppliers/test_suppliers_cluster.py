"""Payees joined to suppliers: against known truth, and rule by rule."""

import sys
from collections.abc import Iterator
from decimal import Decimal

import pytest
from tests.engines.spend.suppliers import truth

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.suppliers import DOUBTFUL, SURE, Clustering, cluster

VAT, OTHER_VAT = "GB123456727", "GB987654353"  # their check digits are right


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("suppliers"), threads=1) as ledger:
        yield ledger


@pytest.fixture
def ledger(kept: Ledger) -> Ledger:
    for table in ("payee", "payment", "contract", "purchase_order", "supplier", "payee_supplier"):
        kept.db.execute(f"DELETE FROM {table}")
    return kept


def pay(ledger: Ledger, *payees: dict[str, object]) -> None:
    """Payees numbered from 1, each paid `pounds` (or 100)."""
    for number, it in enumerate(payees, 1):
        fields = {"payee": number, "redacted": False, **it}
        pounds, body = fields.pop("pounds", 100), fields.pop("body", None)
        marks = ", ".join("?" * len(fields))
        ledger.db.execute(f"INSERT INTO payee ({', '.join(fields)}) VALUES ({marks})", list(fields.values()))
        ledger.db.execute(
            "INSERT INTO payment (id, file, line, kind, body, payee, amount) VALUES (?, 1, ?, 'ledger', ?, ?, ?)",
            [number, number + 1, body, number, Decimal(str(pounds))],
        )


def groups(ledger: Ledger) -> list[list[int]]:
    return [
        it
        for (it,) in ledger.rows(
            "SELECT list_sort(list(payee)) FROM payee_supplier GROUP BY supplier ORDER BY 1"
        )
    ]


def test_against_known_truth(ledger: Ledger) -> None:
    payees = truth.made(1867, 2_500)
    truth.fill(ledger, payees)
    done = cluster(ledger)
    precision, recall = truth.measured(payees, truth.answers(ledger))
    sys.stdout.write(f"{len(payees)} payees: precision {precision:.3f}, recall {recall:.3f}\n")
    assert precision >= 0.98
    assert recall >= 0.90
    assert done.payees == len(payees) == ledger.one("SELECT count(*) FROM payee_supplier")
    assert done.suppliers == ledger.one("SELECT count(*) FROM supplier")
    assert all(DOUBTFUL <= it.confidence < SURE for it in done.review)
    assert [it.pounds for it in done.review] == sorted((it.pounds for it in done.review), reverse=True)


def test_a_redacted_payee_is_joined_with_nothing_whoever_says_so(ledger: Ledger) -> None:
    pay(ledger, {"name": "Redacted", "redacted": True}, {"name": "Redacted", "redacted": True, "ref": "1"})
    done = cluster(ledger, joined=[(("Redacted", None), ("Redacted", "1"))])
    assert groups(ledger) == [[1], [2]]
    assert (done.redacted, done.suppliers) == (2, 2)
    assert ledger.rows("SELECT DISTINCT name, redacted FROM supplier") == [("Redacted", True)]


def test_spellings_of_one_company_are_one_supplier_called_what_most_was_paid_under(ledger: Ledger) -> None:
    pay(
        ledger,
        {"name": "Wendale Coaches Ltd", "ref": "1"},
        {"name": "WENDALE COACHES (UK) LIMITED", "ref": "2", "pounds": 900},
        {"name": "The Wendale Coaches Limted", "ref": "3"},
        {"name": "WendaleCoaches Ltd", "ref": "4"},
        {"name": "Wendale Coaches Ltd T/A Brook Travel", "ref": "5"},
        {"name": "Brindle Coaches Ltd", "ref": "6"},
    )
    cluster(ledger)
    assert groups(ledger) == [[1, 2, 3, 4, 5], [6]]
    assert ledger.rows("SELECT supplier, name FROM supplier ORDER BY 1") == [
        (1, "WENDALE COACHES (UK) LIMITED"),
        (6, "Brindle Coaches Ltd"),
    ]
    assert ledger.rows("SELECT confidence, reason FROM payee_supplier WHERE payee = 6") == [
        (1.0, "stands alone")
    ]
    assert ledger.one("SELECT min(confidence) FROM payee_supplier") >= SURE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Thornwick (Leeds) Ltd", "Thornwick (York) Ltd"),
        ("Brook Care Home 24 Ltd", "Brook Care Home 25 Ltd"),
        ("Thornwick Plumbing Ltd", "Thornwick Electrical Ltd"),
        ("Thornwick Care Ltd", "Thornwick Care Services Ltd"),
        ("Thornwick Ltd", "Thornwick (Holdings) Ltd"),
        ("Thornwick & Brindle LLP", "Thornwick & Brindle Ltd"),
        ("Mr T Thornwick", "Mr T Thornwick"),
        ("St Anne's Primary School", "St Anne's Primary School"),
    ],
)
def test_names_that_may_be_two_are_not_joined_by_name_alone(ledger: Ledger, first: str, second: str) -> None:
    pay(ledger, {"name": first, "ref": "1"}, {"name": second, "ref": "2"})
    cluster(ledger)
    assert groups(ledger) == [[1], [2]]


def test_two_of_one_vat_group_are_not_one_but_are_shown_when_their_names_are_alike(ledger: Ledger) -> None:
    pay(
        ledger,
        {"name": "Brindle City Council", "vat_number": VAT},
        {"name": "Ashcombe Hill School", "vat_number": VAT},
        {"name": "Thornwick Coaches", "vat_number": OTHER_VAT},
        {"name": "Thornwick Travel", "vat_number": OTHER_VAT},
    )
    done = cluster(ledger)
    assert groups(ledger) == [[1], [2], [3], [4]]
    assert [(it.payee, it.other) for it in done.review] == [(3, 4)]
    assert "the same VAT number" in done.review[0].why


def test_what_else_is_known_joins_and_parts(ledger: Ledger) -> None:
    pay(
        ledger,
        {"name": "Mr T Thornwick", "ref": "1", "postcode": "LS1 4AP", "vat_number": VAT},
        {"name": "Mr T Thornwick", "ref": "2", "postcode": "ls14ap", "vat_number": "123 4567 27"},
        {"name": "Brindle Coaches Ltd", "ref": "3", "vat_number": VAT},
        {"name": "Brindle Coaches Ltd", "ref": "4", "vat_number": OTHER_VAT},
        {"name": "Oldale House", "ref": "5", "company_number": "4513297"},
        {"name": "Quarnley Lodge Ltd", "ref": "6", "company_number": "04513297"},
        {"name": "Selby Rentals Ltd", "ref": "7", "company_number": "04513299"},
        {"name": "Selby Rentals Ltd", "ref": "8", "company_number": "04513298"},
        {"name": "Harden Taxis", "ref": "9"},
        {"name": "Marley Cars", "ref": "9"},
        {"name": "Marley Cars", "ref": "9", "vat_number": VAT},
    )
    done = cluster(ledger)
    assert groups(ledger) == [[1, 2], [3], [4], [5, 6], [7], [8], [9, 10, 11]]
    assert (3, 4) in {(it.payee, it.other) for it in done.review}


def test_one_reference_of_two_councils_or_of_everybody_says_nothing(ledger: Ledger) -> None:
    names = ("Alder", "Beech", "Cedar", "Dogwood", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
    pay(
        ledger,
        {"name": "Harden Taxis", "ref": "9", "body": "Ashcombe"},
        {"name": "Marley Cars", "ref": "9", "body": "Brindleford"},
        *({"name": f"{it} Books", "ref": "99999"} for it in names),
    )
    cluster(ledger)
    assert groups(ledger) == [[it] for it in range(1, 13)]


def test_a_chain_that_would_join_two_companies_is_cut_and_shown(ledger: Ledger) -> None:
    pay(
        ledger,
        {"name": "Thornwick Coaches Ltd", "ref": "1", "company_number": "04513297", "pounds": 300},
        {"name": "Thornwick Coaches Limited", "ref": "2", "pounds": 200},
        {"name": "Thornwick Coaches (UK) Ltd", "ref": "3", "company_number": "07654321"},
    )
    done = cluster(ledger)
    assert groups(ledger) == [[1, 2], [3]]
    assert [(it.payee, it.other) for it in done.review] == [(2, 3)]
    assert "two company numbers" in done.review[0].why


def test_what_a_person_decided_wins(ledger: Ledger) -> None:
    pay(
        ledger,
        {"name": "Thornwick Coaches Ltd", "ref": "1"},
        {"name": "Thornwick Coaches Limited", "ref": "2"},
        {"name": "Marley Cars", "ref": "3", "company_number": "04513297"},
        {"name": "Harden Taxis", "ref": "4", "company_number": "07654321"},
    )
    decided: Clustering = cluster(
        ledger,
        joined=[(("Marley Cars", "3"), ("Harden Taxis", "4"))],
        parted=[(("Thornwick Coaches Ltd", "1"), ("Thornwick Coaches Limited", "2"))],
    )
    assert groups(ledger) == [[1], [2], [3, 4]]
    assert decided.review == ()
    assert ledger.one("SELECT reason FROM payee_supplier WHERE payee = 4") == "a person joined them"
    cluster(ledger)  # and afresh without
    assert groups(ledger) == [[1, 2], [3], [4]]


def test_contracts_and_orders_are_given_the_supplier_they_name(ledger: Ledger) -> None:
    pay(
        ledger,
        {"name": "Thornwick Coaches Ltd", "ref": "1", "pounds": 50},
        {"name": "Marley Road Cars", "ref": "2", "pounds": 500},
        {"name": "Brook Care Services", "ref": "3", "company_number": "04513297"},
    )
    for number, name, company in (
        (1, "THORNWICK COACHES (UK) LIMITED", None),
        (2, "Thornwick Coaches, Ltd; Marley Road Cars", None),
        (3, "Nobody Known PLC", None),
        (4, "Thornwick Coaches & Minibuses", None),
        (5, "Brook Group", "4513297"),
        (6, None, None),
    ):
        ledger.db.execute(
            "INSERT INTO contract (contract, supplier_name, company_number) VALUES (?, ?, ?)",
            [number, name, company],
        )
    ledger.db.execute("INSERT INTO purchase_order (order_no, supplier_name) VALUES ('1', 'Marley Rd Cars')")
    done = cluster(ledger)
    assert dict(ledger.rows("SELECT contract, supplier FROM contract")) == {
        1: 1,
        2: 2,
        3: None,
        4: None,
        5: 3,
        6: None,
    }
    assert ledger.rows("SELECT supplier FROM purchase_order") == [(2,)]
    assert [it.supplier for it in done.contracts[2]] == [2, 1]
    assert done.unresolved[3] is None
    likely = done.unresolved[4]
    assert likely and likely.supplier == 1 and likely.confidence < SURE
    assert 6 not in done.unresolved


def test_a_ledger_without_payees_has_no_suppliers(ledger: Ledger) -> None:
    assert cluster(ledger) == Clustering(0, 0, 0, (), {}, {})


def test_the_same_ledger_gives_the_same_answer(ledger: Ledger) -> None:
    truth.fill(ledger, truth.made(3, 300))
    first = cluster(ledger)
    asked = "SELECT * FROM payee_supplier ORDER BY payee"
    rows = ledger.rows(asked)
    assert cluster(ledger) == first
    assert ledger.rows(asked) == rows


def test_each_payee_without_a_name_stands_alone(ledger: Ledger) -> None:
    pay(ledger, {"name": None}, {"name": " "}, {"name": "-"})
    cluster(ledger)
    assert groups(ledger) == [[1], [2], [3]]
    assert {it for (it,) in ledger.rows("SELECT name FROM supplier")} == {"No name given", "-"}
