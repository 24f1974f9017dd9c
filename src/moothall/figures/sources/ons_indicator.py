"""Indicators of the ONS 'Explore local statistics' service: one file an indicator, every kind of area, ISO periods."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="ons-indicator",
    title="ONS Explore local statistics: indicator",
    publisher="Office for National Statistics and the departments it names",
    licence="Open Government Licence v3.0",
    url="https://www.ons.gov.uk/explore-local-statistics",
    reads="figures",
    columns={
        "area": ("areacd",),
        "area_name": ("areanm",),
        "measure": ("indicator",),
        "period": ("period",),
        "value": ("observation",),
        "lower": ("lci_95",),
        "upper": ("uci_95",),
        "status": ("status",),
        "note": ("notes",),
    },
    needs=("area", "measure", "period", "value"),
    succession=r"Obsolete code since \d{4} \(replaced by (.+)\)",
)
