"""Procurement notices asked of their publishers, page by page, and no faster than is polite.

`moothall contracts fetch` runs it, every day by cron; the page of notices runs it as a job. Where a run breaks off,
what came is kept and the next goes on from there. Whoever runs Moothall may name another address with
MOOTHALL_FEED_FIND_A_TENDER_URL, as for feeds (a proxy, a test's stub).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from moothall.core.errors import NotPossible
from moothall.core.files import keep
from moothall.core.models import Organisation, Person
from moothall.core.permission import require
from moothall.figures.feeds import keys
from moothall.figures.feeds.faults import BrokenOff
from moothall.figures.feeds.http import Client
from moothall.kit.unreadable import Unreadable
from moothall.spend.actions.intake import keep_notices
from moothall.spend.models import Intake
from moothall.spend.noticing import asked_last
from moothall.spend.permissions import MANAGE_CONTRACTS
from moothall.spend.reading.ocds import next_cursor, read_package
from moothall.spend.reading.parsed import CONTRACTS_FINDER, FIND_A_TENDER, Notices

Report = Callable[[int, int, str], None]
FIRST = timedelta(days=30)  # asked for at the first run
AGAIN = timedelta(days=2)  # asked for once more, for notices are corrected
MOST_PAGES = 2000


@dataclass(frozen=True)
class Publisher:
    """Where notices are asked for; `since` and `until` are its names for the two ends of a span."""

    base: str
    path: str
    since: str
    until: str


PUBLISHERS = {
    FIND_A_TENDER: Publisher(
        "https://www.find-tender.service.gov.uk", "/api/1.0/ocdsReleasePackages", "updatedFrom", "updatedTo"
    ),
    CONTRACTS_FINDER: Publisher(
        "https://www.contractsfinder.service.gov.uk",
        "/Published/Notices/OCDS/Search",
        "publishedFrom",
        "publishedTo",
    ),
}


def client(source: str) -> Client:
    """Asks one publisher: at most one page a second."""
    instead = keys.address(source)
    return Client(base=instead or PUBLISHERS[source].base, rate=(1, 1), trusted=bool(instead))


def fetch_notices(
    person: Person,
    *,
    organisation: Organisation,
    source: str,
    on: date,
    since: date | None = None,
    asked: Client | None = None,
    report: Report = lambda _done, _total, _message: None,
    most_pages: int = MOST_PAGES,
) -> Intake:
    """Keeps the council's own notices since a day; since the last run where none is given.

    Raises NotPossible for a source there is none of, or where nothing at all came.
    """
    require(person, MANAGE_CONTRACTS, organisation)
    if source not in PUBLISHERS:
        raise NotPossible(f"Choose one of {', '.join(PUBLISHERS)}.")
    publisher, asking = PUBLISHERS[source], asked or client(source)
    begin, cursor = _where(organisation, source, on, since)
    found, pages, why = Notices(), [], ""
    with TemporaryDirectory() as folder:
        for number in range(most_pages):
            parameters = {
                publisher.since: f"{begin.isoformat()}T00:00:00",
                publisher.until: f"{on.isoformat()}T23:59:59",
                "limit": "100",
            } | ({"cursor": cursor} if cursor else {})
            try:
                answer = asking.get(publisher.path, parameters.items())
                page = read_package(answer.body, source)
            except BrokenOff as fault:
                why = str(fault)
                break
            except Unreadable as fault:
                raise NotPossible(f"{answer.address} answered with no release package: {fault}") from fault
            pages.append(_kept(Path(folder) / "page.json", answer.body))
            found.read += page.read
            found.parsed += page.parsed
            found.rejects += page.rejects
            report(number + 1, 0, f"{found.read:,} notices")
            before, cursor = cursor, next_cursor(answer.json())
            if not cursor or cursor == before:
                cursor = ""
                break
        else:
            why = f"It stopped after {most_pages:,} pages: the next run goes on from here."
    if why and not pages:
        raise NotPossible(why)
    told: dict[str, Any] = {
        "from": begin.isoformat(),
        "to": on.isoformat(),
        "cursor": cursor if why else "",
        "pages": pages,
        "why": why,
    }
    return keep_notices(
        person,
        organisation=organisation,
        found=found,
        source=source,
        name=f"{source}, {begin.isoformat()} to {on.isoformat()}",
        only_ours=True,
        told=told,
        broken=bool(why),
    )


def _where(organisation: Organisation, source: str, on: date, since: date | None) -> tuple[date, str]:
    """The day to ask from and, where the last run broke off, the cursor to go on with."""
    if since:
        return since, ""
    last = asked_last(organisation, source)
    if last is None:
        return on - FIRST, ""
    if last.state == Intake.State.BROKEN:
        return date.fromisoformat(last.told["from"]), last.told["cursor"]
    return date.fromisoformat(last.told["to"]) - AGAIN, ""


def _kept(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return keep(path)
