"""The publishers Moothall fetches from, one module each, found and never listed.

`docs/add/feed.md` says how to add one.

A plug-in holds `FEED`, which declares what it is and what may be set, and `fetch(asked)`, which yields pages of rows.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal

from moothall.figures.feeds.http import Client

Kind = Literal["text", "whole", "choice", "list", "pairs", "measure", "measures", "address"]
Config = Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """One thing that may be chosen for a feed.

    kind: 'text'; 'whole' (a number); 'choice' of `choices`; 'list' (one a line); 'pairs' (name = value, one a line);
    'measure' (of the catalogue); 'measures' (theirs = ours, one a line); 'address' (a web address).
    """

    name: str
    label: str
    hint: str = ""
    kind: Kind = "text"
    required: bool = True
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Feed:
    """A publisher's interface, and what Moothall reads from it.

    source: the layout of `figures.sources` that its rows are kept in; '' where it brings no figures.
    secrets: short names of what must come from the environment: MOOTHALL_FEED_<ID>_<SECRET>; `optional` ones need not.
    days: how often to ask when nobody says otherwise. rate: so many requests in so many seconds at most.
    """

    id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    url: str
    docs: str
    reads: Literal["figures", "areas", "reference"]
    settings: tuple[Setting, ...]
    source: str = ""
    secrets: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    days: int = 7
    rate: tuple[int, float] | None = None

    def clean(self, config: Config) -> dict[str, Any]:
        """What was chosen, with what stands where nothing was. Names that are not settings are left out."""
        return {it.name: config.get(it.name) or _plain(it) for it in self.settings}


def _plain(setting: Setting) -> Any:
    if setting.kind in ("pairs", "measures"):
        return {}
    if setting.kind == "list":
        return [it for it in setting.default.splitlines() if it]
    if setting.kind == "whole":
        return int(setting.default or 0)
    return setting.default


@dataclass(frozen=True)
class Unmapped:
    """Something a publisher offers that no measure of the catalogue is said to be: what a file for it would say."""

    id: str
    title: str
    unit: str = ""
    frequency: str = "annual"


@dataclass(frozen=True)
class Page:
    """Some rows, and where to go on from after them.

    rows: each by the fields of `figures.sources`; what a layout lacks is left out.
    position: whatever the plug-in needs to go on after this page; given back as `Asked.position`.
    total: how many rows there are in all, where the publisher says so.
    marks: what to remember until the next run, such as the newest period or an ETag.
    """

    rows: tuple[Mapping[str, str], ...]
    position: Any
    total: int | None = None
    marks: Mapping[str, Any] = field(default_factory=dict)
    unmapped: tuple[Unmapped, ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What a plug-in is given: where to ask, what was chosen, the keys, and where the last run left off.

    marks: what the last run that was done remembered ({} at first). position: after which page to go on (None: begin).
    folder: where it may put files it downloads; emptied when the run is over.
    """

    client: Client
    config: Config
    keys: Mapping[str, str]
    marks: Mapping[str, Any]
    position: Any
    folder: Path


@dataclass(frozen=True)
class Plugin:
    """A feed with its functions: `check(asked)` says in a sentence that the connection works."""

    feed: Feed
    fetch: Callable[[Asked], Iterator[Page]]
    check: Callable[[Asked], str]


@cache
def plugins() -> Mapping[str, Plugin]:
    """Every plug-in by the id of its feed."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    found = (Plugin(module.FEED, module.fetch, module.check) for module in modules)
    return {it.feed.id: it for it in found}
