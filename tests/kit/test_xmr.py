"""The XmR chart: what it draws, what it says, and what it refuses."""

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.charts.examples import PERIODS, values, xmr

from moothall.kit.charts import Chart, Event, Line, Signal, Stretch, Unit, XmR, xmr_drawing
from moothall.kit.charts import svg as look
from moothall.kit.charts.xmr_words import spans

SVG = "{http://www.w3.org/2000/svg}"
ALL = Stretch(0, 3, Decimal(42), Decimal(47), Decimal(37), 4)


def chart(picture: XmR) -> Chart:
    return Chart("Recycling rate", "Our returns", picture)


def drawn(picture: XmR, narrow: bool = False) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart(picture).svg_narrow if narrow else chart(picture).svg))


def said(picture: XmR, narrow: bool = False) -> set[str | None]:
    return {it.text for it in drawn(picture, narrow).iter(f"{SVG}text")}


def paths(picture: XmR, **having: str) -> list[str]:
    found = drawn(picture).iter(f"{SVG}path")
    return [
        it.get("d", "") for it in found if all(it.get(k.replace("_", "-")) == v for k, v in having.items())
    ]


def of(own: tuple[Decimal | None, ...] = values("43", "41", "44", "40"), **more: Any) -> XmR:
    return XmR(PERIODS, Line("Bromsgrove", own), more.pop("stretches", (ALL,)), **more)


def test_the_limits_and_how_many_figures_they_come_from_are_on_the_chart() -> None:
    assert {"Average 42.0", "Upper limit 47.0", "Lower limit 37.0", "Bromsgrove 40.0"} <= said(of())
    assert "The average and the limits come from 4 figures." in said(of())
    assert "The average and the limits come from 13 figures and 2 figures from 2021-22." in said(xmr())


def test_narrow_the_names_are_in_the_key() -> None:
    assert {"Average 42.0%", "Upper limit 45.5%", "Target 46.0%"} <= said(xmr(), narrow=True)


def test_levels_are_stepped_where_a_stretch_or_a_target_changes() -> None:
    (limits,) = paths(xmr(), stroke_dasharray=xmr_drawing.LIMIT_DASH, stroke=look.MUTED)[:1]
    assert limits.count("M") == 4
    target = next(it for it in paths(xmr(), stroke_width="2", stroke=look.INK))
    heights = re.findall(r"M[\d.]+ ([\d.]+)H", target)
    assert len(set(heights)) == 2
    same = paths(of(target=(Decimal(45),) * 4), stroke_width="2", stroke=look.INK)
    assert same[0].count("M") == 1


@pytest.mark.parametrize("kind", ["improvement", "concern", "neutral"])
def test_a_signal_has_a_colour_and_a_shape_of_its_own(kind: str) -> None:
    picture = of(signals=(Signal(1, kind, "It is."),))
    colour, _ = xmr_drawing.MARKS[kind]
    marks = paths(picture, fill=colour)
    assert len(marks) == 2, "one on the line, one in the key"
    others = {of_kind: xmr_drawing.MARKS[of_kind][1](5, 5, 5) for of_kind in xmr_drawing.MARKS}
    assert len(set(others.values())) == len({c for c, _ in xmr_drawing.MARKS.values()}) == 3
    plain = list(drawn(picture).iter(f"{SVG}circle"))
    assert len(plain) == 3, "the others are dots"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", [it for it, _ in xmr_drawing.MARKS.values()])
@pytest.mark.parametrize("ground", ["#ffffff", look.BAND])
def test_signals_stand_out_from_the_page_and_from_the_range(colour: str, ground: str) -> None:
    assert (luminance(ground) + 0.05) / (luminance(colour) + 0.05) >= 3


def test_a_gap_is_a_gap_and_is_said() -> None:
    picture = of(values("43", None, "44", "40"))
    line = paths(picture, stroke=look.OWN, stroke_width="1.5")[0]
    assert line.count("M") == 2 and "h0" in line
    assert "No figure for Bromsgrove in 2020-21." in said(picture)
    assert chart(picture).table.rows[1][1] == "no figure"


