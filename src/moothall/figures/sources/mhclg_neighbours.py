"""MHCLG statistical neighbours of the Local Outcomes Framework: for each council its nearest fifteen, in order.

The workbook's sheet 'Statistical Neighbours' has banner rows down to its header in row 11. Its first column is the
council's code; how the columns of neighbours are headed has changed between copies seen, so several spellings are
read. Neighbours are taken where they are given by code.
"""

from moothall.figures.sources import Source

_HEADS = (
    "Neighbour {} code", "Neighbour {} LA code", "Neighbour code {}", "Statistical neighbour {} code",
    "Nearest neighbour {} code", "Statistical neighbour {}", "Nearest neighbour {}", "Neighbour {}", "SN{}", "SN {}",
    "SN{} code", "SN {} code", "NN{}",
)  # fmt: skip

SOURCE = Source(
    id="mhclg-neighbours",
    title="MHCLG statistical neighbours of the Local Outcomes Framework",
    publisher="Ministry of Housing, Communities and Local Government",
    licence="Open Government Licence v3.0",
    url="https://www.gov.uk/government/publications/local-outcomes-framework",
    reads="neighbours",
    columns={
        "area": (
            "Local authority code",
            "LA code",
            "ONS code",
            "Authority code",
            "Local authority district code",
            "LAD code",
            "GSS code",
        ),
        **{f"peer {place}": tuple(head.format(place) for head in _HEADS) for place in range(1, 16)},
    },
    needs=("area", "peer 1", "peer 2"),
)
