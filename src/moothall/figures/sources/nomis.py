"""Rows of Nomis, as its feed keeps them: its own columns, with the measure they are of."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="nomis",
    title="Nomis",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    url="https://www.nomisweb.co.uk",
    reads="figures",
    columns={
        "measure": ("Measure",),
        "area": ("GEOGRAPHY_CODE",),
        "area_name": ("GEOGRAPHY_NAME",),
        "period": ("DATE_NAME",),
        "value": ("OBS_VALUE",),
        "status": ("OBS_STATUS",),
        "note": ("OBS_STATUS_NAME",),
    },
    needs=("measure", "area", "period", "value"),
)
