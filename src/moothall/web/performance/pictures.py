"""Charts of kept runs as the page has them, each drawn once: a run never changes, and neither does its picture.

A process keeps the pictures it drew last, so that a page which shows four charts costs what one without costs.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache

from django.template import engines
from markupsafe import Markup

from moothall.core.models import Run
from moothall.kit.charts import Chart, Icon

MOST = 400  # pictures of some 30 kB each
_drawn: OrderedDict[Hashable, Markup] = OrderedDict()


def figure(run: Run, make: Callable[[], Chart | None], *more: Hashable, level: int = 3) -> Markup | None:
    """The chart of a run with its table and its words, drawn by `make` unless it was; none where it makes none.

    `more` is whatever else is on the chart: the marks.
    """
    key = (run.pk, run.input_sha256, run.made_at, run.engine, level, *more)
    found = _drawn.get(key)
    if found is None:
        chart = make()
        if chart is None:
            return None
        found = _drawn[key] = drawn(chart, level)
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return found


def drawn(chart: Chart, level: int = 3) -> Markup:
    """A chart with its table and its words, as the component writes it."""
    template = engines["jinja2"].env.get_template("components/figures.jinja")  # type: ignore[attr-defined]
    return Markup(template.module.chart(chart, level=level))  # noqa: S704  (a template escaped it)


@lru_cache
def icon(kind: str) -> Markup:
    """The icon of a variation or an assurance; nothing where there is nothing to judge by."""
    return Markup("") if kind == "none" else Icon(kind).svg
