"""What is worked out of a contract: how it stands, when somebody is told, what must be done by when, what it needs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.people import World
from tests.spend.conftest import Adding

from moothall.core.due import due
from moothall.reference.committee import clear_days
from moothall.spend import actions, queries, rules
from moothall.spend.life import Kind, Route, State
from moothall.spend.names import likeness, number_of, plain_name
from moothall.spend.timeline import Stretch, Timeline

D = date


@pytest.mark.parametrize(
    ("on", "ends", "last", "terminated", "expected"),
    [
        (D(2024, 3, 31), D(2027, 3, 31), D(2027, 3, 31), None, State.PIPELINE),
        (D(2024, 4, 1), D(2027, 3, 31), D(2027, 3, 31), None, State.LIVE),
        (D(2027, 3, 31), D(2027, 3, 31), D(2027, 3, 31), None, State.LIVE),
        (D(2027, 4, 1), D(2027, 3, 31), D(2027, 3, 31), None, State.ENDED),
        (D(2027, 4, 1), D(2027, 3, 31), D(2029, 3, 31), None, State.EXTENDED),
        (D(2029, 4, 1), D(2027, 3, 31), D(2029, 3, 31), None, State.ENDED),
        (D(2026, 9, 30), D(2027, 3, 31), D(2026, 9, 30), D(2026, 9, 30), State.LIVE),
        (D(2026, 10, 1), D(2027, 3, 31), D(2026, 9, 30), D(2026, 9, 30), State.TERMINATED),
        (D(2040, 1, 1), None, None, None, State.LIVE),
    ],
)
def test_how_a_contract_stands_is_its_days(
    on: date, ends: date | None, last: date | None, terminated: date | None, expected: State
) -> None:
    assert rules.state(D(2024, 4, 1), ends, last, terminated, on) == expected


def test_the_database_and_the_rule_say_the_same(world: World, adding: Adding) -> None:
    adding("open", ends=None)
    adding("plain")
    adding("coming", starts=D(2027, 1, 1), ends=D(2028, 1, 1))
    extended = adding("extended", ends=D(2025, 3, 31))
    option = actions.add_extension(world.root, contract=extended, until=D(2027, 6, 30))
    actions.use_extension(world.root, extension=option, reason="It works.", on=D(2025, 1, 6))
    gone = adding("gone")
    actions.terminate(world.root, contract=gone, on=D(2026, 6, 30), reason="It did not.")
    for on in (
        D(2024, 3, 31),
        D(2025, 3, 31),
        D(2025, 4, 1),
        D(2026, 6, 30),
        D(2026, 7, 1),
        D(2027, 4, 1),
        D(2029, 1, 1),
    ):
        found = {
            state: set(
                queries.Contract.objects.filter(queries.standing(state, on)).values_list(
                    "reference", flat=True
                )
            )
            for state in State
        }
        for it in queries.Contract.objects.all():
            says = rules.state(it.starts, it.ends, it.last_day, it.terminated_on, on)
            assert [state for state, them in found.items() if it.reference in them] == [says], (it, on)


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (D(2026, 3, 30), None),  # the step of twelve months is reached the day after
        (D(2026, 3, 31), 12),
        (D(2026, 6, 29), 12),
        (D(2026, 6, 30), 9),
        (D(2026, 9, 29), 9),
        (D(2026, 9, 30), 6),
        (D(2026, 12, 31), 3),
        (D(2027, 3, 31), 3),
        (D(2027, 4, 1), None),
    ],
)
def test_one_alert_for_the_step_that_is_reached(on: date, months: int | None) -> None:
    found = rules.alert(rules.moments(D(2027, 3, 31), None, []), None, on)
    assert (found.months if found else None) == months


def test_the_nearest_day_counts_and_a_review_answers_its_step_alone() -> None:
    moments = rules.moments(D(2027, 9, 30), D(2026, 12, 31), [D(2027, 6, 30), None])
    assert [it.what for it in moments] == ["notice", "extension", "end"]
    found = rules.alert(moments, D(2026, 9, 30), D(2026, 11, 16))
    assert found and (found.key, found.answered) == ("notice-3", True)
    before = rules.alert(moments, D(2026, 9, 29), D(2026, 11, 16))
    assert before and not before.answered
    after = rules.alert(moments, D(2026, 9, 30), D(2027, 1, 1))
    assert after and (after.key, after.answered) == ("extension-6", False)


def test_months_end_where_the_month_does() -> None:
    assert rules.months_after(D(2026, 3, 31), -1) == D(2026, 2, 28)
    assert rules.months_after(D(2028, 2, 29), 12) == D(2029, 2, 28)
    assert rules.months_after(D(2026, 12, 31), 2) == D(2027, 2, 28)


def test_a_large_procurement_worked_back_keeps_the_laws_least_days() -> None:
    by = {it.key: it.by for it in rules.working_back(D(2027, 3, 31), large=True, key_decision=True)}
    assert by["start"] == D(2027, 4, 1) and by["sign"] == D(2027, 2, 4)
    assert clear_days(by["standstill"], by["sign"], working_days=True) == 8
    assert (by["evaluate"] - by["bid"]).days == 25
    assert (by["bid"] - by["plan"]).days == 40 and (by["bid"] - by["engage"]).days == 60
    assert clear_days(by["forward-plan"], by["decide"]) == 28
    ordered = [by[it] for it in ("bid", "evaluate", "decide", "standstill", "sign", "start")]
    assert ordered == sorted(ordered)
    small = rules.working_back(D(2027, 3, 31), large=False, key_decision=False)
    assert {"standstill", "plan", "forward-plan"}.isdisjoint(it.key for it in small)
    assert small[0].by > by["engage"] and all(it.ours for it in small if it.key != "start")


def _wanted(**more: object) -> dict[str, date | None]:
    given = {
        "route": Route.ACT,
        "kind": Kind.SERVICES,
        "pence": 500_000_00,
        "starts": D(2026, 4, 1),
        "last": D(2029, 3, 31),
        "terminated": None,
        "on": D(2026, 11, 16),
    }
    return {it.code: it.by for it in rules.wanted(**(given | more))}  # type: ignore[arg-type]


def test_the_notices_that_a_contract_needs() -> None:
    over = _wanted()
    assert list(over) == ["UK4", "UK6", "UK7", "UK8", "UK10", "UK11"]
    assert over["UK7"] == D(2026, 5, 1) and over["UK11"] == D(2029, 4, 30) and over["UK8"] == D(2027, 1, 30)
    assert _wanted(kind=Kind.LIGHT_TOUCH, pence=600_000_00)["UK7"] == D(2026, 7, 30)
    assert _wanted(pence=4_200_000_00)["UK9"] == D(2027, 4, 1)  # with VAT it is more than £5 million
    assert "UK9" not in _wanted(pence=4_000_000_00)
    assert "UK8" not in _wanted(starts=D(2026, 3, 31))
    assert _wanted(terminated=D(2026, 9, 30))["UK11"] == D(2026, 10, 30)


def test_under_the_threshold_and_other_routes_need_less() -> None:
    # £173,100 with VAT is £207,720: the threshold itself
    assert "UK6" in _wanted(pence=173_100_00) and "UK6" not in _wanted(pence=173_099_99)
    assert list(_wanted(pence=100_000_00)) == ["UK4", "UK7"]
    assert _wanted(pence=24_999_00) == {}
    assert _wanted(route=Route.WAIVER) == {} == _wanted(route="")
    assert "UK6" in _wanted(pence=None)  # nobody can say that it is not needed


def test_thresholds_change_with_the_year() -> None:
    last = rules.above(Kind.GOODS, 178_000_00, D(2025, 12, 31))
    assert (last, rules.above(Kind.GOODS, 178_000_00, D(2026, 1, 1))) == (False, True)
    assert (
        rules.above(Kind.GOODS, 178_000_00, D(2030, 1, 1))
        is None
        is rules.above(Kind.GOODS, None, D(2026, 1, 1))
    )


@pytest.mark.parametrize(
    ("units", "each", "shares", "expected"),
    [
        ("156", 214_50, (150, 1000, 0), 28_442_70),
        ("300", 86_00, (200, 1000, 50), 19_608_00),
        ("40", 612_00, (100, 750, 0), 16_524_00),
        ("0", 100_00, (0, 1000, 0), 0),
        ("10", 100_00, (1000, 1000, 0), 0),
        ("0.5", 1, (0, 1000, 0), 1),  # half a penny goes up
    ],
)
def test_social_value(units: str, each: int, shares: tuple[int, int, int], expected: int) -> None:
    assert rules.social_value(Decimal(units), each, *shares) == expected


def test_what_is_owed_of_contracts_in_a_fixed_number_of_queries(
    world: World, adding: Adding, django_assert_num_queries: object
) -> None:
    owner = world.person["service-manager"]
    it = adding("C-1", owner=owner, notice_by=D(2026, 12, 31), review_on=D(2026, 12, 7))
    actions.add_insurance(world.root, contract=it, kind="public", expires_on=D(2026, 10, 31))
    adding("C-2", ends=D(2026, 9, 30))  # over: nothing is owed
    on = D(2026, 11, 16)
    found = {one.key: one for one in due(world.council, on, kinds=["contract"])}
    assert set(found) == {f"{it.pk}-notice-3", f"{it.pk}-review", f"{it.pk}-insurance-public"}
    assert all(one.person == owner and one.service == "waste" for one in found.values())
    alert = found[f"{it.pk}-notice-3"]
    assert alert.due == D(2026, 12, 31) and alert.tell and "give notice" in alert.title
    assert found[f"{it.pk}-insurance-public"].late(on) and found[f"{it.pk}-review"].tell
    actions.review(owner, contract=it, words="Good.", next="tender", on=on, review_on=D(2027, 2, 1))
    answered = {one.key: one.tell for one in due(world.council, on, kinds=["contract"])}
    assert answered[f"{it.pk}-notice-3"] is False and answered[f"{it.pk}-review"] is False
    for number in range(3, 9):
        adding(f"C-{number}")
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(due(world.council, on, kinds=["contract"])) == 9


def test_names_and_numbers_of_suppliers() -> None:
    assert plain_name("The Beck & Co. Ltd.") == plain_name("BECK AND CO LIMITED") == "beck and co"
    assert plain_name("Limited") == "limited"
    assert [number_of(it) for it in ("1234567", "sc 123456", "OC990106", "12", "x")] == [
        "01234567", "SC123456", "OC990106", "00000012", "",
    ]  # fmt: skip
    assert likeness("Grass and hedges", "Hedges, grass and verges") == pytest.approx(2 / 3)


def test_a_timeline_says_in_words_and_rows_what_it_draws() -> None:
    made = Timeline((Stretch("First term", D(2024, 4, 1), None),), (), D(2026, 11, 16))
    assert made.table().rows == (("First term", "1 April 2024", "No end set", "Agreed"),)
    assert made.words("Its days").endswith("First term from 1 April 2024 with no end set.")
    for size in made.sizes:
        drawing = made.draw(size)
        assert drawing.height > 0 and "2026" in drawing.body
    with pytest.raises(ValueError, match="no days"):
        Timeline((), (), D(2026, 11, 16))
    assert timedelta(days=1) == rules.DAY
