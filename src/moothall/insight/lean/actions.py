"""Every change of state to processes, their maps and derived measures."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.text import slugify

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.permission import require
from moothall.core.wording import line, prose, prose_or_none
from moothall.engines import lean
from moothall.figures.answering import answering
from moothall.figures.measures import catalogue
from moothall.insight.lean import derived
from moothall.insight.lean.life import Part, Ratio, Side
from moothall.insight.lean.models import Derived, Process, ProcessMap, Rate, Step
from moothall.insight.lean.permissions import WRITE
from moothall.insight.lean.reading import Written, said_yes, share, tenths
from moothall.kit.documents.words import showable, spoken_date
from moothall.kit.periods import NotAPeriod, parse

LONGEST, LONGEST_LINE = 3000, 200  # characters
MOST_STEPS = 60
MOST_CASES = 1_000_000_000  # a year
MOST_PENCE = 100_000_00  # an hour


def add_process(
    person: Person, *, organisation: Organisation, service: Service, title: str, unit: str, words: str = ""
) -> Process:
    """Records a process of a service; `unit` is what one case is."""
    with change(person, WRITE, "process.added", organisation=organisation, service=service.slug) as entry:
        if service.organisation_id != organisation.pk:
            raise NotPossible(f"‘{service}’ is not a service of {organisation}.")
        made = Process(organisation=organisation, service=service, added_by=person, added_at=clock.now())
        _say(made, title, unit, words)
        subject(entry, made)
        entry.after = _what(made)
    return made


def change_process(
    person: Person, *, process: Process, service: Service, title: str, unit: str, words: str = ""
) -> None:
    """Says anew what a process is and whose. What was said before is in the audit."""
    organisation = process.organisation
    with change(
        person, WRITE, "process.changed", organisation=organisation, on=process, service=process.service.slug
    ) as entry:
        require(person, WRITE, organisation, service=service.slug)
        it = _held(process)
        if service.organisation_id != organisation.pk:
            raise NotPossible(f"‘{service}’ is not a service of {organisation}.")
        entry.before = _what(it)
        it.service = service
        _say(it, title, unit, words)
        entry.after = _what(it)


def end_process(person: Person, *, process: Process, reason: str, on: date) -> None:
    """Says that a process is no longer done, and why. Its maps stay on record."""
    with change(
        person,
        WRITE,
        "process.ended",
        organisation=process.organisation,
        on=process,
        service=process.service.slug,
    ) as entry:
        it = _held(process)
        it.ended_on, it.ended_because = on, prose(reason, "the reason", LONGEST)
        it.save(update_fields=["ended_on", "ended_because"])
        entry.after = {"ended on": on.isoformat(), "reason": it.ended_because}


def set_rate(
    person: Person, *, process: Process, role: str, pence: int, price_year: str, source: str
) -> Rate:
    """Says what an hour of a role costs in a process, at the prices of a financial year, and where that is from."""
    with change(
        person,
        WRITE,
        "process.rate_set",
        organisation=process.organisation,
        on=process,
        service=process.service.slug,
    ) as entry:
        it = _held(process)
        if not 0 < pence <= MOST_PENCE:
            raise NotPossible("An hour costs over nought, and at most £100,000.")
        called = line(role, "the role", 60)
        before = it.rates.filter(role=called).first()
        made = Rate.objects.create(
            process=it,
            role=called,
            pence=pence,
            price_year=_year(price_year),
            source=line(source, "where the rate is from", LONGEST_LINE),
            set_by=person,
            set_at=clock.now(),
        )
        entry.before = {called: before.pence if before else None}
        entry.after = {called: pence, "prices of": made.price_year, "from": made.source}
    return made


def draw(
    person: Person,
    *,
    process: Process,
    side: str,
    steps: Sequence[Written],
    volume: int,
    known: str,
    on: date,
    words: str = "",
) -> ProcessMap:
    """Draws how a process went before or after its change: a new version, with its steps in order.

    Steps come as they were typed. Raises NotPossible with a sentence that names the step to mend.
    """
    with change(
        person,
        WRITE,
        "process.drawn",
        organisation=process.organisation,
        on=process,
        service=process.service.slug,
    ) as entry:
        it = _held(process)
        if side not in Side.values:
            raise NotPossible("Draw the map before the change, or after it.")
        if on > clock.today():
            raise NotPossible(f"{spoken_date(on)} is still to come: draw how it went on a day that has been.")
        if not 0 <= volume <= MOST_CASES:
            raise NotPossible("The cases a year are a whole number, nought or more.")
        made_of = [_step(place, one) for place, one in enumerate((s for s in steps if not s.blank), 1)]
        if not 1 <= len(made_of) <= MOST_STEPS:
            raise NotPossible(f"Give 1 to {MOST_STEPS} steps.")
        before = it.maps.filter(side=side).first()
        made = ProcessMap.objects.create(
            process=it,
            side=side,
            number=before.number + 1 if before else 1,
            on=on,
            volume=volume,
            known=line(known, "how the times and the volume are known", LONGEST_LINE),
            words=prose_or_none(words, "what was changed", LONGEST),
            made_by=person,
            made_at=clock.now(),
        )
        for one in made_of:
            one.map = made
        Step.objects.bulk_create(made_of)
        entry.before = {"version": before.number if before else None}
        entry.after = {"side": side, "version": made.number, "steps": len(made_of), "cases a year": volume}
    return made


def set_derived(
    person: Person,
    *,
    organisation: Organisation,
    title: str,
    kind: str,
    over: str,
    under: str,
    unit: str,
    over_part: str = Part.VALUE,
    under_part: str = Part.VALUE,
    words: str = "",
) -> Derived:
    """Declares a measure that is one divided by another, and works it out. It belongs to whoever answers for the
    measure that is divided."""
    for it in (over, under):
        if it not in catalogue():
            raise NotPossible("Choose two measures of the catalogue.")
    service = answering(organisation, catalogue()[over])
    with change(person, WRITE, "derived.set", organisation=organisation, service=service) as entry:
        if kind not in Ratio.values or over_part not in Part.values or under_part not in Part.values:
            raise NotPossible("Say what it is, and which number of each measure is taken.")
        if (over, over_part) == (under, under_part):
            raise NotPossible("A measure divided by itself is always one: choose another.")
        for measure, part in ((over, over_part), (under, under_part)):
            if part != Part.VALUE and not catalogue()[measure].denominator:
                raise NotPossible(
                    f"{catalogue()[measure].title} has no numerator or denominator: take its value."
                )
        called = line(title, "the title", LONGEST_LINE)
        slug = slugify(called)[:60].strip("-") or "derived"
        if Derived.objects.filter(organisation=organisation, slug=slug, ended_on__isnull=True).exists():
            raise NotPossible(f"There is a derived measure ‘{called}’ already: give this one another title.")
        made = Derived(
            organisation=organisation, slug=slug, title=called, kind=kind, over=over, over_part=over_part,
            under=under, under_part=under_part, unit=line(unit, "the unit", 60),
            words=prose_or_none(words, "what to keep in mind", LONGEST), set_by=person, set_at=clock.now(),
        )  # fmt: skip
        fault = derived.unlike(made)
        if fault:
            raise NotPossible(fault)
        made.save()
        subject(entry, made)
        entry.after = {"title": called, "kind": kind, "over": [over, over_part], "under": [under, under_part]}
        derived.work_out(person, organisation, [made])
    return made


def end_derived(person: Person, *, derived: Derived, on: date) -> None:
    """Ends a derived measure: it is worked out no more."""
    service = answering(derived.organisation, catalogue()[derived.over])
    with change(
        person, WRITE, "derived.ended", organisation=derived.organisation, on=derived, service=service
    ) as entry:
        it = Derived.objects.select_for_update().get(pk=derived.pk)
        if it.ended_on:
            raise NotPossible(f"‘{it}’ has ended already.")
        it.ended_on = on
        it.save(update_fields=["ended_on"])
        entry.after = {"ended on": on.isoformat()}


def _held(process: Process) -> Process:
    it = (
        Process.objects.select_for_update(of=("self",))
        .select_related("organisation", "service")
        .get(pk=process.pk)
    )
    if it.ended_on:
        raise NotPossible(f"‘{it}’ is no longer done: record a new process where it is taken up again.")
    return it


def _say(it: Process, title: str, unit: str, words: str) -> None:
    it.title = line(title, "the title", LONGEST_LINE)
    it.unit = line(unit, "what one case is", 100)
    it.words = prose_or_none(words, "where it begins and ends", LONGEST)
    it.save()


def _what(it: Process) -> dict[str, object]:
    return {"title": it.title, "unit": it.unit, "words": it.words, "service": it.service.slug}


def _year(text: str) -> str:
    """A financial year as it is written everywhere here."""
    try:
        period = parse(text.strip(), "annual")
    except NotAPeriod as fault:
        raise NotPossible(str(fault)) from fault
    if period.length != "P1Y" or period.start.month != 4:
        raise NotPossible(f"‘{text.strip()[:20]}’ is no financial year: write it like 2026-27.")
    return period.label


def _step(place: int, one: Written) -> Step:
    """A step from what was typed; the engine judges whether it can be so."""
    name = line(one.name, f"the name of step {place}", 120)
    what = f"Step {place} (‘{name}’)"
    who = " ".join(showable(one.who).split())
    if len(who) > 60:
        raise NotPossible(f"{what}: shorten who does it to 60 characters.")
    step = Step(
        position=place,
        name=name,
        who=who,
        kind=one.kind,
        touch_tenths=tenths(one.touch, what),
        wait_tenths=tenths(one.wait, what),
        share=share(one.share, what),
        value=one.value,
        failure=said_yes(one.failure),
    )
    try:
        as_engine(step)
    except lean.BadStep as fault:
        raise NotPossible(f"Step {place}: {fault}") from fault
    return step


def as_engine(it: Step) -> lean.Step:
    """A kept step as the engine takes it. Raises BadStep."""
    return lean.Step(it.name, it.who, it.kind, it.touch, it.wait, Decimal(it.share), it.value, it.failure)
