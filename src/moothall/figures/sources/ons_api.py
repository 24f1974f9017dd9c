"""Observations of the ONS beta API, as its feed keeps them."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="ons-api",
    title="ONS datasets (beta API)",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    url="https://developer.ons.gov.uk",
    reads="figures",
    columns={
        "measure": ("Measure",),
        "area": ("geography",),
        "period": ("time",),
        "value": ("observation",),
    },
    needs=("measure", "area", "period", "value"),
)
