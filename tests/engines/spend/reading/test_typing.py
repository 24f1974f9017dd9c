"""Amounts, references and numbers of registration, as SQL reads them."""

from decimal import Decimal

import pytest

from moothall.engines.spend.reading.typing_sql import MACROS, redacted


@pytest.fixture(scope="module")
def sql():
    import duckdb

    db = duckdb.connect()
    for signature, body in MACROS.items():
        db.execute(f"CREATE TEMP MACRO {signature} AS {body}")
    yield lambda query, *values: db.execute(f"SELECT {query}", list(values)).fetchone()[0]
    db.close()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.50", "12.50"),
        ("£1,234.50", "1234.50"),
        ("(1,234.50)", "-1234.50"),
        ("(£5)", "-5"),
        ("5.00-", "-5"),
        ("-£5.00", "-5"),
        ("£-5.00", "-5"),
        ("−5", "-5"),
        ("5.00 CR", "-5"),
        ("5.00DR", "5"),
        (" 1 234.00 ", "1234"),
        ("1,234,567.89", "1234567.89"),
        (".5", "0.50"),
        ("5.", "5"),
        ("+5", "5"),
        ("GBP 5", "5"),
        ("0.30000000000000004", "0.30"),
        ("12.345", "12.35"),
        ("-12.345", "-12.35"),
        ("1e3", "1000"),
        ("0", "0"),
        ("5–", "-5"),
        ("£ 12", "12"),
    ],
)
def test_amounts(sql, text, amount):
    assert sql("whole_pence(pounds(?))", text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "abc",
        "12,34.50",
        "1,23",
        "(5",
        "5)",
        "--5",
        "(-5)",
        "1_000",
        "£",
        "12.3.4",
        "5 apples",
        "nan",
        "1e99",
        "31/03/2024",
        "-5 CR",
    ],
)
def test_what_is_no_amount(sql, text):
    assert sql("whole_pence(pounds(?))", text) is None


def test_parts_of_a_penny_are_told_from_the_noise_of_floats(sql):
    assert sql("parts_of_a_penny(pounds(?))", "12.345")
    assert not sql("parts_of_a_penny(pounds(?))", "12.340000000000001")
    assert not sql("parts_of_a_penny(pounds(?))", "1234.56")


@pytest.mark.parametrize(
    ("query", "text", "value"),
    [
        ("vat_number_of(?)", "GB 123 4567 89", "GB123456789"),
        ("vat_number_of(?)", "123456789", "GB123456789"),
        ("vat_number_of(?)", "NA", None),
        ("vat_number_of(?)", "000000000", None),
        ("company_number_of(?)", "1234567", "01234567"),
        ("company_number_of(?)", "sc123456", "SC123456"),
        ("company_number_of(?)", "n/a", None),
        ("postcode_of(?)", "ab12cd", "AB1 2CD"),
        ("postcode_of(?)", " ", None),
        ("flag(?)", "Yes", True),
        ("flag(?)", "No", False),
        ("flag(?)", "maybe", None),
        ("capital_flag(?)", "C", True),
        ("capital_flag(?)", "Revenue", False),
        ("capital_flag(?)", "R", False),
        ("reference(?)", "N/A", None),
        ("reference(?)", "Redacted", None),
        ("reference(?)", "00123", "00123"),
        ("said(?)", " #N/A ", None),
        ("said(?)", "\u00a0Ash\u00a0", "Ash"),
    ],
)
def test_other_fields(sql, query, text, value):
    assert sql(query, text) == value


@pytest.mark.parametrize(
    ("name", "is_redacted"),
    [
        ("REDACTED PERSONAL DATA", True),
        ("Redacted", True),
        ("Name withheld", True),
        ("Individual", True),
        ("***", True),
        ("XXXXX", True),
        ("Personal Data - redacted under GDPR", True),
        ("Individual Care Ltd", False),
        ("Private Hire Cars", False),
        ("Exempt Housing CIC", False),
        ("A", False),
    ],
)
def test_redacted_payees(sql, name, is_redacted):
    assert sql(f"{redacted()} FROM (SELECT ? AS name)", name) is is_redacted
