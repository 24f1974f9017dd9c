"""Figures of a DfE data set, as its feed keeps them: one row a figure."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="dfe-statistics",
    title="DfE Explore education statistics",
    publisher="Department for Education",
    licence="Open Government Licence v3.0",
    url="https://explore-education-statistics.service.gov.uk",
    reads="figures",
    columns={
        "measure": ("Measure",),
        "area": ("location_code",),
        "area_name": ("location_name",),
        "period": ("time_period",),
        "value": ("figure",),
    },
    needs=("measure", "area", "period", "value"),
)
