"""The fan chart: what it draws, what it says, and what it refuses."""

from xml.etree import ElementTree

import pytest
from tests.kit.charts.examples import PERIODS, fan, values

from moothall.kit.charts import Chart, Fan, Line
from moothall.kit.charts.fan_drawing import EXPECTED_DASH, INNER
from moothall.kit.charts.svg import BAND

SVG = "{http://www.w3.org/2000/svg}"


def chart(picture: Fan) -> Chart:
    return Chart("Recycling rate", "Our returns", picture)


def paths(picture: Fan, **having: str) -> list[str]:
    found = ElementTree.fromstring(str(chart(picture).svg)).iter(f"{SVG}path")
    return [
        it.get("d", "") for it in found if all(it.get(k.replace("_", "-")) == v for k, v in having.items())
    ]


def test_the_words_say_what_was_and_what_is_expected_with_both_intervals() -> None:
    assert chart(fan()).description == (
        "Recycling rate, 2019-20 to 2022-23. Bromsgrove was 40.1% in 2020-21. "
        "Expected in 2021-22: 39.0%, 80 times in 100 between 37.5% and 40.5% and 95 times in 100 between 36.0% and "
        "42.0%. Expected in 2022-23: 38.2%, 80 times in 100 between 36.1% and 40.3% and 95 times in 100 between "
        "34.0% and 42.4%."
    )
    assert chart(fan(base=True)).description.endswith("Without the changes 39.6% is expected in 2022-23.")


def test_the_table_has_every_figure_of_the_picture() -> None:
    table = chart(fan(base=True)).table
    assert table.columns == (
        "Period", "Bromsgrove", "Without the changes", "With the changes", "80% interval", "95% interval",
    )  # fmt: skip
    assert table.rows[1] == ("2020-21", "40.1%", "", "", "", "")
    assert table.rows[3] == ("2022-23", "", "39.6%", "38.2%", "36.1% to 40.3%", "34.0% to 42.4%")


def test_both_bands_open_at_the_last_figure_the_wide_one_behind() -> None:
    wide, narrow = paths(fan(), fill=BAND), paths(fan(), fill=INNER)
    assert len(wide) == 1 and len(narrow) == 1
    start = wide[0].split()[0:2]
    assert narrow[0].split()[0:2] == start, "they open at one point"
    (line,) = [it for it in paths(fan(), stroke_dasharray=EXPECTED_DASH) if "h20" not in it]
    assert line.split()[:2] == start, "and so does what is expected"


def test_without_intervals_there_is_a_line_alone() -> None:
    bare = Fan(PERIODS, Line("Bromsgrove", values("43", None, None, None)), values(None, "44", "44", "44"))
    assert not paths(bare, fill=INNER) and "80 times" not in str(chart(bare).svg)
    assert chart(bare).table.rows[2] == ("2021-22", "", "44.0", "", "")


def test_what_cannot_be_drawn() -> None:
    own = Line("Bromsgrove", values("43", None, None, None))
    with pytest.raises(ValueError, match="give one each"):
        Fan(PERIODS, own, values("44"))
    with pytest.raises(ValueError, match="Nothing is expected"):
        Fan(PERIODS, own, values(None, None, None, None))
