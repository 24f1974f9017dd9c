"""The search for personal data: what is planted is found, what is ordinary is left alone, and no value is told."""

from datetime import date
from decimal import Decimal

import pytest
from tests.recipes.transparency.purposes import LOOK, ordinary, planted

from moothall.recipes.transparency import Grade, Place, Row, search, sets
from moothall.recipes.transparency.personal_data import redact

SPEND = sets()["spend"]


def paid(purpose: str, payee: str = "Ash & Elm Ltd", line: int = 2, unit: str = "Services") -> Row:
    values = {
        "OrganisationLabel": "Wendale Council",
        "EffectiveDate": date(2026, 3, 31),
        "OrganisationalUnit": unit,
        "BeneficiaryName": payee,
        "BeneficiaryOtherID": "S100",
        "PaymentDate": date(2026, 1, 5),
        "Amount": Decimal("600.00"),
        "Purpose": purpose,
    }
    return SPEND.row(Place("ledger.csv", "", line), values)


def test_what_is_planted_among_ordinary_purposes_is_found_and_little_else() -> None:
    """At least 0.95 of the forms; at most one ordinary purpose in five hundred is told."""
    cases, plain = planted(), ordinary(2400)
    assert len(cases) >= 35 and len(set(plain)) > 1000
    found = {
        it.place.line
        for it in search(SPEND, [paid(text, line=n) for n, (_, text) in enumerate(cases, 1)])
        if it.grade is Grade.MUST
    }
    missed = [text for n, (_, text) in enumerate(cases, 1) if n not in found]
    assert len(found) / len(cases) >= 0.95, missed
    false = search(SPEND, [paid(text) for text in plain])
    assert [it for it in false if it.grade is Grade.MUST] == []
    assert len(false) <= len(plain) / 500


def test_wording_that_points_to_a_person_is_to_be_looked_at() -> None:
    found = {it.place.line for it in search(SPEND, [paid(text, line=n) for n, text in enumerate(LOOK)])}
    assert [text for n, text in enumerate(LOOK) if n not in found] == []


@pytest.mark.parametrize(
    ("payee", "purpose", "told"),
    [
        ("Mrs Olive Tarrant", "DOLS assessment", True),
        ("Mr Clutch Ltd", "vehicle parts", False),
        ("Margaret Holloway", "Fostering allowance", True),
        ("Margaret Holloway", "Interpreter", False),  # a sole trader may be published
        ("HOLLOWAY M", "direct payments", True),
        ("Margaret Holloway Catering", "Direct payment support event", False),
        ("St John Ambulance", "respite", False),
        ("Victoria Park School", "compensation", False),
        ("Redacted", "Fostering allowance", False),
        ("REDACTED PERSONAL DATA", "Direct payment", False),
    ],
)
def test_a_payee_is_taken_for_a_private_individual_by_title_or_by_context(
    payee: str, purpose: str, told: bool
) -> None:
    found = [it for it in search(SPEND, [paid(purpose, payee)]) if it.column == "BeneficiaryName"]
    assert bool(found) == told


def test_a_department_gives_the_context_too() -> None:
    assert search(SPEND, [paid("Week 3", "Ann Holloway", unit="Fostering team")])


def test_no_value_is_told_whole() -> None:
    for kind, text in planted():
        (hit,) = search(SPEND, [paid(text)])
        said = f"{hit.why} {hit.shown} {hit.suggested}"
        words = [it for it in text.split() if len(it) > 3 and any(letter.isdigit() for letter in it)]
        assert not any(word in said for word in words), kind


def test_redaction_leaves_nothing_to_find_and_keeps_what_stood_there() -> None:
    rows = [paid(text, line=n) for n, (_, text) in enumerate(planted(), 1)]
    rows += [paid(text, line=n) for n, text in enumerate(LOOK, 100)]
    rows.append(paid("Direct payment week 3", "Mrs Olive Tarrant", line=200))
    clean, hits, originals = redact(SPEND, rows)
    assert [it for it in search(SPEND, clean) if it.grade is Grade.MUST] == []
    assert len(hits) >= len(rows) - 2 and all(it.redacted for it in hits)
    assert clean[-1].words("BeneficiaryName") == "REDACTED PERSONAL DATA"
    assert clean[-1]["BeneficiaryOtherID"] is None, "its number would join the person's payments up again"
    assert [it.before for it in originals if it.place.line == 200] == ["Mrs Olive Tarrant", "S100"]
    assert all(row["Amount"] == Decimal("600.00") for row in clean)
    untouched = paid("GAS - invoice 12")
    assert redact(SPEND, [untouched]) == ([untouched], [], [])
