"""What people owe by a day, whatever room it is kept in: one list that reminders, calendar feeds and webhooks read.

A room says what it knows by registering a rule as it starts (`AppConfig.ready`); nobody here knows the rooms.

    register("statutory-return", Room("Statutory returns", reads="returns.read", manages="returns.manage", rule=rule))
    found = due(council, today, until=today + timedelta(days=365))
    theirs(found, grace)

A rule gives every open thing that falls due by a day, what is late among it; what is done is not due. Something that
several people can do is given once for each, under one key; something that nobody is named for, once for nobody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from moothall.core.models import Organisation, Person, Visitor
from moothall.core.permission import may
from moothall.kit.documents.words import spoken_date

AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Due:
    """One thing that is to be done by a day.

    `kind` is the room's name for its things and `key` tells them apart: the two stay when the day moves, so a
    calendar moves its event. `words` say the rest of 'due 31 March, …'. `href` is the path of the page where it is
    done. `tell`: it is late or within its lead time, so that whoever owes it is reminded on the day asked about.
    """

    kind: str
    key: str
    title: str
    due: date
    href: str
    person: Person | None
    words: str = ""
    service: str = ""
    tell: bool = True

    def late(self, on: date) -> bool:
        """Whether its day has gone by on a day."""
        return self.due < on

    def when(self, on: date) -> str:
        """'31 March 2026 (in 4 days)', 'today' or '3 days ago'."""
        days = (self.due - on).days
        count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
        far = "today" if not days else f"{count} ago" if days < 0 else f"in {count}"
        return f"{spoken_date(self.due)} ({far})"


Rule = Callable[[Organisation, date, date], Iterable[Due]]
"""Council, the day it is, and the last day of interest: what is open and falls due by then."""


class Attachment(NamedTuple):
    """A file that goes with a message: its name, its content, and its type as mail names it."""

    name: str
    content: bytes
    type: str


@dataclass(frozen=True)
class Room:
    """A room that people owe something in: its heading, who may read its list, who may send its reminders.

    `ready` is asked before people are reminded: the room stores what has come up by then. `attached` are the files that
    go with one person's message of what they owe there, such as templates to fill in.
    """

    heading: str
    reads: str
    manages: str
    rule: Rule
    ready: Callable[[Organisation, date], None] = lambda _organisation, _on: None
    attached: Callable[[Organisation, Person, Sequence[Due], date], Sequence[Attachment]] = (
        lambda _organisation, _whom, _items, _on: ()
    )


ROOMS: dict[str, Room] = {}


def register(kind: str, room: Room) -> None:
    """Makes what a room knows part of the list."""
    ROOMS[kind] = room


def due(
    organisation: Organisation, on: date, *, until: date | None = None, kinds: Sequence[str] | None = None
) -> list[Due]:
    """What a council's people owe by a day (a year ahead where none is given), by day: the late come first.

    A fixed number of queries a room. It asks for no permission: `theirs` and `readable` choose from it.
    """
    last = until or on + AHEAD
    found = [
        it
        for kind, room in ROOMS.items()
        if kinds is None or kind in kinds
        for it in room.rule(organisation, on, last)
    ]
    return sorted(found, key=lambda it: (it.due, it.kind, it.title, it.key))


def theirs(found: Iterable[Due], person: Person) -> list[Due]:
    """What one person owes."""
    return [it for it in found if it.person and it.person.pk == person.pk]


def readable(found: Iterable[Due], person: Visitor, organisation: Organisation) -> list[Due]:
    """Each thing once, of the rooms that this person may read there."""
    allowed = {kind for kind, room in ROOMS.items() if may(person, room.reads, organisation)}
    return list({(it.kind, it.key): it for it in found if it.kind in allowed}.values())


def reading(person: Visitor, organisation: Organisation) -> str | None:
    """A permission by which this person reads what is owed somewhere in a council; None where they may nowhere."""
    return next((room.reads for room in ROOMS.values() if may(person, room.reads, organisation)), None)


def by_room(found: Iterable[Due]) -> Mapping[str, list[Due]]:
    """By kind, in the order in which the rooms registered; rooms that nothing is owed in are left out."""
    grouped: dict[str, list[Due]] = {kind: [] for kind in ROOMS}
    for it in found:
        grouped[it.kind].append(it)
    return {kind: some for kind, some in grouped.items() if some}
