from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kit.numbers import MAX_DIGITS, NotANumber, decimal, exact, plain, show, split

DIGITS = 10**MAX_DIGITS - 1


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("0", (0, 0)),
        ("35.9", (359, 1)),
        ("35.90", (3590, 2)),
        ("007", (7, 0)),
        (".5", (5, 1)),
        ("12.", (12, 0)),
        ("0.3333333333333353", (3333333333333353, 16)),
        ("171.8786519973597", (1718786519973597, 13)),
        ("999999999999999999", (999999999999999999, 0)),
        ("1E-05", (1, 5)),
        ("1.2e6", (1200000, 0)),
        ("1.25E+1", (125, 1)),
        ("1,234,567.8", (12345678, 1)),
        ("£1,234.50", (123450, 2)),
        ("-£12", (-12, 0)),
        ("£-12", (-12, 0)),
        ("£641.2407", (6412407, 4)),
        ("35.9%", (359, 1)),
        ("35.9 %", (359, 1)),
        (" 12\t", (12, 0)),
        ("\N{NO-BREAK SPACE}1,200\N{NO-BREAK SPACE}", (1200, 0)),
        ("(1,234.5)", (-12345, 1)),
        ("(12.5%)", (-125, 1)),
        ("12.50-", (-1250, 2)),
        ("\N{MINUS SIGN}4.2", (-42, 1)),
        ("+3", (3, 0)),
        ("-0.0", (0, 1)),
    ],
)
def test_a_published_number_keeps_its_digits(text: str, pair: tuple[int, int]) -> None:
    assert exact(text) == pair


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "no number here"),
        ("   ", "no number here"),
        ("£3,203.453", "could be thousands or pence"),
        ("1,23", "comma out of place"),
        ("1234,567", "comma out of place"),
        ("1,,234", "comma out of place"),
        (",123", "comma out of place"),
        ("1.2m", "write the full number"),
        ("£16.1 million", "write the full number"),
        ("12k", "write the full number"),
        ("3bn", "write the full number"),
        ("1234567890123456789", "too many digits"),
        ("1e18", "too many digits"),
        ("1e999", "too many digits"),
        ("1e-31", "too many digits"),
        ("9" * 10_000, "too many digits"),
        ("--5", "not a number"),
        ("-5-", "not a number"),
        ("(-5)", "not a number"),
        ("(5", "not a number"),
        ("5)", "not a number"),
        ("£5%", "not a number"),
        ("1.2.3", "not a number"),
        ("1 234", "not a number"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("0x10", "not a number"),
        ("1_000", "not a number"),
        ("٣", "not a number"),
        ("²", "not a number"),
        (".", "not a number"),
        ("£", "not a number"),
        ("12\n13", "not a number"),
    ],
)
def test_what_is_not_a_number_is_refused_with_one_sentence(text: str, advice: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        exact(text)
    sentence = str(refusal.value)
    assert advice in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 160


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        mantissa, scale = exact(text)
    except NotANumber:
        return
    assert abs(mantissa) < 10**MAX_DIGITS
    assert scale >= 0


@given(st.integers(-DIGITS, DIGITS), st.integers(0, 18))
def test_the_pair_and_the_decimal_are_the_same_number(mantissa: int, scale: int) -> None:
    value = decimal(mantissa, scale)
    assert value * 10**scale == mantissa
    assert split(value) == (mantissa, scale)


@given(st.integers(-DIGITS, DIGITS), st.integers(0, 18))
def test_a_number_with_separators_reads_as_the_one_without(mantissa: int, scale: int) -> None:
    value = decimal(mantissa, scale)
    assert exact(f"{value:,f}") == exact(f"{value:f}") == (mantissa, scale)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+18"])
def test_a_decimal_that_cannot_be_stored_is_refused(value: str) -> None:
    with pytest.raises(NotANumber):
        split(Decimal(value))


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "shown"),
    [
        ("42.25", "%", 1, "42.3%"),
        ("1234", "£", 0, "£1,234"),
        ("642.5", "£", 2, "£642.50"),
        ("512.4", "kg per household", 1, "512.4 kg per household"),
        ("1234", "", 0, "1,234"),
        ("0.405", "ratio", 2, "0.41 ratio"),
        ("2.5", "", 0, "3"),
        ("-2.5", "", 0, "−3"),
        ("-1234.5", "£", 2, "−£1,234.50"),
        ("-0.04", "%", 1, "0.0%"),
        ("12.4", "£ per head", 2, "£12.40 per head"),
        ("123456789012345678", "£", 2, "£123,456,789,012,345,678.00"),
    ],
)
def test_numbers_as_people_read_them(value: str, unit: str, decimals: int, shown: str) -> None:
    assert show(Decimal(value), unit, decimals) == shown


@pytest.mark.parametrize(
    ("value", "written"), [("35.90", "35.90"), ("1E-7", "0.0000001"), ("12E+3", "12000"), ("-0.5", "-0.5")]
)
def test_a_plain_number_has_no_exponent(value: str, written: str) -> None:
    assert plain(Decimal(value)) == written
