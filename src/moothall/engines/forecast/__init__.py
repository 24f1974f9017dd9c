"""Forecast: what a monthly, quarterly or annual series is expected to be, with the test behind the answer.

Data in, result out: no clock, no globals, no chance, no Django.

    result = forecast(series, 12)
    result.points[0].mean, result.points[0].lo95, result.points[0].hi95
    result.label        # which model, and its error in the backtest beside naive's
    result.findings     # breaks, gaps, a part-done last month ... each in a sentence
    adjusted(result, [Adjustment("price", "the charge rises by £10", april, factor=Decimal("0.97"))])

The method, what was measured and where it differs from others: docs/methods/forecast.md.
"""

from moothall.engines.forecast.data import as_data
from moothall.engines.forecast.engine import forecast, forecast_many
from moothall.engines.forecast.history import check
from moothall.engines.forecast.scenario import adjusted
from moothall.engines.forecast.shapes import (
    Adjustment,
    Applied,
    Candidate,
    Expected,
    Finding,
    Kind,
    NotForecast,
    Params,
    Result,
    Why,
)

__all__ = [
    "Adjustment",
    "Applied",
    "Candidate",
    "Expected",
    "Finding",
    "Kind",
    "NotForecast",
    "Params",
    "Result",
    "Why",
    "adjusted",
    "as_data",
    "check",
    "forecast",
    "forecast_many",
]
