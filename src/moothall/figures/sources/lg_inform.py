"""Values of LG Inform Plus, as its feed keeps them."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="lg-inform",
    title="LG Inform Plus",
    publisher="Local Government Association",
    licence="as LG Inform states for each metric",
    url="https://lginform.local.gov.uk",
    reads="figures",
    columns={
        "measure": ("Measure",),
        "area": ("areaIdentifier",),
        "area_name": ("areaLabel",),
        "period": ("period",),
        "value": ("value",),
        "lower": ("confidenceIntervalLower",),
        "upper": ("confidenceIntervalUpper",),
        "note": ("publicationStatus",),
    },
    needs=("measure", "area", "period", "value"),
)
