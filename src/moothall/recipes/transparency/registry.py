"""The sets there are: every module under `sets/` that has a SET. None is listed anywhere twice."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from moothall.recipes.transparency import sets as package
from moothall.recipes.transparency.template import TransparencySet

ORDER = ("quarterly", "annual")


@cache
def sets() -> dict[str, TransparencySet]:
    """Every set by its id, quarterly ones first. Raises ValueError for one badly made: ours to mend."""
    found: dict[str, TransparencySet] = {}
    for info in iter_modules(package.__path__, f"{package.__name__}."):
        one = getattr(import_module(info.name), "SET", None)
        if one is None:
            continue
        if one.id in found:
            raise ValueError(f"{info.name} and another set are both {one.id}")
        _check(one, info.name)
        found[one.id] = one
    return dict(sorted(found.items(), key=lambda it: (ORDER.index(it[1].frequency), it[0])))


def _check(one: TransparencySet, where: str) -> None:
    names = [it.name for it in one.fields]
    if len(set(names)) != len(names):
        raise ValueError(f"{where} has a column twice")
    known = {*names, *(it.name for it in one.wide)}
    for name in (one.dated, one.total, *one.signs, *one.wide_needs):
        if name and name not in known:
            raise ValueError(f"{where} speaks of a column that it does not have: {name}")
