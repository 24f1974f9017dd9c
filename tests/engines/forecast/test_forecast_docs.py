"""The worked example of docs/methods/forecast.md, read from the page and computed again."""

import re
from decimal import Decimal
from pathlib import Path

from tests.engines.forecast.making import made

from moothall.engines.forecast import Adjustment, Result, adjusted, forecast

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "forecast.md"


def example() -> tuple[str, Result]:
    prose = PAGE.read_text(encoding="utf-8").split("## A worked example")[1].split("\n## ")[0]
    quoted = re.search(r"^> ([\d ]+)$", prose, re.MULTILINE)
    assert quoted
    return prose, forecast(made([float(it) for it in quoted[1].split()], "P3M"), 4)


def test_the_models_and_their_errors_are_what_the_engine_gives() -> None:
    prose, found = example()
    table = dict(re.findall(r"^\| (.+?) \| (\d\.\d+) \|$", prose, re.MULTILINE))
    assert table == {it.model: str(it.mase) for it in found.candidates}
    assert f"{found.model[0].upper()}{found.model[1:]} answers, after {found.windows} tests" in prose


def test_the_forecast_is_what_the_engine_gives() -> None:
    prose, found = example()
    for it in found.points:
        row = f"| {it.period.label} | {it.mean} | {it.lo80} to {it.hi80} | {it.lo95} to {it.hi95} |"
        assert row in prose
    charge = Adjustment("price", "a charge", found.points[1].period, factor=Decimal("0.95"))
    effects = [str(it).replace("-", "−") for it in adjusted(found, [charge]).applied[0].effects]
    assert f"by {effects[1]}, {effects[2]} and {effects[3]}." in prose
