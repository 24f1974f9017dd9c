"""Feeds in words: how each is, what to do about it, and its runs as rows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from moothall.figures.feeds.config import written
from moothall.figures.feeds.queries import Health
from moothall.web.templating import moment

if TYPE_CHECKING:
    from moothall.figures.feeds.models import FeedRun

# state: colour, in words, what to do (None: what the run itself says)
STATES: dict[str, tuple[str, str, str | None]] = {
    "well": ("good", "Well", ""),
    "differs": ("watch", "Days differ", "GOV.UK lists bank holidays that due dates do not know: see the run."),
    "partly": ("watch", "Well, with gaps", "See what was rejected, or has no measure yet, and mend it."),
    "late": ("watch", "Late", "Nothing runs it: ask whoever runs Moothall to run ‘moothall fetch --due’ every day."),
    "running": ("info", "Running", ""),
    "new": ("none", "Not run yet", "Run it now, or wait for the next daily run."),
    "failed": ("poor", "Failed", None),
    "broken off": ("watch", "Broken off", None),
    "stopped": ("none", "Stopped", "Start it again when its figures are wanted."),
    "gone": ("poor", "Plug-in missing", "Put the plug-in back, or stop the feed."),
}  # fmt: skip
RUN_KINDS = {
    "done": "good", "unchanged": "good", "running": "info",
    "broken off": "watch", "failed": "poor", "cancelled": "none",
}  # fmt: skip


def row(it: Health) -> dict[str, Any]:
    """One feed in the list."""
    kind, words, to_do = STATES[it.state]
    return {
        "title": it.setup.title,
        "href": reverse("feed", args=[it.setup.pk]),
        "kind": kind,
        "words": words,
        "to_do": (it.last.message if it.last else "") if to_do is None else to_do,
        "last": moment(it.last.started_at) if it.last else "Never",
        "rows": rows(it.good),
        "due": due(it),
        "publisher": it.feed.publisher if it.feed else "",
        "licence": it.feed.licence if it.feed else "",
    }


def rows(run: "FeedRun | None") -> str:
    """What the last run that brought figures kept and rejected."""
    if run is None:
        return "–"
    if run.load_id is None:
        return "No figures"
    rejected = f", {run.rejected:,} rejected" if run.rejected else ""
    return f"{run.kept:,} kept{rejected}"


def due(it: Health) -> str:
    """When it runs next."""
    if it.due is None:
        return "–"
    return "Now" if it.due <= it.now else moment(it.due)


def runs(some: Iterable["FeedRun"]) -> list[list[Any]]:
    """The history of a feed."""
    return [
        [
            {"text": moment(it.started_at), "href": reverse("feed-run", args=[it.setup_id, it.pk])},
            it.get_state_display().capitalize(),
            f"{it.rows:,}",
            f"{it.kept:,}",
            f"{it.rejected:,}",
            _took(it),
            it.message or "–",
        ]
        for it in some
    ]


def _took(it: "FeedRun") -> str:
    if it.took is None:
        return "–"
    seconds = round(it.took.total_seconds())
    return f"{seconds // 60:,} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"


def about(it: Health) -> list[tuple[str, Any]]:
    """Whose figures they are, and on what terms."""
    feed = it.feed
    if feed is None:
        return [("Plug-in", it.setup.feed)]
    return [
        ("Publisher", feed.publisher),
        ("Licence", feed.licence),
        ("How to credit it", feed.attribution),
        ("Runs", "every day" if it.setup.every == 1 else f"every {it.setup.every} days"),
        ("Next due", due(it)),
        *((setting.label, _said(written(setting, it.setup.config.get(setting.name)))) for setting in feed.settings),
        ("Set up", f"{moment(it.setup.set_up_at)} by {it.setup.set_up_by}"),
    ]  # fmt: skip


def _said(text: str) -> str:
    lines = text.splitlines()
    shown = ", ".join(lines[:8])
    return f"{shown} and {len(lines) - 8} more" if len(lines) > 8 else shown or "–"


def run_facts(it: "FeedRun") -> list[tuple[str, Any]]:
    """What one run did."""
    total = f" of {it.total:,}" if it.total is not None else ""
    return [
        ("Started", f"{moment(it.started_at)} by {it.person}"),
        ("Took", _took(it)),
        ("Asked", it.address or "–"),
        ("Requests", f"{it.requests:,}"),
        ("Pages", f"{it.pages:,}"),
        ("Rows fetched", f"{it.rows:,}{total}"),
        ("Rows kept", f"{it.kept:,}"),
        ("Rows rejected", f"{it.rejected:,}"),
    ]
