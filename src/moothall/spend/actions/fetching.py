"""A publisher is asked for the council's notices, by a job."""

from moothall.core import jobs
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import Job, Organisation, Person
from moothall.spend.permissions import MANAGE_CONTRACTS
from moothall.spend.reading.parsed import SOURCES

FETCH_KIND = "contract-notices"


def start_fetch(person: Person, *, organisation: Organisation, source: str) -> Job:
    """Starts asking a publisher for notices since the last time. Raises NotPossible while it is being asked."""
    with change(person, MANAGE_CONTRACTS, "contract.notices_asked_for", organisation=organisation) as entry:
        if source not in SOURCES:
            raise NotPossible("Choose whom to ask from the list.")
        under_way = Job.objects.filter(organisation=organisation, kind=FETCH_KIND).exclude(
            state__in=jobs.OVER
        )
        if under_way.exists():
            raise NotPossible("A publisher is being asked already: wait for it, or stop it on its page.")
        entry.after = {"source": source}
        return jobs.start(
            person,
            kind=FETCH_KIND,
            title=f"Asking {SOURCES[source]} for notices",
            organisation=organisation,
            arguments={"source": source},
        )
