"""Data collection as its pages show it: values in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.urls import reverse
from markupsafe import Markup

from moothall.core.due import Due
from moothall.core.models import Person
from moothall.core.reminding import Told
from moothall.figures.measures import Measure, catalogue
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import show
from moothall.performance.collection.coming import Item, State
from moothall.performance.collection.queries import Ask, Behind, Entry
from moothall.performance.collection.returning import Came, TakenBack
from moothall.performance.collection.template import Template
from moothall.web.performance.shown import aimed

COLOUR = {
    State.LATE: "red",
    State.RETURNED: "orange",
    State.OPEN: "yellow",
    State.ENTERED: "blue",
    State.NOT_YET: "grey",
    State.SIGNED_OFF: "green",
    State.LOADED: "green",
}
_TAG = Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>')
_LINK = Markup('<a class="govuk-link" href="{}">{}</a>')


def tag(it: Item) -> Markup:
    """How it stands, in words and colour; a draft says so."""
    said = _TAG.format(COLOUR[it.state], it.state.value.capitalize())
    return Markup("{} {}").format(said, _TAG.format("grey", "Draft")) if it.drafted else said


def when(it: Item) -> str:
    """The due day, and how far off or how late."""
    said = spoken_date(it.due)
    if it.state.done:
        if it.done_on and it.done_on > it.due:
            return f"{said} (done {_days((it.done_on - it.due).days)} late)"
        return said
    days = (it.due - it.on).days
    return (
        f"{said} (today)"
        if not days
        else f"{said} ({_days(days)} late)"
        if days < 0
        else f"{said} (in {_days(days)})"
    )


def _days(number: int) -> str:
    return f"{abs(number)} day{'' if abs(number) == 1 else 's'}"


def whom(it: Item) -> str:
    """Whom it is due from."""
    return ", ".join(map(str, it.people)) or f"Nobody named in {it.ask.service}"


def groups(found: Iterable[Item]) -> list[tuple[str, str, list[list[Any]]]]:
    """Items by service: its name, its slug, and a row for each."""
    ordered = sorted(found, key=lambda it: it.ask.service.name)  # keeps the order within a service
    return [
        (name, slug, [row(it) for it in some])
        for (name, slug), some in groupby(ordered, key=lambda it: (it.ask.service.name, it.ask.service.slug))
    ]


def row(it: Item) -> list[Any]:
    """One line of the list."""
    address = reverse("collection-enter", args=[it.ask.pk, it.period.start])
    return [{"text": it.title, "href": address}, when(it), tag(it), whom(it)]


def number(value: Decimal | None, measure: Measure) -> str | None:
    return None if value is None else show(value, measure.unit, measure.decimals)


def said(entry: Entry, measure: Measure) -> Any:
    """A value with the counts behind it, or why there is none."""
    if entry.value is None:
        return f"No value: {entry.reason}"
    text = show(entry.value, measure.unit, measure.decimals)
    if entry.numerator is None or entry.denominator is None:
        return text
    return Markup("{}<br>{} of {}").format(text, f"{entry.numerator:,f}", f"{entry.denominator:,f}")


def history(it: Item, behind: Behind) -> list[list[Any]]:
    """The last periods, the newest first."""
    rows: list[list[Any]] = []
    for past in list(behind.past)[-6:][::-1]:
        line: list[Any] = [past.label, number(past.value, it.measure)]
        if it.measure.numerator:
            line += [None if one is None else f"{one:,f}" for one in (past.numerator, past.denominator)]
        rows.append(line)
    return rows


def versions(entries: Sequence[Entry], measure: Measure) -> list[list[Any]]:
    """Every entry of one period: what it said, who entered it, what became of it."""
    rows: list[list[Any]] = []
    for it in entries:
        came = it.get_state_display().capitalize()
        if it.decided_by and it.decided_at:
            came = f"{came} by {it.decided_by}, {spoken_date(it.decided_at.date())}"
        came += f": {it.words}" if it.words else ""
        came += " They entered it too, as the rules allow." if it.alone else ""
        entered = f"{it.entered_by}, {spoken_date(it.entered_at.date())}"
        entered += f", in {it.file_name}" if it.file_name else ""
        rows.append([f"Entry {it.number}", said(it, measure), entered, _confirmed(it), came])
    return rows


def _confirmed(it: Entry, nothing: str = "Nothing") -> Any:
    lines: list[Any] = [one["words"] for one in it.doubts]
    lines += [f"Right because: {it.because}"] if it.because else []
    lines += [it.note] if it.note else []
    return Markup("<br>").join(lines) if lines else nothing


def target(it: Item, behind: Behind) -> str:
    return aimed(it.measure, behind.aim) or "No target"


def last(it: Item, behind: Behind) -> str:
    """The newest earlier value and its period."""
    past = behind.last
    return f"{number(past.value, it.measure)} ({past.label})" if past else "None before"


def waiting(
    found: Sequence[Item], behind: dict[Any, Behind], person: Person, alone: bool
) -> list[dict[str, Any]]:
    """What waits for sign-off, each with what is needed to judge it."""
    rows = []
    for it in found:
        assert it.entry
        own = it.entry.entered_by_id == person.pk
        rows.append(
            {
                "item": it,
                "entry": it.entry,
                "value": said(it.entry, it.measure),
                "last": last(it, behind[it.ask.pk, it.period.start]),
                "target": target(it, behind[it.ask.pk, it.period.start]),
                "doubts": _confirmed(it.entry, ""),
                "own": own and not alone,
                "href": reverse("collection-enter", args=[it.ask.pk, it.period.start]),
                "back": reverse("collection-send-back", args=[it.ask.pk, it.period.start]),
            }
        )
    return rows


def asks(found: Iterable[Ask], titles: dict[str, str]) -> list[list[Any]]:
    """Every ask as a row."""
    rows: list[list[Any]] = []
    for it in found:
        title = titles.get(it.measure, it.measure)
        name = f"{title} ({it.breakdown})" if it.breakdown else title
        words = it.due_rule.words
        rows.append(
            [
                {"text": name, "href": reverse("collection-ask", args=[it.pk])},
                it.service.name,
                str(it.person) if it.person else "The measure’s owner",
                f"{words[0].upper()}{words[1:]}",
                f"From {spoken_date(it.first_period)}"
                + (f", last from {spoken_date(it.last_period)}" if it.last_period else ""),
            ]
        )
    return rows


# --- templates ---


def template(it: Template) -> dict[str, Any]:
    """A template to download: its link and what is in it."""
    many = len(it.rows)
    due = f", due {spoken_date(it.due)}" if it.due else ""
    return {
        "text": f"{it.service_name}, {it.period}",
        "href": reverse("collection-template", args=[it.service, it.ends]),
        "words": f"{many} value{'' if many == 1 else 's'}{due}",
    }


def took(it: TakenBack) -> dict[str, Any]:
    """What came of a file that was sent back: what could not be taken first."""
    return {
        "name": it.name,
        "faults": [(came.title, came.period, came.fault) for came in it.faults],
        "kept": [_came(came) for came in it.kept],
        "left": _left(it),
    }


def _came(it: Came) -> list[Any]:
    assert it.entry
    measure = catalogue()[it.entry.ask.measure]
    return [f"{it.title}, {it.period}", said(it.entry, measure), _lines([*it.doubts, *it.known]) or "Nothing"]


def _left(it: TakenBack) -> str:
    """What the file was silent about."""
    parts = [f"{it.blank} left blank"] if it.blank else []
    parts += [f"{it.absent} not in the file any more"] if it.absent else []
    return f"{' and '.join(parts)}: nothing was changed there." if parts else ""


def drafted(it: Item) -> list[Any]:
    """A draft: what it says, and what is said of it."""
    assert it.entry
    page = reverse("collection-check", args=[it.ask.pk, it.period.start])
    return [{"text": it.title, "href": page}, said(it.entry, it.measure), it.entry.note or "None"]


def submitted(sent: int, waiting: int) -> str:
    """What came of sending the drafts."""
    words = f"{sent} value{'' if sent == 1 else 's'} sent for sign-off."
    if waiting:
        words += f" {waiting} kept back: say why {'it is' if waiting == 1 else 'they are'} right, or change the value."
    return words


def owed(theirs: Mapping[Person, Sequence[Due]]) -> list[list[Any]]:
    """Whom templates would go to, and how much each owes."""
    rows = []
    for whom, items in sorted(theirs.items(), key=lambda one: str(one[0])):
        titles = [it.title for it in items]
        rows.append([str(whom), whom.email or "No e-mail address", _lines(titles)])
    return rows


def told(done: Sequence[Told]) -> Iterator[tuple[int, str]]:
    """What came of sending templates: a notice of each kind."""
    sent = [str(it.person) for it in done if it.sent]
    if sent:
        yield messages.SUCCESS, f"Templates were sent to {', '.join(sent)}."
    for it in done:
        if not it.sent:
            yield messages.ERROR, f"{it.person} was not sent theirs: {it.why_not}."
    if not done:
        yield messages.WARNING, "Nobody owes a value now: nothing was sent."


def _lines(words: Iterable[str]) -> Markup | None:
    found = list(words)
    return Markup("<br>").join(found) if found else None
