"""What every page is given: who is signed in, for which council, and where they can go."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.core.queries import organisations_of
from moothall.web.access import PUBLIC, SIGNED_IN, person_of

# A section of the menu, with its rooms: text, route, who sees it (a permission, PUBLIC or SIGNED_IN).
# The rooms of a section are shown once one is in it; its first room that somebody may enter is where it leads.
NAVIGATION: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Performance",
        (
            ("Scorecard", "scorecard", "performance.read"),
            ("Corporate plan", "priorities", "performance.read"),
            ("Commentary", "commentaries", "performance.read"),
            ("Clinics", "clinics", "performance.read"),
            ("Quarterly report", "quarterly", "performance.read"),
            ("Risks", "risks", "risks.read"),
        ),
    ),
    (
        "Insight",
        (
            ("Measures", "measures", PUBLIC),
            ("Explore", "explore", PUBLIC),
            ("Places", "places", PUBLIC),
            ("Costs", "costs", PUBLIC),
            ("How work flows", "lean", "performance.read"),
        ),
    ),
    (
        "Spending",
        (
            ("What is spent", "spend", "spend.read"),
            ("Findings", "spend-findings", "spend.read"),
            ("Suppliers", "spend-suppliers", "spend.read"),
            ("Contracts", "contracts", "spend.read"),
            ("Purchasing", "purchasing", "spend.read"),
            ("Transparency", "transparency", "spend.read"),
        ),
    ),
    (
        "Plans",
        (
            ("Productivity plan", "plans", "plan.read"),
            ("Progress", "progress", "plan.read"),
            ("Barriers", "barriers", "plan.read"),
            ("Service plans", "service-plans", "service_plans.read"),
            ("Sector review", "sector", "sector.read"),
        ),
    ),
    (
        "Committee",
        (
            ("Committee papers", "committee", "committee.read"),
            ("Recommendations", "recommendations", "performance.read"),
        ),
    ),
    (
        "Data",
        (
            ("Data collection", "collection", "performance.read"),
            ("Returns", "returns", "returns.read"),
            ("Loads", "loads", "figures.read"),
            ("Feeds", "feeds", "feeds.read"),
            ("What changed", "changing", "performance.read"),
        ),
    ),
    (
        "Administration",
        (
            ("People", "people", "people.read"),
            ("Channels", "webhooks", "webhooks.manage"),
            ("Audit", "audit", "audit.read"),
        ),
    ),
)
# pages that stand outside the address of the room they belong to
BESIDE = {"/commitments/": "progress", "/figures/": "measures", "/jobs/": "loads", "/plan-check/": "plans"}
FOOTER = (
    ("How councils are doing", "public-councils-performance"),
    ("What councils spend", "public-spending-councils"),
    ("Published plans", "public-plans"),
    ("Councils’ decisions", "public-decisions"),
    ("Check a plan", "plan-check"),
    ("Accessibility", "accessibility"),
    ("Privacy", "privacy"),
    ("API", "api-guide"),
    ("About Moothall", "about"),
)
CHOSEN = "organisation"  # in the session: the council somebody with several is looking at


def page(request: HttpRequest) -> dict[str, Any]:
    """Names the layout reads. Used as a context processor."""
    person = (
        getattr(request, "user", None) or AnonymousUser()
    )  # a request refused at the door has no person yet
    organisation = current_organisation(request)
    return {
        "person": str(person) if person.is_authenticated else "",
        "organisation": organisation,
        "demonstration": bool(organisation and organisation.fictional),
        "organisation_switch_url": reverse("choose-organisation") if _several(request) else "",
        "navigation": _navigation(request.path, person, organisation),
        "account_url": reverse("account"),
        "sign_in_url": reverse("account_login"),
        "sign_out_url": reverse("account_logout"),
        "footer_links": [{"text": text, "href": reverse(route)} for text, route in FOOTER],
        "messages": get_messages(request),
    }


def _navigation(here: str, person: Any, organisation: Organisation | None) -> list[dict[str, Any]]:
    """The sections and rooms this person may enter; the room they are in is the one whose address fits best.

    A section of which they may enter one room alone is shown as that room.
    """
    menu = []
    for section, rooms in NAVIGATION:
        found = [
            {"text": text, "href": reverse(route), "active": False}
            for text, route, access in rooms
            if access == PUBLIC
            or (access == SIGNED_IN and person.is_authenticated)
            or (access not in (PUBLIC, SIGNED_IN) and may(person, access, organisation))
        ]
        if found:
            text = section if len(found) > 1 else found[0]["text"]
            menu.append({"text": text, "href": found[0]["href"], "active": False, "rooms": found})
    _open(here, menu)
    return menu


def _open(here: str, menu: list[dict[str, Any]]) -> None:
    """Marks the room that an address is in, and its section."""
    beside = next((reverse(route) for start, route in BESIDE.items() if here.startswith(start)), here)
    fitting = [
        (room["href"], room, section)
        for section in menu
        for room in section["rooms"]
        if beside.startswith(room["href"])
    ]
    if fitting:
        _href, room, section = max(fitting, key=lambda it: len(it[0]))
        room["active"] = section["active"] = True
        room["here"] = room["href"] == here


def current_organisation(request: HttpRequest) -> Organisation | None:
    """The council looked at: the one this person chose, else their first, else (signed out) the only one."""
    kept: Organisation | None = getattr(request, "_organisation", None)
    if kept is None:
        kept = request._organisation = _find(request)  # type: ignore[attr-defined]
    return kept


def council_of(request: HttpRequest) -> Organisation:
    """The council looked at. Raises PermissionDenied, with a sentence, where somebody has none to look at."""
    organisation = current_organisation(request)
    if organisation is None:
        raise PermissionDenied("You have no role in a council that is served here: ask an administrator.")
    return organisation


def who_and_where(request: HttpRequest) -> tuple[Person, Organisation]:
    """Who is looking, at which council."""
    return person_of(request), council_of(request)


def _find(request: HttpRequest) -> Organisation | None:
    if not _signed_in(request):
        councils = list(Organisation.objects.councils()[:2])
        return councils[0] if len(councils) == 1 else None
    mine = _mine(request)
    chosen = request.session.get(CHOSEN)
    return next((it for it in mine if it.slug == chosen), mine[0] if mine else None)


def _mine(request: HttpRequest) -> list[Organisation]:
    kept: list[Organisation] | None = getattr(request, "_organisations", None)
    if kept is None:
        kept = request._organisations = list(organisations_of(request.user))  # type: ignore[attr-defined]
    return kept


def _several(request: HttpRequest) -> bool:
    return _signed_in(request) and len(_mine(request)) > 1


def _signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated
