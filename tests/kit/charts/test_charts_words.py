"""The parts of a chart that are read: title, source, description, table, numbers, axis."""

from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.charts.examples import PICTURES

from moothall.kit.charts import Bar, Chart, Event, Line, Ranking, Sparkline, Tally, Trend, Unit
from moothall.kit.charts.axis import scale, thin, ticks
from moothall.kit.charts.svg import shorten, width_of, wrap

PERIODS = ("2015-16", "2016-17", "2017-18")
PERCENT = Unit(suffix="%")
SHORT = Trend(PERIODS, Line("Bromsgrove", (Decimal("43.8"), None, Decimal("38.9"))), PERCENT)


def ds(*figures: str) -> tuple[Decimal | None, ...]:
    return tuple(Decimal(figure) for figure in figures)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [({"title": " "}, "title"), ({"source": ""}, "source"), ({"words": " "}, "description")],
)
def test_no_chart_without_a_title_a_source_and_a_description(changes: dict[str, str], missing: str) -> None:
    with pytest.raises(ValueError, match=f"Give the chart a {missing}"):
        Chart(**({"title": "Recycling", "source": "Oflog", "picture": SHORT} | changes))  # type: ignore[arg-type]


def test_the_description_says_what_the_line_did_and_where_the_median_was() -> None:
    trend = Trend(
        PERIODS,
        SHORT.own,
        PERCENT,
        median=ds("41", "42", "42.1"),
        group="20 neighbours",
        events=(Event("2016-17", "Garden waste charge began."),),
    )
    assert Chart("Recycling rate", "Oflog", trend).description == (
        "Recycling rate, 2015-16 to 2017-18. Bromsgrove fell from 43.8% in 2015-16 to 38.9% in 2017-18; "
        "the median of 20 neighbours was 42.1% in 2017-18. No figure for Bromsgrove in 2016-17. "
        "2016-17: Garden waste charge began."
    )


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((Decimal(1), Decimal(2), Decimal(3)), "A rose from 1.0% in 2015-16 to 3.0% in 2017-18."),
        ((Decimal(1), Decimal(2), Decimal("1.04")), "A began and ended at 1.0% (2015-16 and 2017-18)."),
        ((None, Decimal(2), None), "A was 2.0% in 2016-17. No figure for A in 2015-16 and 2017-18."),
    ],
)
def test_rises_stays_and_single_figures(figures: tuple[Decimal | None, ...], said: str) -> None:
    assert SHORT.unit == PERCENT
    words = Trend(PERIODS, Line("A", figures), PERCENT).words("Rate")
    assert words == f"Rate, 2015-16 to 2017-18. {said}"


def test_a_bare_number_is_given_its_unit_in_a_sentence() -> None:
    kilos = Unit(name="kg per household")
    trend = Trend(PERIODS, Line("A", ds("450.2", "430", "411.8")), kilos)
    assert "A fell from 450.2 in 2015-16 to 411.8 kg per household in 2017-18." in trend.words("Waste")
    words = Ranking("2022", (Bar("A", Decimal("411.8")),), "A", kilos).words("Waste")
    assert words == "Waste, 2022: 1 council, highest first. A is number 1 of 1 at 411.8 kg per household."


def test_a_council_with_no_figures_still_has_its_group_described() -> None:
    trend = Trend(PERIODS, Line("A", (None,) * 3), PERCENT, median=ds("41", "42", "43"), group="3 others")
    assert trend.words("Rate").startswith(
        "Rate, 2015-16 to 2017-18. A has no figures; the median of 3 others was 43.0% in 2017-18."
    )


def test_the_caller_may_give_better_words() -> None:
    chart = Chart("Recycling rate", "Oflog", SHORT, words="It fell after the charge began.")
    assert chart.description == "It fell after the charge began."
    assert "<desc" in chart.svg and "It fell after the charge began." in chart.svg


