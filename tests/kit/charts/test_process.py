"""A process drawn: every step in its lane, in words and by outline as well as by colour."""

import pytest
from lxml import etree

from moothall.kit.charts import Chart
from moothall.kit.charts.process import Box, Process

BOXES = (
    Box("Open the form", "Adviser", "work", "4 minutes", "none", "100%", "yes"),
    Box("Wait for the post", "", "wait", "none", "2 days", "100%", "no"),
    Box("Ask again", "Officer", "rework", "10 minutes", "1 day", "30%", "no", failure=True),
    Box("Check", "Officer", "check", "not measured", "none", "100%", "necessary"),
)


def chart(*boxes: Box) -> Chart:
    return Chart("Before the change", "The service's own map", Process(boxes or BOXES))


@pytest.mark.parametrize("which", ["svg", "svg_narrow"])
def test_every_step_is_drawn_and_stays_inside(which: str) -> None:
    tree = etree.fromstring(str(getattr(chart(), which)))
    width, height = (float(it) for it in tree.get("viewBox").split()[2:])
    texts = ["".join(it.itertext()) for it in tree.iter("{*}text")]
    for place, box in enumerate(BOXES, 1):
        assert any(it.startswith(f"{place} {box.name}") for it in texts)
    assert any("(failure demand)" in it for it in texts)
    for box in tree.iter("{*}rect"):
        assert float(box.get("x")) >= 0 and float(box.get("x")) + float(box.get("width")) <= width
        assert float(box.get("y")) + float(box.get("height")) <= height


def test_what_adds_no_value_is_told_by_its_outline_too() -> None:
    tree = etree.fromstring(str(chart().svg))
    steps = [it for it in tree.iter("{*}rect") if float(it.get("height")) > 20]
    assert [bool(it.get("stroke-dasharray")) for it in steps] == [False, True, True, False]


def test_the_table_and_the_words_say_the_same() -> None:
    it = chart()
    assert it.table.rows[2] == (
        "3. Ask again", "Officer", "Rework", "10 minutes", "1 day", "30%", "Adds no value", "Yes",
    )  # fmt: skip
    assert "4 steps by Adviser, Officer" in it.description
    assert "1 adds value, 1 necessary, 2 adds no value" in it.description
    assert BOXES[1].takes == "waits 2 days"
    assert BOXES[2].takes == "10 minutes, then waits 1 day; 30% of cases"


def test_long_names_and_many_lanes_fit() -> None:
    many = [Box("x" * 120, f"Role {n}", "work", "1 minute", "none", "100%", "yes") for n in range(30)]
    for size in (chart(*many).svg, chart(*many).svg_narrow):
        assert 'x="-' not in str(size)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="no step"):
        Process(())
    with pytest.raises(ValueError, match="value"):
        Process((Box("A", "B", "work", "1", "none", "100%", "maybe"),))
