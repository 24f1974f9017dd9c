"""The arithmetic of a process: worked by hand here, by the engine there."""

from decimal import Decimal as D

import pytest

from moothall.engines.lean import BadStep, Step, compare, work_out

STEPS = (
    Step("Open the form", "Adviser", touch=D(4), wait=D(0), value="yes"),
    Step("Wait for the post round", "", "wait", wait=D(480)),
    Step(
        "Ask for what is missing", "Officer", "rework", touch=D(10), wait=D(2880), share=D(30), failure=True
    ),
    Step("Check identity", "Officer", "check", touch=D(5), wait=D(0), value="necessary"),
    Step("Decide", "Officer", touch=D(6), wait=D(60), value="yes"),
    Step("Pass to finance", "Officer", "hand-over", touch=D(2), wait=D(240)),
    Step("Set up the account", "Finance", touch=D(3), wait=D(0), value="no"),
)
RATES = {"Adviser": 2_400, "Officer": 3_000, "Finance": 3_600}


def test_the_worked_example_of_the_method() -> None:
    it = work_out(STEPS, volume=1_000, rates=RATES)
    assert (it.touch, it.wait, it.elapsed) == (D(23), D(1644), D(1667))
    assert (it.value, it.necessary, it.waste, it.failure) == (D(10), D(5), D(8), D(3))
    assert it.touch == it.value + it.necessary + it.waste
    assert it.hand_offs == 2, "adviser to officer, officer to finance: the wait is nobody's"
    assert it.flow_efficiency == D(23) / D(1667)
    assert (it.value_share, it.failure_share) == (D(10) / 23, D(3) / 23)
    assert it.touch_hours.quantize(D("0.1")) == D("383.3")
    assert it.waste_hours.quantize(D("0.1")) == D("133.3")
    # 4 min at £24, 16 min at £30, 3 min at £36: £1.60 + £8.00 + £1.80
    assert (it.unit_pence, it.year_pence) == (1_140, 1_140_000)
    # of which 3 + 2 min at £30 and 3 min at £36 add nothing: £2.50 + £1.80
    assert it.waste_pence == 430_000


def test_what_nobody_measured_is_named_and_never_nought() -> None:
    it = work_out((*STEPS, Step("File it", "Officer", wait=D(0))), volume=10, rates=RATES)
    assert it.unmeasured == ("File it",)
    assert it.flow_efficiency is None
    assert it.touch == D(23)


def test_a_role_without_a_rate_leaves_hours_and_takes_the_pounds() -> None:
    it = work_out(STEPS, volume=10, rates={"Adviser": 2_400, "Officer": 3_000})
    assert it.unpriced == ("Finance",)
    assert (it.unit_pence, it.year_pence, it.waste_pence) == (None, None, None)
    assert it.waste_hours > 0


def test_waiting_has_hours_and_no_price() -> None:
    waits = work_out((Step("Wait", "", "wait", wait=D(6000)),), volume=100, rates={})
    assert (waits.wait_hours, waits.waste_hours, waits.waste_pence) == (D(10_000), D(0), 0)
    assert waits.flow_efficiency == 0
    assert (waits.value_share, waits.failure_share) == (None, None)


def test_before_and_after_are_counted_at_the_same_volume() -> None:
    before = work_out(STEPS, volume=1_000, rates=RATES)
    after = work_out(STEPS[:1] + STEPS[3:5], volume=1_200, rates=RATES)
    change = compare(before, after)
    assert (change.touch, change.elapsed, change.hand_offs) == (D(-8), D(-1592), -1)
    assert change.released_hours == D(160), "8 minutes of 1,200 cases"
    assert change.released_pence == 1_200 * 430
    assert change.complete
    assert not compare(before, work_out((Step("A", "Officer"),), volume=1, rates=RATES)).complete
    assert compare(after, before).released_hours < 0, "longer than before is said too"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " ", "who": "A"}, "needs a name"),
        ({"name": "A", "who": ""}, "Say who does"),
        ({"name": "A", "who": "B", "kind": "nap"}, "work, wait, check"),
        ({"name": "A", "who": "B", "value": "maybe"}, "adds value"),
        ({"name": "A", "who": "B", "kind": "rework", "value": "yes"}, "adds no value"),
        ({"name": "A", "who": "", "kind": "wait", "touch": D(1)}, "touch time blank"),
        ({"name": "A", "who": "B", "wait": D(-1)}, "nought or more"),
        ({"name": "A", "who": "B", "share": D(0)}, "over 0%"),
        ({"name": "A", "who": "B", "share": D(1001)}, "at most"),
    ],
)
def test_steps_that_cannot_be_are_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(BadStep, match=said):
        Step(**wrong)  # type: ignore[arg-type]


def test_a_process_has_steps_and_cases() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        work_out((), volume=1, rates={})
    with pytest.raises(ValueError, match="nought or more"):
        work_out(STEPS, volume=-1, rates={})