def test_the_table_holds_everything_the_picture_shows() -> None:
    trend = Trend(
        PERIODS,
        SHORT.own,
        PERCENT,
        median=ds("41", "42", "42.1"),
        others=(Line("B", ds("1", "2", "3")),),
        group="1 other",
        target=ds("50", "50", "50"),
    )
    columns, rows = Chart("Recycling rate", "Oflog", trend).table
    assert columns == ("Period", "Bromsgrove", "Median of 1 other", "Target for Bromsgrove", "B")
    assert rows == (
        ("2015-16", "43.8%", "41.0%", "50.0%", "1.0%"),
        ("2016-17", "no figure", "42.0%", "50.0%", "2.0%"),
        ("2017-18", "38.9%", "42.1%", "50.0%", "3.0%"),
    )


BARS = (
    Bar("Wyre", Decimal("51"), Decimal("50"), Decimal("52")),
    Bar("Ashfield", None, missing="suppressed"),
    Bar("Brom", Decimal("38.9")),
    Bar("Amber", Decimal("51")),
)


def test_a_ranking_puts_its_bars_in_order_and_the_missing_last() -> None:
    down = Ranking("2022-23", BARS, "Brom", PERCENT, Decimal(51), "3 others")
    up = Ranking("2022-23", BARS, "Amber", PERCENT, highest_first=False)
    assert [bar.name for bar in down.ordered] == ["Amber", "Wyre", "Brom", "Ashfield"]
    assert [bar.name for bar in up.ordered] == ["Brom", "Amber", "Wyre", "Ashfield"]
    assert down.words("Recycling") == (
        "Recycling, 2022-23: 3 councils, highest first. Brom is number 3 of 3 at 38.9%; the median of 3 "
        "others is 51.0%. They run from Amber (51.0%) to Brom (38.9%). No figure for Ashfield."
    )
    assert "Amber is joint number 2 of 3 at 51.0%." in up.words("Recycling")
    assert down.table().columns == ("Council", "2022-23", "Lower limit", "Upper limit")
    assert down.table().rows[1] == ("Wyre", "51.0%", "50.0%", "52.0%")
    assert down.table().rows[3] == ("Ashfield", "suppressed", "", "")


def test_many_missing_are_counted_and_stay_named_in_the_table() -> None:
    gone = tuple(Bar(f"Gone {i}", None) for i in range(60))
    ranking = Ranking("2022-23", (*BARS, *gone), "Brom", PERCENT)
    assert ranking.words("Recycling").endswith("No figure for 61 councils.")
    assert "No figure for 61 more." in Chart("Recycling", "Oflog", ranking).svg
    assert ("Gone 59", "no figure", "", "") in ranking.table().rows


def test_own_may_be_the_one_that_is_missing() -> None:
    words = Ranking("2022-23", BARS, "Ashfield", PERCENT).words("Recycling")
    assert "Ashfield has no figure (suppressed)." in words
    assert "No figure for" not in words


def test_figures_that_do_not_fit_are_refused_in_a_sentence() -> None:
    own = Line("A", ds("1", "2", "3"))
    with pytest.raises(ValueError, match="Median has 1 figures for 3 periods"):
        Trend(PERIODS, own, median=ds("1"))
    with pytest.raises(ValueError, match="which is not on the chart"):
        Trend(PERIODS, own, events=(Event("1999-00", "Storm"),))
    with pytest.raises(ValueError, match="not one figure to draw"):
        Trend(PERIODS, Line("A", (None,) * 3))
    with pytest.raises(ValueError, match="must be a number"):
        Trend(PERIODS, Line("A", ds("1", "NaN", "3")))
    with pytest.raises(ValueError, match="not one figure to draw"):
        Sparkline(PERIODS, Line("A", (None,) * 3))
    with pytest.raises(ValueError, match="not one figure to draw"):
        Ranking("2022", (Bar("A", None),), "A")
    with pytest.raises(ValueError, match="not among the bars"):
        Ranking("2022", (Bar("A", Decimal(1)),), "B")


@pytest.mark.parametrize(
    ("unit", "figure", "words"),
    [
        (PERCENT, "43.85", "43.9%"),
        (Unit(prefix="£", decimals=0), "-1204.5", "−£1,205"),
        (Unit(decimals=2), "0", "0.00"),
        (Unit(decimals=0), "-0.4", "0"),
        (Unit(suffix=" days", decimals=0), "1E+3", "1,000 days"),
    ],
)
def test_figures_are_written_as_people_read_them(unit: Unit, figure: str, words: str) -> None:
    assert unit.text(Decimal(figure)) == words


