"""Oflog's adult social care measures (financial years 2015-16 to 2022-23); a suppressed value is left blank."""

from moothall.figures.models import Missing
from moothall.figures.sources import Source

SOURCE = Source(
    id="oflog-adult-social-care",
    title="Oflog Data Explorer: adult social care",
    publisher="Office for Local Government",
    licence="Open Government Licence v3.0",
    url="https://oflog.data.gov.uk",
    reads="figures",
    columns={
        "area": ("area_code",),
        "area_name": ("area_name",),
        "period": ("financial_year",),
        "measure": ("measure",),
        "value": ("value",),
    },
    needs=("area", "period", "measure", "value"),
    blank=(Missing.SUPPRESSED, "left blank by the publisher: suppressed, or not returned"),
)
