"""Questions about what is checked and published under the Transparency Code, by officers and by residents."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from moothall.core import files
from moothall.core.frozen import changed, recorded
from moothall.core.models import Organisation, Person
from moothall.core.permission import organisations, require
from moothall.kit.periods import Period
from moothall.spend.names import plain_name
from moothall.spend.permissions import READ
from moothall.spend.transparency import owing
from moothall.spend.transparency import sets as sets
from moothall.spend.transparency.life import OPEN, PUBLIC, State
from moothall.spend.transparency.models import Edition as Edition  # pages name them too
from moothall.spend.transparency.models import GivenFile, PayeeWord, PublishedPayment
from moothall.spend.transparency.models import Preparation as Preparation
from moothall.spend.transparency.rows import first as first
from moothall.spend.transparency.rows import one as row_of

HEAVY = ("problems", "personal", "accounted", "sums", "looked_at")  # not read for lists
QUARTERS, YEARS = 6, 3  # that the calendar shows


# --- for officers ---


@dataclass(frozen=True)
class Cell:
    """A set of a period: what was published, what was checked and waits, and by when it is due."""

    period: Period
    due: date
    published: Edition | None
    waiting: Edition | None
    withdrawn: Edition | None
    expected: bool

    def standing(self, on: date) -> str:
        """How it stands on a day: published, waiting, late, due, withdrawn, or '' where nothing is expected."""
        if self.published:
            return "published"
        if self.waiting:
            return "waiting"
        if self.withdrawn:
            return "withdrawn"
        if not self.expected:
            return ""
        return "late" if self.due < on else "due"


@dataclass(frozen=True)
class Calendar:
    """Periods of one length, the newest last, and for each set a cell of each of them."""

    periods: list[Period]
    sets: list[tuple[str, str, list[Cell]]]


def calendar(person: Person, organisation: Organisation, on: date, length: str) -> Calendar:
    """What is published, due and late of the sets of a length: one query. Raises PermissionDenied."""
    require(person, READ, organisation)
    periods = list(sets.back(on, length, QUARTERS if length == "P3M" else YEARS))[::-1]
    found = Edition.objects.filter(
        organisation=organisation,
        length=length,
        state__in=(*PUBLIC, State.CHECKED),
    ).defer(*HEAVY)
    held: dict[tuple[str, date], dict[str, Edition]] = defaultdict(dict)
    since: dict[str, date] = {}
    for it in found:
        held[it.set_id, it.start].setdefault(it.state, it)
        if it.state in PUBLIC:
            since[it.set_id] = min(it.start, since.get(it.set_id, it.start))
    made = []
    for id, one in sets.every().items():
        if sets.LENGTH[one.frequency] == length:
            cells = [
                _cell(id, period, held[id, period.start], since.get(id, date.max) <= period.start)
                for period in periods
            ]
            made.append((id, one.title, cells))
    return Calendar(periods, made)


def _cell(id: str, period: Period, there: dict[str, Edition], expected: bool) -> Cell:
    return Cell(
        period,
        sets.due(id, period),
        there.get(State.PUBLISHED),
        there.get(State.CHECKED),
        there.get(State.WITHDRAWN),
        expected,
    )


def coming(organisation: Organisation, on: date) -> list[tuple[str, Period, date]]:
    """Of each set that is published here, the first period that is owed, by the day it is due."""
    found: dict[str, tuple[str, Period, date]] = {}
    for it in owing.expected(owing.published(organisation), date(on.year + 2, 12, 31)):
        found.setdefault(it[0], it)
    return sorted(found.values(), key=lambda it: it[2])


def preparations(person: Person, organisation: Organisation) -> QuerySet[Preparation]:
    """What was given to be checked, the newest first. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Preparation.objects.filter(organisation=organisation).select_related("given_by", "job")
    return found.order_by("-pk")


def preparation(person: Person, pk: int) -> Preparation | None:
    """One that this person may see; else None."""
    found = Preparation.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "given_by", "job").first()


def given(it: Preparation) -> list[GivenFile]:
    """Its files as they came."""
    return list(it.files.all())


def editions(it: Preparation) -> list[Edition]:
    """What its checks gave that was not dropped, and, where all was, what the last one gave."""
    found = list(it.editions.order_by("set_id", "-id"))
    return [one for one in found if one.state != State.DROPPED] or (found if it.dropped_at else [])


def edition(person: Person, pk: int) -> Edition | None:
    """One that this person may see; else None."""
    found = Edition.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related(
        "organisation", "preparation", "published_by", "withdrawn_by", "superseded_by"
    ).first()


def before(it: Edition) -> Edition | None:
    """What is, or was, published of the same set and period before this one."""
    found = Edition.objects.filter(
        organisation_id=it.organisation_id, set_id=it.set_id, start=it.start, length=it.length
    )
    return found.filter(state__in=PUBLIC, pk__lt=it.pk).defer(*HEAVY).first()


