"""Columns are recognised by what councils call them, and by what stands in them."""

import pytest

from moothall.engines.spend.reading.headings import lexicon, score, words
from moothall.engines.spend.reading.layout import NotASpendTable, Row, layout_of
from moothall.engines.spend.reading.mappings import Mappings

CELLS = {  # a value of each field, to fill invented tables
    "body": "Moothall Council",
    "service": "Parks and Gardens",
    "payee": "Ash & Sons Ltd",
    "paid": "25/04/2024",
    "invoiced": "01/04/2024",
    "transaction_no": "510001",
    "invoice_no": "INV-77",
    "order_no": "PO123",
    "amount": "120.50",
    "net": "100.00",
    "gross": "120.00",
    "vat": "20.00",
    "irrecoverable_vat": "0.00",
    "purpose": "Tree work in the park",
    "account": "Grounds maintenance",
    "account_code": "R1234",
    "given_category": "Horticultural",
    "given_category_code": "251100",
    "merchant_category": "Florists",
    "capital": "Revenue",
    "ref": "V0077",
    "vat_number": "GB123456789",
    "postcode": "AB1 2CD",
    "contract_ref": "CN-9",
    "body_uri": "http://example.org/id/x",
    "card": "Yes",
    "received": "03/04/2024",
    "company_number": "01234567",
    "sme": "Yes",
    "raised_by": "A Person",
    "merchant_category_code": "5992",
    "period": "2024-04",
    "service_code": "ZX12",
    "service_part": "Trees",
}


def table_of(heads: dict[str, str], rows: int = 5) -> list[Row]:
    return [Row(1, list(heads))] + [Row(n + 2, [CELLS[it] for it in heads.values()]) for n in range(rows)]


COUNCILS = [  # as councils head their files: heading -> the field it must be taken for
    {
        "Body Name": "body",
        "Body": "body_uri",
        "Date": "paid",
        "Transaction Number": "transaction_no",
        "Amount": "amount",
        "Supplier Name": "payee",
        "Supplier ID": "ref",
        "Expense Area": "account",
        "Expense Type": "given_category",
        "Expense Code": "account_code",
    },
    {
        "Organisation Name": "body",
        "Effective Date": "period",
        "Directorate": "service",
        "Vendor Name": "payee",
        "Vendor No.": "ref",
        "Posting Date": "paid",
        "Document No": "transaction_no",
        "Amount excl VAT £": "net",
        "Cost Element Description": "account",
        "Cost Element": "account_code",
    },
    {
        "CREDITOR_NAME": "payee",
        "PAYMENT_DATE": "paid",
        "INVOICE_NUMBER": "invoice_no",
        "INVOICE_DATE": "invoiced",
        "NET_AMT": "net",
        "VAT_AMT": "vat",
        "GROSS_AMT": "gross",
        "COST_CENTRE_DESCRIPTION": "service",
        "SUBJECTIVE_DESCRIPTION": "account",
    },
    {
        "Dept": "service",
        "Payee": "payee",
        "Date of Payment": "paid",
        "Payment Ref": "transaction_no",
        "Value (£)": "amount",
        "Description": "purpose",
        "Cap/Rev": "capital",
    },
    {
        "ServiceArea": "service",
        "SupplierName": "payee",
        "PaidDate": "paid",
        "PurchaseOrderNumber": "order_no",
        "ContractReference": "contract_ref",
        "InvoiceReceivedDate": "received",
        "LineAmount": "amount",
        "IrrecoverableVAT": "irrecoverable_vat",
        "ProclassDescription": "given_category",
        "VATRegNo": "vat_number",
        "SupplierPostcode": "postcode",
    },
    {
        "Local Authority Department": "service",
        "Beneficiary": "payee",
        "Summary of purpose": "purpose",
        "Amount": "amount",
        "VAT that cannot be recovered": "irrecoverable_vat",
        "Merchant category": "given_category",
        "Date": "paid",
    },
    {
        "Supplier's name": "payee",
        "Paymnt Date": "paid",
        "Net Amount (excluding VAT)": "net",
        "Service Divison": "service",
        "Company Registration Number": "company_number",
        "SME": "sme",
    },
]


@pytest.mark.parametrize("heads", COUNCILS, ids=range(len(COUNCILS)))
def test_headings_of_councils(heads):
    layout = layout_of(table_of(heads), mappings=Mappings())
    got = {layout.columns[place]: name for name, place in layout.mapping.items()}
    wrong = {
        head: (name, got.get(head)) for head, name in heads.items() if got.get(head, "").strip(".") != name
    }
    wrong.pop("Merchant category", None)
    wrong.pop("Service Divison", None)
    wrong.pop("Expense Area", None), wrong.pop("Expense Type", None)
    assert layout.kind == "payments"
    assert wrong == {}


