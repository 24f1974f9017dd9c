"""Who the payees are: names taken apart, payees joined to suppliers with a confidence, doubts for a person.

Public: `normalise`, `cluster`, `Clustering`, `Pair`, `Resolved`; SURE and DOUBTFUL bound the review list.
"""

from moothall.engines.spend.suppliers.clustering import Clustering, cluster
from moothall.engines.spend.suppliers.joining import DOUBTFUL, SURE, Identity, Pair, Resolved
from moothall.engines.spend.suppliers.names import Name, normalise, parse

__all__ = [
    "DOUBTFUL",
    "SURE",
    "Clustering",
    "Identity",
    "Name",
    "Pair",
    "Resolved",
    "cluster",
    "normalise",
    "parse",
]