def problem_rows(it: Edition) -> Iterator[tuple[str, ...]]:
    """Everything that the check found, a line for each place; personal data masked."""
    said: dict[str, Any] = json.loads(files.kept(it.report).read_text(encoding="utf-8"))
    for problem in said["problems"]:
        for place in problem["places"] or [{"file": "", "sheet": None, "row": ""}]:
            yield (
                problem["severity"], problem["said"], problem["column"] or "", place["file"],
                place["sheet"] or "", str(place["row"]), "", problem["mend"],
            )  # fmt: skip
    for hit in said["personal"]:
        yield (
            "personal data", hit["why"], hit["column"], hit["file"], hit["sheet"] or "", str(hit["row"]),
            hit["shown"], "written over" if hit["redacted"] else hit["suggested"],
        )  # fmt: skip


def content(it: Edition) -> bytes | None:
    """The published file; None where it is not what the audit says was published, and so is shown to nobody."""
    path = files.kept(it.sha256)
    found = path.read_bytes() if path.is_file() else b""
    said = recorded(it, "transparency.published").get("sha256")
    return None if changed("file", found, it.sha256, said) else found


def kept(it: Edition, part: str) -> bytes:
    """What a check left: the file it would publish, or where each of its rows came from."""
    return files.kept(it.sha256 if part == "file" else it.lineage).read_bytes()


# --- for residents ---


def publishers() -> QuerySet[Organisation]:
    """Councils that publish here, by name."""
    found = Edition.objects.filter(state=State.PUBLISHED).values("organisation")
    return Organisation.objects.councils().filter(pk__in=found).order_by("name")


def published_here(organisation: Organisation) -> bool:
    """Whether residents have anything to read of what a council spends."""
    return Edition.objects.filter(organisation=organisation, state__in=PUBLIC).exists()


def public_editions(organisation: Organisation) -> list[Edition]:
    """What was ever published, the newest period first; the sums of what is now."""
    found = Edition.objects.filter(organisation=organisation, state__in=PUBLIC)
    return list(found.defer(*HEAVY[:3], "looked_at").order_by("-start", "length", "set_id", "-id"))


def public_edition(organisation: Organisation, pk: int) -> Edition | None:
    """One that is, or was, published; else None."""
    found = Edition.objects.filter(organisation=organisation, pk=pk, state__in=PUBLIC)
    return found.defer(*HEAVY).select_related("organisation", "superseded_by").first()


def readable(it: Edition) -> bool:
    """Whether anyone may read the file."""
    return it.state in OPEN


def public_row(it: Edition, row: int) -> list[tuple[str, str]] | None:
    """A row of a file that anyone may read, by its line, under its headings."""
    return row_of(it.sha256, row) if readable(it) else None


@dataclass(frozen=True)
class Sums:
    """Pence by month and by department of what is published now, and what there is to choose from."""

    months: list[tuple[str, int]]
    departments: list[tuple[str, int]]
    categories: list[str]
    periods: list[Period]


def sums(found: Sequence[Edition]) -> Sums:
    """Adds up what each file of payments came to when it was published."""
    months: Counter[str] = Counter()
    departments: Counter[str] = Counter()
    categories: set[str] = set()
    periods: dict[Period, None] = {}
    for it in found:
        if it.state == State.PUBLISHED and it.set_id in sets.PAYMENTS:
            months.update(it.sums.get("months", {}))
            departments.update(it.sums.get("departments", {}))
            categories.update(it.sums.get("categories", []))
            periods[it.period] = None
    return Sums(
        sorted((month, pence) for month, pence in months.items() if month),
        departments.most_common(),
        sorted(categories),
        list(periods),
    )


@dataclass(frozen=True)
class Asked:
    """Which payments: '' and None are any. `kind` is invoice or card; amounts are pence."""

    q: str = ""
    period: str = ""
    service: str = ""
    category: str = ""
    kind: str = ""
    least: int | None = None
    most: int | None = None
    sort: str = ""


SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {  # what it is called, and by what
    "": ("Newest first", (F("paid").desc(nulls_last=True), "-id")),
    "oldest": ("Oldest first", (F("paid").asc(nulls_last=True), "id")),
    "largest": ("Largest amount first", ("-pence", "-id")),
    "smallest": ("Smallest amount first", ("pence", "id")),
    "payee": ("By who was paid", ("plain", "id")),
}


def payments(organisation: Organisation, asked: Asked) -> QuerySet[PublishedPayment]:
    """Published payments that fit, in the order asked for. Names are found by the beginnings of their words."""
    found = PublishedPayment.objects.filter(organisation=organisation)
    for word in plain_name(asked.q).split()[:6]:
        how = "word__startswith" if len(word) > 1 else "word"  # of one letter, most names have a word
        named = PayeeWord.objects.filter(organisation=organisation, **{how: word[:60]})
        found = found.filter(plain__in=named.values("plain"))
    if asked.period:
        found = found.filter(edition__start=_day(asked.period))
    if asked.service:
        found = found.filter(department=asked.service)
    if asked.category:
        found = found.filter(category=asked.category)
    if asked.kind:
        found = found.filter(card=asked.kind == "card")
    if asked.least is not None:
        found = found.filter(pence__gte=asked.least)
    if asked.most is not None:
        found = found.filter(pence__lte=asked.most)
    return found.order_by(*SORTS.get(asked.sort, SORTS[""])[1])


def counted(found: QuerySet[PublishedPayment]) -> tuple[int, int]:
    """How many they are, and what they come to in pence."""
    said = found.order_by().aggregate(count=Count("pk"), pence=Sum("pence"))
    return said["count"], said["pence"] or 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.max
