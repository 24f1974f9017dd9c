"""A council's own return of its performance measures: one row a measure and period, as CSV, XLSX or ODS."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="kpi-return",
    title="The council's own return",
    publisher="the council",
    licence="as the council decides",
    published=False,
    reads="figures",
    columns={
        "measure": ("Measure", "Measure ID", "KPI", "KPI ID", "Indicator", "PI", "Performance indicator"),
        "area": ("Area", "Area code", "GSS code"),
        "period": ("Period", "Month", "Quarter", "Year", "Date", "Financial year"),
        "value": ("Value", "Actual", "Result", "Outturn", "Figure"),
        "numerator": ("Numerator",),
        "denominator": ("Denominator",),
        "lower": ("Lower limit", "Lower confidence limit"),
        "upper": ("Upper limit", "Upper confidence limit"),
        "status": ("Status",),
        "breakdown": ("Breakdown", "Ward", "Channel"),
        "note": ("Note", "Notes", "Comment", "Commentary"),
    },
    needs=("measure", "period", "value"),
)
