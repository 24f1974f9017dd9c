"""Figures of a table of open data, as its feed keeps them: one row a figure."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="open-data",
    title="Open data: a table at a web address",
    publisher="the publisher the feed names",
    licence="as the publisher states",
    url="https://www.data.gov.uk",
    reads="figures",
    columns={
        "measure": ("Measure",),
        "area": ("Area of the table",),
        "period": ("Period of the table",),
        "value": ("Value of the table",),
    },
    needs=("measure", "area", "period", "value"),
)
