"""Which of the things that the audit writes down a channel can hear of, what is said of each, and its page.

Only what anybody with a role here may read is told: who is in a channel is not ours to know. Nobody is named.
"""

from collections.abc import Callable

from django.urls import reverse

from moothall.core.models import AuditEntry
from moothall.core.webhooks.hearing import Heard, register

Said = Callable[[AuditEntry], tuple[str, ...]]


def _titled(what: str) -> Said:
    return lambda entry: (f"{what}: {entry.title}",)


def _rejected(entry: AuditEntry) -> tuple[str, ...]:
    """A load is told of where rows of it were rejected."""
    told = entry.after or {}
    kept, rejected = told.get("kept", 0), told.get("rejected", 0)
    if not rejected:
        return ()
    rows = "row" if rejected == 1 else "rows"
    return (
        f"{rejected:,} {rows} of a load rejected: {entry.title}",
        f"{kept:,} were kept. Each reason is with its row.",
    )


def _failed(entry: AuditEntry) -> tuple[str, ...]:
    """A feed's run is told of where it came to nothing."""
    state = (entry.after or {}).get("state", "")
    if state not in ("failed", "broken off"):
        return ()
    return (
        f"A feed {'failed' if state == 'failed' else 'broke off'}: {entry.title}",
        "Its page says why, and what to do.",
    )


def _page(route: str) -> Callable[[AuditEntry], str]:
    return lambda entry: reverse(route, args=[entry.key])


def _room(route: str) -> Callable[[AuditEntry], str]:
    return lambda _entry: reverse(route)


# action of the audit, what the choice is called, what is said, its page
HEARD = (
    ("clinic.closed", "A performance clinic was closed", _titled("A clinic was closed"), _page("clinic")),
    ("quarterly.approved", "A quarterly report was approved", _titled("Approved"), _page("quarterly-report")),
    ("quarterly.published", "A quarterly report was published", _titled("Published"), _page("quarterly-report")),
    ("plan.published", "A productivity plan was published", _titled("Published"), _room("plans")),
    ("figures.loaded", "Rows of a load were rejected", _rejected, _page("load")),
    ("feed.run_ended", "A feed failed", _failed, _page("feed")),
)  # fmt: skip


def tell() -> None:
    """Makes them heard. Asked as the site starts."""
    for action, label, said, href in HEARD:
        register(action, Heard(label, said, href))
