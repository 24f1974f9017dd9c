"""What every picture must be: well-formed, named, safe, the same each time, and plain enough for a PDF."""

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.charts.examples import PERIODS, PICTURES, ranking, trend, values

from moothall.kit.charts import Bar, Chart, Event, Line, Picture, Ranking, Sparkline, Trend, Unit
from moothall.kit.charts import svg as look

SVG = "{http://www.w3.org/2000/svg}"


def chart(picture: Picture, **changes: str) -> Chart:
    return Chart(**({"title": "Recycling rate", "source": "Oflog, 2024", "picture": picture} | changes))  # type: ignore[arg-type]


def drawn(picture: Picture) -> list[ElementTree.Element]:
    one = chart(picture)
    return [ElementTree.fromstring(str(svg)) for svg in (one.svg, one.svg_narrow)]


@pytest.fixture(params=PICTURES.values(), ids=PICTURES.keys())
def picture(request: pytest.FixtureRequest) -> Picture:
    return request.param  # type: ignore[no-any-return]


def test_a_screen_reader_finds_an_image_with_its_name_and_description(picture: Picture) -> None:
    for root in drawn(picture):
        title, desc = root[0], root[1]
        assert (root.get("role"), title.tag, desc.tag) == ("img", f"{SVG}title", f"{SVG}desc")
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == desc.get("id")
        assert title.text == "Recycling rate"
        assert desc.text == chart(picture).description


def test_ids_are_unique_on_a_page_of_charts() -> None:
    charts = [chart(one) for one in PICTURES.values()] + [chart(trend(), key="again")]
    ids = re.findall(r' id="([^"]+)"', "".join(one.html for one in charts))
    assert len(ids) == len(set(ids)) > 10


def test_nothing_that_the_content_security_policy_or_typst_would_drop(picture: Picture) -> None:
    for root in drawn(picture):
        for element in root.iter():
            assert element.tag.removeprefix(SVG) in {
                "svg",
                "title",
                "desc",
                "g",
                "path",
                "rect",
                "circle",
                "text",
            }
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
            assert "var(" not in "".join(element.attrib.values())


def test_lines_say_that_they_are_not_filled(picture: Picture) -> None:
    # Without a style sheet a path is filled black: an open line must say 'none', or be straight pieces only.
    for root in drawn(picture):
        for element in root.iter(f"{SVG}path"):
            if element.get("stroke") and not element.get("fill"):
                assert not re.search(r"M[\d.]+ [\d.]+ [\d.]", element.get("d", "")), element.get("d")


def test_same_figures_same_bytes(picture: Picture) -> None:
    assert chart(picture).html == chart(picture).html


def test_text_is_never_smaller_than_twelve_pixels_at_its_natural_size(picture: Picture) -> None:
    for root in drawn(picture):
        sizes = [float(element.get("font-size", "99")) for element in root.iter()]
        assert min(sizes) >= 12
    narrow = ElementTree.fromstring(str(chart(picture).svg_narrow))
    assert float(narrow.get("viewBox", "").split()[2]) <= 345  # what a 375 pixel screen leaves of itself


def test_everything_drawn_lies_on_the_drawing(picture: Picture) -> None:
    for root in drawn(picture):
        width, height = (float(part) for part in root.get("viewBox", "").split()[2:])
        for element in (*root.iter(f"{SVG}text"), *root.iter(f"{SVG}circle")):
            x, y = (
                float(element.get("x", element.get("cx", "-1"))),
                float(element.get("y", element.get("cy", "-1"))),
            )
            assert 0 <= x <= width
            assert 0 <= y <= height


HOSTILE = '<script>alert(1)</script> & "O\'Brien" {{ 7*7 }}'


@pytest.mark.parametrize(
    "picture",
    [
        Trend(
            ("2020",),
            Line(HOSTILE, values("1")),
            Unit(name=HOSTILE),
            group=HOSTILE,
            median=values("2"),
            events=(Event("2020", HOSTILE),),
        ),
        Ranking(HOSTILE, (Bar(HOSTILE, Decimal(1)), Bar("x", None, missing=HOSTILE)), HOSTILE, Unit("<")),
        Ranking("2020", tuple(Bar(f"{i}{HOSTILE}", Decimal(i)) for i in range(99)), f"1{HOSTILE}", Unit("&")),
        Sparkline(("2020",), Line(HOSTILE, values("1"))),
    ],
)
def test_names_are_text_never_markup(picture: Picture) -> None:
    one = chart(picture, title=HOSTILE)
    assert "<script" not in one.html
    for root in drawn(picture):
        assert not list(root.iter(f"{SVG}script"))
    assert ElementTree.fromstring(str(one.svg))[0].text == HOSTILE


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    one = chart(Trend(("2020",), Line("A\x00B\x1b\ud800C\uffff", values("1"))))
    assert "ABC" in one.svg
    ElementTree.fromstring(str(one.svg))


def circles(picture: Picture) -> list[ElementTree.Element]:
    return list(drawn(picture)[0].iter(f"{SVG}circle"))


