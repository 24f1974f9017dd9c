"""ONS statistical neighbours: for each council its nearest twenty, in order."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="ons-neighbours",
    title="ONS statistical neighbours",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    url="https://www.ons.gov.uk/explore-local-statistics",
    reads="neighbours",
    columns={"area": ("areacd",), **{f"peer {place}": (str(place),) for place in range(1, 21)}},
    needs=("area", "peer 1"),
    lists={
        "global-neighbours": "ONS statistical neighbours, on all characteristics",
        "economic-neighbours": "ONS statistical neighbours, on economic characteristics",
        "demographic-neighbours": "ONS statistical neighbours, on demographic characteristics",
    },
)
