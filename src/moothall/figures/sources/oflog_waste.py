"""Oflog's waste measures, as published with its Data Explorer (financial years 2015-16 to 2022-23)."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="oflog-waste",
    title="Oflog Data Explorer: waste management",
    publisher="Office for Local Government",
    licence="Open Government Licence v3.0",
    url="https://oflog.data.gov.uk",
    reads="figures",
    columns={
        "area": ("area_code",),
        "area_name": ("area_name",),
        "period": ("financial_year",),
        "measure": ("metric",),
        "value": ("value",),
    },
    needs=("area", "period", "measure", "value"),
)