@pytest.mark.parametrize(
    ("low", "high", "places"),
    [
        ("0", "100", ("0", "20", "40", "60", "80", "100")),
        ("38.9", "52.3", ("35", "40", "45", "50", "55")),
        ("0.011", "0.019", ("0.01", "0.012", "0.014", "0.016", "0.018", "0.02")),
        ("-3", "4", ("-4", "-2", "0", "2", "4")),
        ("7", "7", ("6.2", "6.4", "6.6", "6.8", "7", "7.2", "7.4", "7.6", "7.8")),
    ],
)
def test_axes_are_round_numbers(low: str, high: str, places: tuple[str, ...]) -> None:
    found = ticks(Decimal(low), Decimal(high), 5 if low != "7" else 8)
    assert found == tuple(map(Decimal, places))


@given(st.decimals(-(10**12), 10**12, places=6), st.decimals(-(10**12), 10**12, places=6), st.integers(2, 9))
def test_axes_cover_their_figures_with_few_even_steps(a: Decimal, b: Decimal, about: int) -> None:
    places = ticks(a, b, about)
    assert places[0] <= min(a, b) <= max(a, b) <= places[-1]
    assert 2 <= len(places) <= about + 1
    assert len({upper - lower for lower, upper in pairwise(places)}) == 1


def test_a_scale_is_a_straight_line() -> None:
    line = scale(Decimal(10), Decimal(20), 300, 100)
    assert (line(Decimal(10)), line(Decimal(15)), line(Decimal(20))) == (300, 200, 100)


def test_labels_are_thinned_until_they_fit() -> None:
    assert thin([40, 40, 40], 60) == 1
    assert thin([40, 52], 30) == 2
    assert thin([100], 12) == 9


@given(st.text(), st.floats(20, 400))
def test_wrapped_lines_fit(words: str, width: float) -> None:
    for line in wrap(words, width, 14):
        assert width_of(line, 14) <= width or line == "…"
    assert width_of(shorten(words, width, 14), 14) <= width


def test_lines_beside_are_named_on_the_chart_and_in_its_table() -> None:
    trend = Trend(
        ("2021-22", "2022-23"),
        Line("Ashley", (Decimal("40"), Decimal("41"))),
        Unit(suffix="%"),
        median=(Decimal("42"), Decimal("43")),
        group="20 nearest neighbours",
        beside=(
            Line("England", (Decimal("44"), Decimal("45"))),
            Line("Median of counties", (None, Decimal("46"))),
        ),
    )
    chart = Chart("Recycling", "Oflog", trend)
    assert chart.table.columns == (
        "Period",
        "Ashley",
        "Median of 20 nearest neighbours",
        "England",
        "Median of counties",
    )
    assert chart.table.rows[0] == ("2021-22", "40.0%", "42.0%", "44.0%", "no figure")
    for svg in (chart.svg, chart.svg_narrow):
        said = " ".join("".join(ElementTree.fromstring(svg).itertext()).split())
        assert "England" in said and "Median of counties" in said and "Each of the" not in said
    assert "Median of 20" in chart.svg, "where other lines may be medians too, the median says whose it is"


def test_a_tally_says_what_is_counted_and_where_it_is_most() -> None:
    picture = PICTURES["tally"]
    assert picture.words("Questions") == (
        "Questions: plans, by answered, partly and absent. Most answered: How it changed (5); "
        "fewest: Facility time (0)."
    )
    assert picture.table().rows == (("How it changed", "5", "2", "0"), ("Facility time", "0", "1", "6"))


@pytest.mark.parametrize(
    ("parts", "rows"),
    [
        (("a",), ()),
        (("a",), (("x", (0,)),)),
        (("a", "b"), (("x", (1,)),)),
        (("a",), (("x", (-1,)),)),
        (("a", "b", "c", "d"), (("x", (1, 1, 1, 1)),)),
    ],
)
def test_a_tally_of_nothing_or_of_the_wrong_shape_is_refused(parts: tuple[str, ...], rows: object) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        Tally(parts, rows, "plans")  # type: ignore[arg-type]
