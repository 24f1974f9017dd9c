"""Who is chosen: the four ways, what is imputed, dropped and marked; and the gap priced."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.engines.peers import Candidate, as_listed, by_hand, gap_to_median, nearest, same_region

pytestmark = pytest.mark.once


def council(code: str, *figures: object, type: str = "district", region: str = "North") -> Candidate:
    named = zip(("age", "density", "pay"), figures, strict=False)
    known = {name: None if it is None else Decimal(str(it)) for name, it in named}
    return Candidate(code, code.title(), type, region, known)


FIVE = [
    council("own", 40, 5),
    council("a", 41, 5),
    council("b", 40, 9),
    council("c", 52, 5),
    council("d", 47, 1),
]


def test_the_nearest_by_hand_worked_distances() -> None:
    """Ages 40, 41, 40, 52, 47: mean 44, population sd sqrt(22.8); densities 5, 5, 9, 5, 1: sd sqrt(6.4)."""
    found = nearest("own", FIVE)
    years = 22.8**0.5
    apart = {
        "a": 1 / years,
        "b": 4 / 6.4**0.5,
        "c": 12 / years,
        "d": (49 / 22.8 + 16 / 6.4) ** 0.5,
    }
    assert [it.code for it in found.members] == ["a", "b", "d", "c"]
    farthest = max(apart.values())
    for it in found.members:
        assert it.distance == pytest.approx(apart[it.code] / farthest)
    assert found.members[-1].distance == 1.0
    assert [(it.name, it.mean) for it in found.characteristics] == [("age", 44.0), ("density", 5.0)]
    assert (found.pool, found.dropped, found.imputed) == (5, (), ())


def test_a_weight_counts_and_no_weight_drops() -> None:
    assert nearest("own", FIVE, weights={"density": 100}).codes == ("a", "c", "b", "d")
    found = nearest("own", FIVE, weights={"age": 0})
    assert found.codes[:2] == ("a", "c"), "ties go by code"
    assert found.dropped == (("age", "it has no weight"),)


def test_the_missing_are_given_the_median_of_their_type_and_named() -> None:
    others = [council("own", None, 5), council("a", 10, 5), council("b", 20, 5), council("c", 60, 6)]
    found = nearest("own", others)
    assert found.imputed == ("age",)
    assert found.codes == ("b", "a", "c"), "the council was given 20, the median of the others"
    assert found.characteristics[0].missing == ("own",)
    assert all(it.imputed == () for it in found.members)
    lower = council("x", 90, 5, type="county"), council("y", None, 5, type="county")
    mixed = nearest("own", [*others, *lower], any_type=True)
    assert {it.code: it.imputed for it in mixed.members}["y"] == ("age",)
    assert {it.code: it.same_type for it in mixed.members} == dict.fromkeys("abc", True) | dict.fromkeys(
        "xy", False
    )
    far = {it.code: it.distance for it in mixed.members}
    assert far["x"] == far["y"], "a county without one has the median of the counties, not of all"


def test_it_keeps_to_the_councils_type_unless_asked() -> None:
    twin = council("twin", 40, 5, type="unitary")
    assert "twin" not in nearest("own", [*FIVE, twin]).codes
    asked = nearest("own", [*FIVE, twin], any_type=True)
    assert asked.members[0].code == "twin" and not asked.members[0].same_type


def test_what_cannot_count_is_dropped_and_said() -> None:
    pool = [council("own", 7, None, 1), council("a", 7, None, 2), council("b", 7, None, 3)]
    found = nearest("own", pool, k=1)
    assert found.codes == ("a",)
    assert found.dropped == (("age", "it is the same for every council"), ("density", "no council has it"))
    with pytest.raises(ValueError, match=r"nothing to compare by .*same for every council"):
        nearest("own", [council("own", 7), council("a", 7)])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"k": 0}, "at least one"),
        ({"weights": {"age": -1}}, "nought or more"),
        ({"weights": {"shoe": 1}}, "no characteristic"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        nearest("own", FIVE, **asked)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not among the candidates"):
        nearest("else", FIVE)
    with pytest.raises(ValueError, match="twice"):
        nearest("own", [*FIVE, FIVE[1]])


def test_same_region_list_and_hand() -> None:
    others = [
        council("own"), council("b"), council("a"),
        council("south", region="South"), council("unitary", type="unitary"),
    ]  # fmt: skip
    assert same_region("own", others).codes == ("a", "b")
    listed = as_listed("own", ["unitary", "gone", "a", "a"], others)
    assert [(it.code, it.position, it.same_type) for it in listed.members] == [
        ("unitary", 1, False), ("gone", 2, False), ("a", 3, True),
    ]  # fmt: skip
    assert listed.unknown == ("gone",)
    assert by_hand("own", ["own", "b"], others).codes == ("b",)
    with pytest.raises(ValueError, match="at least one"):
        by_hand("own", ["own"], others)
    with pytest.raises(ValueError, match="region"):
        same_region("own", [council("own", region="")])


@given(
    st.lists(
        st.tuples(st.integers(-1000, 1000), st.one_of(st.none(), st.integers(0, 90))), min_size=3, max_size=20
    ),
    st.integers(1, 1000),
)
def test_units_do_not_matter_and_distances_run_from_nought_to_one(
    rows: list[tuple[int, int | None]], times: int
) -> None:
    """Pounds or pence, years or months: standardised, the choice is the same."""
    one = [council(f"c{i:02}", *row) for i, row in enumerate(rows)]
    other = [council(f"c{i:02}", row[0] * times, row[1]) for i, row in enumerate(rows)]
    if len({row[0] for row in rows}) == 1:
        return
    first, second = nearest("c00", one, k=50), nearest("c00", other, k=50)
    assert len(first.members) == len(rows) - 1
    distances = [it.distance or 0.0 for it in first.members]
    assert all(0 <= it <= 1 for it in distances) and distances == sorted(distances)
    again = {it.code: it.distance or 0.0 for it in second.members}
    for it in first.members:
        assert again[it.code] == pytest.approx(it.distance or 0.0, abs=1e-9)


def test_the_gap_is_priced_exactly_and_never_below_nought() -> None:
    found = gap_to_median(Decimal("78.35"), Decimal("71.10"), Decimal(41230))
    assert (found.above, found.amount, found.whole) == (Decimal("7.25"), Decimal("298917.50"), 298918)
    assert gap_to_median(Decimal(70), Decimal("71.10"), Decimal(41230)).amount == 0
    assert gap_to_median(Decimal(820), Decimal(800), Decimal(50000), per=1000).amount == 1000
    for wrong in (Decimal(0), Decimal(-1), Decimal("NaN")):
        with pytest.raises(ValueError, match=r"number|above nought"):
            gap_to_median(Decimal(1), Decimal(1), wrong)