def test_the_table_has_every_figure_and_what_it_signals() -> None:
    table = chart(xmr()).table
    columns = ("Period", "Bromsgrove", "Average", "Lower limit", "Upper limit", "Target", "Signal")
    assert table.columns == columns
    assert table.rows[2] == (
        *("2021-22", "50.1%", "42.0%", "38.5%", "45.5%", "46.0%"),
        "Improvement: above the upper limit",
    )
    assert table.rows[0][-1] == ""
    assert "Target" not in chart(of()).table.columns


def test_the_description_has_it_all_in_words() -> None:
    assert chart(xmr()).description == (
        "Recycling rate, 2019-20 to 2022-23. Bromsgrove was 38.9% in 2022-23. The average is 42.0% and the limits are "
        "38.5% and 45.5%, from 2 figures. Improvement in 2021-22. New limits from 2021-22: 1 April 2021, New rounds. "
        "No figure for Bromsgrove in 2020-21. 2020-21: Garden waste charge began."
    )
    verdict = chart(of(verdict="Improving: it rose.")).description
    assert verdict.startswith(
        "Recycling rate, 2019-20 to 2022-23. Improving: it rose. The average is 42.0 and"
    )


def test_new_limits_and_events_are_marked_in_order_of_time() -> None:
    texts = [it.text or "" for it in drawn(xmr()).iter(f"{SVG}text")]
    event = next(i for i, it in enumerate(texts) if it.startswith("Garden waste"))
    opened = next(i for i, it in enumerate(texts) if it.startswith("New limits: 1 April 2021"))
    assert event < opened
    assert len(paths(xmr(), stroke_dasharray=xmr_drawing.REBASE_DASH)) == 1


def test_few_figures_are_drawn_without_limits() -> None:
    bare = Stretch(0, 3, Decimal(42), None, None, 1)
    picture = of(values("42", None, None, None), stretches=(bare,))
    assert "There are too few figures for limits." in chart(picture).description
    assert not any("limit" in (it or "").lower() and "come from" not in (it or "") for it in said(picture))
    assert chart(picture).table.rows[0][1:5] == ("42.0", "42.0", "", "")


def test_a_run_of_neighbours_is_said_as_one() -> None:
    assert spans(["a", "b", "c", "d", "e"], [0, 1, 2, 4]) == ["a to c", "e"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"own": values("1", "2")}, "2 figures for 4 periods"),
        ({"target": values("1")}, "Target has 1 figures for 4 periods"),
        ({"stretches": (Stretch(0, 2, None, None, None, 3),)}, "cover every period"),
        ({"stretches": (ALL, ALL)}, "cover every period"),
        ({"signals": (Signal(1, "red", ""),)}, "improvement, concern, neutral"),
        ({"signals": (Signal(4, "concern", ""),)}, "no figure at place 4"),
        (
            {"own": values("1", None, "2", "3"), "signals": (Signal(1, "concern", ""),)},
            "no figure at place 1",
        ),
        ({"events": (Event("1999", "x"),)}, "not on the chart"),
        ({"own": values("NaN", "1", "2", "3")}, "must be a number"),
        ({"own": (None,) * 4}, "not one figure"),
    ],
)
def test_what_cannot_be_drawn(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        of(**change)


FIGURE = st.none() | st.decimals(-(10**9), 10**9, places=2)


@given(st.data(), st.integers(1, 80), st.text(min_size=1))
def test_any_figures_make_a_picture(data: st.DataObject, count: int, name: str) -> None:
    own = data.draw(st.lists(FIGURE, min_size=count, max_size=count).filter(lambda it: set(it) != {None}))
    cut = data.draw(st.integers(0, count - 1))
    mean = data.draw(FIGURE)
    ends = (None, None) if mean is None else (mean + 5, mean - 5)
    pieces = [(0, cut), (cut + 1, count - 1)] if cut + 1 < count else [(0, count - 1)]
    stretches = tuple(Stretch(a, b, mean, *ends, b - a + 1, name if a else "") for a, b in pieces)
    known = [place for place, value in enumerate(own) if value is not None]
    signals = (Signal(data.draw(st.sampled_from(known)), "neutral", name),)
    periods = tuple(f"{name}{place}" for place in range(count))
    picture = XmR(
        periods,
        Line(name, tuple(own)),
        stretches,
        signals,
        Unit(name=name),
        events=(Event(periods[-1], name),),
    )
    for narrow in (False, True):
        root = drawn(picture, narrow)
        assert not re.search(r"nan|inf", " ".join(it.get("d", "") for it in root.iter(f"{SVG}path")))
