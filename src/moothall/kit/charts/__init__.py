"""Charts drawn on the server as SVG: no script, no style sheet, the same picture on a page and in a PDF.

trend = Trend(periods, Line("Bromsgrove", values), Unit(suffix="%"))
chart = Chart("Recycling rate", "Oflog, 2024", trend)
chart.svg, chart.svg_narrow, chart.html     # Markup
chart.table.columns, chart.table.rows       # the same figures as text
chart.description                           # the text alternative
"""

from moothall.kit.charts.areas import AreaMap, Shape
from moothall.kit.charts.captioned import Captioned
from moothall.kit.charts.chart import Chart, Picture, Table
from moothall.kit.charts.fan import Fan
from moothall.kit.charts.ranking import Bar, Ranking
from moothall.kit.charts.scatter import Axis, Dot, Scatter
from moothall.kit.charts.sparkline import Sparkline
from moothall.kit.charts.tally import Tally
from moothall.kit.charts.trend import Event, Line, Trend
from moothall.kit.charts.unit import Unit
from moothall.kit.charts.xmr import Signal, Stretch, XmR
from moothall.kit.charts.xmr_icons import Icon

__all__ = [
    "AreaMap",
    "Axis",
    "Bar",
    "Captioned",
    "Chart",
    "Dot",
    "Event",
    "Fan",
    "Icon",
    "Line",
    "Picture",
    "Ranking",
    "Scatter",
    "Shape",
    "Signal",
    "Sparkline",
    "Stretch",
    "Table",
    "Tally",
    "Trend",
    "Unit",
    "XmR",
]
