"""What each payment was for: a taxonomy in our own words, and payments put in it with how sure and why.

Public: `classify`, `taxonomy`, `with_own`, the types, and the ids of categories that others lean on (`ids`).
"""

from moothall.engines.spend.categories import ids
from moothall.engines.spend.categories.classifying import FLOOR, Categories, Learnt, Mapped, classify
from moothall.engines.spend.categories.tree import Category, Taxonomy, taxonomy, with_own

__all__ = [
    "FLOOR",
    "Categories",
    "Category",
    "Learnt",
    "Mapped",
    "Taxonomy",
    "classify",
    "ids",
    "taxonomy",
    "with_own",
]
