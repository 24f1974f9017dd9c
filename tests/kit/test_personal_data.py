"""What has the form of personal data, and what only looks like it. Every value is invented or a test value."""

import pytest

from moothall.kit.personal_data import (
    BANK,
    BIRTH,
    CARD,
    EMAIL,
    NHS,
    NINO,
    PHONE,
    POSTCODE,
    VEHICLE,
    is_iban,
    is_nhs_number,
    is_postcode,
    luhn,
    masked,
    personal,
)

HELD = {
    EMAIL: ["jo.example@mail.example", "see J_Example+1@home.example.org please"],
    PHONE: [
        "call 07700 900123",
        "07700900123",
        "+44 7700 900123",
        "(0161) 496 0123",
        "0161 496 0123",
        "020 7946 0123",
        "01632 960123",
        "tel 01632960123",
        "+44 (0)20 7946 0123",
    ],
    NINO: ["AB 12 34 56 C", "ref AB123456C", "ab 123456 d", "NI no AB 12 34 56"],
    NHS: ["943 476 5919", "NHS no 9434765919", "943-476-5919"],
    BANK: [
        "20-00-00 55779911",
        "sort code 200000",
        "55779911, s/c 20-00-00",
        "account no 55779911",
        "GB29 NWBK 6016 1331 9268 19",
    ],
    CARD: ["4111 1111 1111 1111", "5555555555554444", "3782 822463 10005"],
    BIRTH: ["DOB 03/04/1961", "born on 3 April 1961", "date of birth: 1961-04-03", "d.o.b. 3.4.61"],
    VEHICLE: ["AB12 CDE", "hire of AB62CDE", "reg no A123 BCD", "registration ABC 123D"],
    POSTCODE: ["12 High Street AB1 2DE", "flat 3, m99 9zz", "SW1A2AA"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HELD.items() for text in texts])
def test_a_value_is_found_by_its_form(kind: str, text: str) -> None:
    assert kind in {it.kind for it in personal(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Invoice 5100482005",  # ten digits that are a reference, and no NHS number without its spaces
        "PO 4500123456 line 10",
        "943 476 5918",  # a wrong check digit
        "4111 1111 1111 1112",
        "GL 1234567890123456",  # sixteen digits that no card scheme issues
        "accounts@supplier.example",  # a shared mailbox is nobody's
        "enquiries.north@supplier.example",
        "12-03-24 delivery",  # a date has the form of a sort code
        "electricity account no 55779911",
        "period 01/04/2024 to 30/06/2024",
        "£1,234,567.89 stage payment",
        "BS12 drainage works",
        "A4 paper 80gsm x 5",
        "QQ123456C part",  # no such prefix
        "TRL 24/00912 phase 2",
        "M32 depot",
        "meter 0161496012",
        "BG123456C",
        "week 12 2024-25",
        "AB12/34 CDE",
        "00000000000",
        "1111111111",
        "",
    ],
)
def test_a_reference_is_not_taken_for_a_person(text: str) -> None:
    assert personal(text) == []


def test_values_are_placed_and_do_not_overlap() -> None:
    text = "Refund to jo@mail.example, 07700 900123, AB1 2DE"
    found = personal(text)
    assert [(it.kind, text[it.start : it.end]) for it in found] == [
        (EMAIL, "jo@mail.example"),
        (PHONE, "07700 900123"),
        (POSTCODE, "AB1 2DE"),
    ]


def test_check_digits() -> None:
    assert luhn("4111111111111111") and not luhn("4111111111111121")
    assert is_nhs_number("9434765919") and not is_nhs_number("9434765910")
    assert not is_nhs_number("1111111111") and not is_nhs_number("943476591")
    assert is_iban("GB29NWBK60161331926819") and not is_iban("GB29NWBK60161331926818")
    assert is_postcode("AB1 2DE") and not is_postcode("AB1 2**")


@pytest.mark.parametrize("value", ["07700 900123", "jo.example@mail.example", "K"])
def test_a_mask_keeps_one_letter(value: str) -> None:
    assert masked(value).startswith(value[0])
    assert not any(part in masked(value) for part in (value[1:],) if part)
