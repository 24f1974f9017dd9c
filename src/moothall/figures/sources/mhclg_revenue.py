"""Lines of a revenue outturn or budget workbook, as its feed keeps them: in pounds, one row a figure."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="mhclg-revenue",
    title="MHCLG revenue outturn and budgets",
    publisher="Ministry of Housing, Communities and Local Government",
    licence="Open Government Licence v3.0",
    url="https://www.gov.uk/government/collections/local-authority-revenue-expenditure-and-financing",
    reads="figures",
    columns={
        "measure": ("Measure",),
        "area": ("ONS code",),
        "area_name": ("Local authority",),
        "period": ("Financial year",),
        "value": ("Amount in pounds",),
    },
    needs=("measure", "area", "period", "value"),
)
