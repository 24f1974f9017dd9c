"""The Transparency Code's files: from ledgers, card files and registers to what goes on the website, checked first.

    rules = Rules(on=today, first=…, last=…, council="…", redact=True)
    done = publish([path, ("grants", other)], out=folder, rules=rules)
    done.sets, done.stopped, done.missing
    report(done)                     # a document for HTML and PDF
    as_json(done)

A set is one module of `sets/`, found and never listed. The method and its limits: docs/methods/transparency-code.md.
"""

from moothall.recipes.transparency.personal_data import Hit, search
from moothall.recipes.transparency.problems import Place, Problem, Severity
from moothall.recipes.transparency.publishing import LeftOut, Publication, SetResult, publish, validate
from moothall.recipes.transparency.registry import sets
from moothall.recipes.transparency.report import as_json, report
from moothall.recipes.transparency.rules import Rules, quarter
from moothall.recipes.transparency.template import Row, TransparencySet
from moothall.recipes.transparency.wording import Grade

__all__ = [
    "Grade",
    "Hit",
    "LeftOut",
    "Place",
    "Problem",
    "Publication",
    "Row",
    "Rules",
    "SetResult",
    "Severity",
    "TransparencySet",
    "as_json",
    "publish",
    "quarter",
    "report",
    "search",
    "sets",
    "validate",
]