def own_line(picture: Picture) -> str:
    paths = drawn(picture)[0].iter(f"{SVG}path")
    return next(p.get("d", "") for p in paths if p.get("stroke") == look.OWN and p.get("stroke-width") == "3")


def test_a_gap_is_a_gap_not_a_bridge_and_not_a_nought() -> None:
    whole = trend(values("43.8", "42", "40.1", "38.9"))
    gapped = trend(values("43.8", None, "40.1", "38.9"))
    assert (len(circles(whole)), len(circles(gapped))) == (4, 3)
    assert (own_line(whole).count("M"), own_line(gapped).count("M")) == (1, 2)
    assert own_line(gapped).startswith("M") and "h0M" in own_line(gapped)  # 2019-20 stands alone
    assert "No figure for Bromsgrove in 2020-21." in chart(gapped).svg
    assert "No figure" not in chart(whole).svg


def test_a_line_chart_says_when_its_axis_does_not_start_at_zero() -> None:
    assert "The vertical axis starts at 30%, not at zero." in chart(trend()).svg
    low = Trend(PERIODS, Line("A", values("1", "5", "9", "12")))
    assert "not at zero" not in chart(low).svg


def test_bars_start_at_zero_and_their_lengths_are_their_figures() -> None:
    root = drawn(
        Ranking("2022", (Bar("A", Decimal(50)), Bar("B", Decimal(25)), Bar("C", Decimal(-25))), "A")
    )[0]
    bars = [p.get("d", "") for p in root.iter(f"{SVG}path") if (p.get("d") or "").endswith("Z")]
    ends = [tuple(map(float, pair)) for d in bars for pair in re.findall(r"M([\d.]+) [\d.]+H([\d.]+)v", d)]
    (b_base, b_end), (c_base, c_end), (a_base, a_end) = ends  # the others first, then the council's own
    assert a_base == b_base == c_base
    assert a_end - a_base == pytest.approx(2 * (b_end - b_base), abs=0.2)
    assert c_base - c_end == pytest.approx(b_end - b_base, abs=0.2)


def test_labels_at_the_ends_of_lines_do_not_meet() -> None:
    level = values("40", "40", "40", "40")
    close = Trend(PERIODS, Line("Bromsgrove", level), median=values("40", "40", "40", "40.1"), target=level)
    texts = {t.text: float(t.get("y", "0")) for t in drawn(close)[0].iter(f"{SVG}text")}
    heights = sorted(texts[name] for name in ("Bromsgrove 40.0", "Median 40.1", "Target 40.0"))
    assert all(below - above >= look.WIDE.font for above, below in pairwise(heights))


def test_the_key_explains_only_what_is_drawn() -> None:
    assert "95% confidence interval" in chart(ranking()).svg
    assert "95% confidence interval" not in chart(ranking(120)).svg
    assert "Each dot is one of 121 councils." in chart(ranking(120)).svg


def test_a_long_unit_is_wrapped_not_cut() -> None:
    unit = Unit(suffix="%", name="% of household waste sent for reuse, recycling or composting in the year")
    root = drawn(Trend(PERIODS, Line("A", values("1", "2", "3", "4")), unit))[1]
    said = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert unit.name in said


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(
    ("colour", "least"),
    [(look.OTHER, 3), (look.OWN, 4.5), (look.ACCENT, 4.5), (look.INK, 4.5), (look.MUTED, 4.5)],
)
def test_colours_stand_out_from_white(colour: str, least: float) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= least


def test_colour_is_never_alone() -> None:
    paths = {p.get("stroke"): p.get("stroke-dasharray") for p in drawn(trend())[0].iter(f"{SVG}path")}
    dashes = (paths[look.OWN], paths[look.ACCENT], paths[look.INK])
    assert dashes[0] is None and None not in dashes[1:] and dashes[1] != dashes[2]
    assert {"Bromsgrove 38.9%", "Median 42.1%", "Target 45.0%"} <= {
        t.text for t in drawn(trend())[0].iter(f"{SVG}text")
    }


FIGURE = st.none() | st.decimals(-(10**9), 10**9, places=2)


def any_figures(count: int) -> st.SearchStrategy[tuple[Decimal | None, ...]]:
    return st.lists(FIGURE, min_size=count, max_size=count).map(tuple)


@given(st.data(), st.integers(1, 50), st.text(min_size=1), st.text())
def test_any_figures_and_any_words_make_a_picture(
    data: st.DataObject, count: int, name: str, words: str
) -> None:
    own = data.draw(any_figures(count).filter(lambda found: set(found) != {None}))
    made = Trend(
        tuple(f"{name}{i}" for i in range(count)),
        Line(name, own),
        Unit(name=words),
        data.draw(any_figures(count)),
    )
    for size, root in zip((look.WIDE, look.NARROW), drawn(made), strict=True):
        assert root.get("viewBox", "").startswith(f"0 0 {size.width} ")
        assert not re.search(r"nan|inf", " ".join(p.get("d", "") for p in root.iter(f"{SVG}path")))
