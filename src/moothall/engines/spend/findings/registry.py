"""The tests there are: every module under `findings/` that has a TEST. None is listed anywhere twice."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from moothall.engines.spend import findings as package
from moothall.engines.spend.findings.finding import SpendTest


@cache
def tests() -> dict[str, SpendTest]:
    """Every test by its code, in the order of codes. Raises ValueError for two of one code: ours to mend."""
    found: dict[str, SpendTest] = {}
    for info in walk_packages(package.__path__, f"{package.__name__}."):
        test = getattr(import_module(info.name), "TEST", None)
        if test is None:
            continue
        if test.code in found:
            raise ValueError(f"{info.name} and another test are both {test.code}")
        found[test.code] = test
    return dict(sorted(found.items()))