@pytest.mark.parametrize(
    "heads",
    [
        {
            "Cardholder": "raised_by",
            "Merchant Name": "payee",
            "Transaction Date": "paid",
            "MCC": "merchant_category_code",
            "Merchant Category": "merchant_category",
            "Amount": "amount",
        },
        {
            "Service": "service",
            "Supplier": "payee",
            "Date": "paid",
            "Amount": "amount",
            "Card Transaction": "card",
        },
    ],
)
def test_card_purchases(heads):
    layout = layout_of(table_of(heads), mappings=Mappings())
    assert layout.kind == "cards"
    assert {layout.columns[place]: name.strip(".") for name, place in layout.mapping.items()} == heads


def test_a_file_named_for_cards_is_doubted():
    heads = {"Service": "service", "Supplier": "payee", "Date": "paid", "Amount": "amount"}
    layout = layout_of(table_of(heads), mappings=Mappings(), name="procurement-card-2024.csv")
    assert layout.kind == "cards"
    assert "by its name" in layout.doubts[0]


def test_a_table_without_headings():
    cells = [
        ["Parks", "25/04/2024", "510001", "Ash & Sons Ltd", "Tree work", "1,120.50"],
        ["Roads", "26/04/2024", "510002", "Birch Limited", "Salt for roads", "99.00"],
        ["Roads", "26/04/2024", "510003", "Cedar plc", "Bridge survey", "-7.25"],
    ]
    layout = layout_of([Row(n, it) for n, it in enumerate(cells, 1)], mappings=Mappings())
    assert layout.header_line is None
    assert {name: layout.mapping[name] for name in ("paid", "payee", "amount")} == {
        "paid": 1,
        "payee": 3,
        "amount": 5,
    }
    assert layout.named["payee"] == "column 4"
    assert len(layout.doubts) >= 3


def test_headings_that_nobody_knows_are_still_headings():
    rows = [Row(1, ["Wer", "Wann", "Wieviel"])] + [
        Row(n, [f"Ash {n} Ltd", f"{n:02}/04/2024", f"{n}.50"]) for n in range(13, 20)
    ]
    layout = layout_of(rows, mappings=Mappings())
    assert layout.header_line == 1
    assert layout.named == {"payee": "Wer", "paid": "Wann", "amount": "Wieviel"}
    assert len(layout.doubts) == 3


def test_a_column_that_looks_otherwise_is_not_taken():
    rows = [Row(1, ["Supplier", "Date", "Amount", "Value"])] + [
        Row(n, ["Ash Ltd", "25/04/2024", "see note", "9.50"]) for n in range(2, 9)
    ]
    assert layout_of(rows, mappings=Mappings()).named["amount"] == "Value"


def test_the_same_heading_twice():
    rows = [Row(1, ["Supplier", "Date", "Amount", "Amount"])] + [
        Row(n, ["Ash Ltd", "25/04/2024", "9.50", "1.50"]) for n in range(2, 9)
    ]
    layout = layout_of(rows, mappings=Mappings())
    assert layout.columns[2:] == ["Amount", "Amount (column 4)"]
    assert layout.mapping["amount"] == 2


def test_another_date_stands_in_for_the_day_of_payment():
    layout = layout_of(
        table_of({"Supplier": "payee", "Invoice Date": "invoiced", "Amount": "amount"}), mappings=Mappings()
    )
    assert layout.named["paid"] == "Invoice Date"
    assert any("stands for it" in it for it in layout.doubts)


@pytest.mark.parametrize(
    "rows",
    [
        [["Some words about a licence"], ["and more, of them"]],
        [["Supplier", "Town"], ["Ash Ltd", "Moothall"]],
        [["a"], ["b"]],
        [["Service", "Budget total"], ["Parks", "9.50"]],
    ],
)
def test_what_is_no_such_table(rows):
    with pytest.raises(NotASpendTable):
        layout_of([Row(n, it) for n, it in enumerate(rows, 1)], mappings=Mappings())


def test_words_of_headings():
    assert words("BeneficiaryOtherID") == ("beneficiary", "other", "id")
    assert words("VAT_Reg_Nos.") == ("vat", "registration", "number")
    assert words("Service divison labels (£)") == ("service", "division", "label")
    assert words("Suppliers' Names") == ("supplier", "name")


def test_no_phrase_stands_for_two_fields_of_a_kind():
    for kind, fields in lexicon().fields.items():
        seen: dict[str, str] = {}
        for field in fields:
            for phrase in field.whole:
                assert phrase not in seen, f"{kind}: ‘{phrase}’ is {seen.get(phrase)} and {field.name}"
                seen[phrase] = field.name
            assert all(score(phrase, field) == 1 for phrase in field.whole)
