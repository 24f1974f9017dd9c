"""Who took over from whom: kept by figures, by the name that this room knows it by."""

from moothall.figures.succession import Lineages as Lineages
from moothall.figures.succession import lineages as lineages
