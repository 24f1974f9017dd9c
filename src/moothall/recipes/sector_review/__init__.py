"""The sector review: every council's plan read at once.

    shelf = read_folder(folder, kept, councils)  # resumable; each plan kept as it is read
    found = review(shelf)
    found.questions, found.themes, found.barriers, found.savings, found.learning, found.search("agency spend")
    report(found, date)                          # a document for HTML, PDF and DOCX
    as_json(found)

The method and its limits: docs/methods/sector-review.md.
"""

from moothall.recipes.sector_review.councils import Council, council_of, read_councils
from moothall.recipes.sector_review.digest import Digest, digest, from_json
from moothall.recipes.sector_review.folder import Refused, Shelf, kept_digests, plans_in, read_folder
from moothall.recipes.sector_review.output import as_json
from moothall.recipes.sector_review.report import report
from moothall.recipes.sector_review.review import Plan, Quote, Review, review

__all__ = [
    "Council",
    "Digest",
    "Plan",
    "Quote",
    "Refused",
    "Review",
    "Shelf",
    "as_json",
    "council_of",
    "digest",
    "from_json",
    "kept_digests",
    "plans_in",
    "read_councils",
    "read_folder",
    "report",
    "review",
]
