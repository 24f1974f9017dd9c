"""Every change of state to collecting: what is asked for, what is returned, and what is signed off."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.permission import require
from moothall.core.wording import prose, prose_or_none
from moothall.figures.entering import Entered
from moothall.figures.entering import enter as into_the_store
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Load, Missing
from moothall.figures.recalculating import recalculate_after
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import NotANumber, plain_or_none, split
from moothall.kit.periods import Period
from moothall.performance.collection.coming import first_of, periods
from moothall.performance.collection.life import LIFE, State
from moothall.performance.collection.models import Ask, Entry, Rules
from moothall.performance.collection.permissions import ENTER, MANAGE, SIGN_OFF
from moothall.performance.collection.plausible import Given, Past, computed, doubts, refusal
from moothall.performance.collection.queries import (
    BY_RULE,
    FREQUENCIES,
    behind_one,
    could_enter,
    kind_of,
    rules,
)
from moothall.reference.statutory_returns.due import BadRule, read

LONGEST_LEAD = 60
OLDEST = timedelta(days=2 * 366)
AHEAD = timedelta(days=366)
DAY = timedelta(days=1)


def set_rules(person: Person, *, organisation: Organisation, one_person: bool, lead_days: int) -> Rules:
    """Decides whether whoever entered a value may sign it off, and how long before the due day reminders begin."""
    with change(person, MANAGE, "collection.rules_set", organisation=organisation) as entry:
        if not 0 <= lead_days <= LONGEST_LEAD:
            raise NotPossible(
                f"Reminders begin from 0 to {LONGEST_LEAD} days before: write a number of these."
            )
        before = rules(organisation)
        entry.before = {"one_person": before.one_person, "lead_days": before.lead_days}
        made, _new = Rules.objects.update_or_create(
            organisation=organisation,
            defaults={
                "one_person": one_person,
                "lead_days": lead_days,
                "set_by": person,
                "set_at": clock.now(),
            },
        )
        entry.after = {"one_person": one_person, "lead_days": lead_days}
    return made


def ask(
    person: Person,
    *,
    organisation: Organisation,
    service: Service,
    measures: Sequence[str],
    rule: Mapping[str, Any],
    first_day: date,
    contributor: Person | None = None,
    parts: Sequence[str] = (),
) -> list[Ask]:
    """Asks a service for the values of measures, from the period that `first_day` is in on, due by one rule.

    With `parts` (a source, a system, a team) each of them is asked for on its own, in place of the whole.
    """
    with change(person, MANAGE, "collection.asked", organisation=organisation, on=service) as entry:
        if service.organisation_id != organisation.pk:
            raise NotPossible(f"'{service}' is not a service of {organisation}.")
        if not measures:
            raise NotPossible("Choose at least one measure to ask for.")
        if not clock.today() - OLDEST <= first_day <= clock.today() + AHEAD:
            raise NotPossible("Ask from a day in the last two years or the year to come.")
        ruled = _ruled(rule)
        named = list(dict.fromkeys(prose(it, "the part", 120) for it in parts)) or [""]
        made = []
        for key in measures:
            measure = catalogue().get(key)
            if measure is None or measure.frequency not in FREQUENCIES:
                raise NotPossible(f"'{key}' is not a monthly, quarterly or annual measure of the catalogue.")
            if key == BY_RULE:
                raise NotPossible(f"'{measure.title}' is worked out by rule: nobody is asked for it.")
            _may_be_named(contributor, organisation, service, measure)
            length = FREQUENCIES[measure.frequency]
            for part in named:
                there = Ask.objects.filter(organisation=organisation, measure=key, breakdown=part)
                if there.filter(last_period=None).exists():
                    called = f"{measure.title} ({part})" if part else measure.title
                    raise NotPossible(f"'{called}' is asked for already: change or end that first.")
                made.append(
                    Ask.objects.create(
                        organisation=organisation,
                        measure=key,
                        breakdown=part,
                        service=service,
                        person=contributor,
                        rule=ruled,
                        length=length,
                        first_period=first_of(length, first_day).start,
                    )
                )
        entry.after = {
            "measures": list(measures),
            "parts": [it for it in named if it],
            "rule": ruled,
            "from": first_day.isoformat(),
            "contributor": contributor.username if contributor else "",
        }
    return made


def change_ask(
    person: Person, *, ask: Ask, rule: Mapping[str, Any], contributor: Person | None = None
) -> None:
    """Says anew by when values are due and who returns them."""
    with change(person, MANAGE, "collection.ask_changed", organisation=ask.organisation, on=ask) as entry:
        _may_be_named(contributor, ask.organisation, ask.service, catalogue()[ask.measure])
        entry.before = _told(ask)
        ask.rule, ask.person = _ruled(rule), contributor
        ask.save(update_fields=["rule", "person"])
        entry.after = _told(ask)


def end_ask(person: Person, *, ask: Ask, on: date) -> None:
    """The measure is no longer asked for: the period that `on` is in is the last. What was returned stays."""
    with change(person, MANAGE, "collection.ask_ended", organisation=ask.organisation, on=ask) as entry:
        last = first_of(ask.length, on).start
        if last < ask.first_period:
            raise NotPossible(
                f"It is asked for from {spoken_date(ask.first_period)} on: end it on a later day."
            )
        entry.before = {"last_period": ask.last_period.isoformat() if ask.last_period else None}
        ask.last_period = last
        ask.save(update_fields=["last_period"])
        entry.after = {"last_period": last.isoformat()}


def enter(
    person: Person,
    *,
    ask: Ask,
    start: date,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    missing: str = "",
    reason: str = "",
    note: str = "",
    file_sha256: str = "",
    file_name: str = "",
    past: Sequence[Past] | None = None,
) -> Entry:
    """Keeps a value as a draft, with what its history makes of it. The same again changes nothing.

    Where numerator and denominator are given the value may be left out: it is worked out; where it is given too and
    says something else it is refused. Without a value the reason says why there is none. `past` is the history, where
    it is at hand.
    """
    require(person, ENTER, ask.organisation, service=ask.service.slug, measure=ask.measure)
    with transaction.atomic():
        Ask.objects.select_for_update(of=("self",)).get(pk=ask.pk)
        measure = catalogue()[ask.measure]
        period = _asked_for(ask, start)
        given = Given(value, numerator, denominator)
        kind = kind_of(measure, start)
        if why := refusal(given, kind):
            raise NotPossible(why)
        if value is None:
            given = Given(computed(given, kind), numerator, denominator)
        made = Entry(
            ask=ask,
            start=start,
            note=prose_or_none(note, "the comment", 400),
            file_sha256=file_sha256,
            file_name=file_name[:200],
            entered_by=person,
            entered_at=clock.now(),
        )
        _with_value(made, given, missing, prose_or_none(reason, "the reason", 300))
        standing = Entry.objects.filter(ask=ask, start=start).order_by("-number").first()
        if standing and standing.said() == made.said() and standing.state != State.SENT_BACK:
            return standing
        made.number = standing.number + 1 if standing else 1
        history = behind_one(person, ask, period) if past is None else past
        given = Given(made.value, made.numerator, made.denominator)
        made.doubts = [{"rule": it.rule, "words": it.words} for it in doubts(given, kind, history)]
        with change(
            person,
            ENTER,
            "collection.entered",
            organisation=ask.organisation,
            service=ask.service.slug,
            measure=ask.measure,
        ) as entry:
            made.save()
            subject(entry, made)
            entry.before = _what(standing) if standing else None
            entry.after = _what(made)
    return made


def submit(person: Person, *, entry: Entry, because: str = "") -> None:
    """Sends a draft for sign-off. What its history doubts needs `because`: why the value is right all the same."""
    with change(person, ENTER, "collection.submitted", **_on(entry)) as note:
        it = _standing(entry)
        it.state = LIFE.moved("This value", it.state, State.SUBMITTED)
        it.because = prose_or_none(because, "the reason", 300)
        if it.doubts and not it.because:
            raise NotPossible(
                "Its history doubts this value: confirm it, and say why it is right, or change it."
            )
        it.submitted_at = clock.now()
        it.save(update_fields=["state", "because", "submitted_at"])
        _brought_up(entry, it)
        note.after = {**_what(it), "because": it.because, "doubts": [one["rule"] for one in it.doubts]}


def sign_off(person: Person, *, organisation: Organisation, entries: Sequence[Entry]) -> Load:
    """Takes values as the council's figures: all of them, in one load, or none. Methods are then run again.

    Whoever entered a value does not sign it off, unless the rules let one person do both.
    """
    alone = rules(organisation).one_person
    checked = [_to_take(person, organisation, it, alone=alone) for it in entries]
    if not checked:
        raise NotPossible("Choose at least one value to sign off.")
    rows = [_as_figure(it, person) for it in checked]
    name = f"Signed off {clock.today().isoformat()}.csv"
    # outside any transaction: were this cut off here, signing off again would load the same figures over themselves
    made = into_the_store(person, organisation=organisation, rows=rows, name=name)
    with transaction.atomic():
        for it in checked:
            with change(person, SIGN_OFF, "collection.signed_off", **_on(it)) as note:
                now = _standing(it)
                now.state = LIFE.moved("This value", now.state, State.SIGNED_OFF)
                now.decided_by, now.decided_at, now.load = person, clock.now(), made
                now.alone = now.entered_by_id == person.pk
                now.save(update_fields=["state", "decided_by", "decided_at", "load", "alone"])
                _brought_up(it, now)
                note.after = {**_what(now), "load": made.pk, "alone": now.alone}
    recalculate_after(person, [made.pk])
    return made


def send_back(person: Person, *, entry: Entry, words: str) -> None:
    """Asks whoever returned a value for it again, with what is wrong with it."""
    with change(person, SIGN_OFF, "collection.sent_back", **_on(entry)) as note:
        it = _standing(entry)
        it.state = LIFE.moved("This value", it.state, State.SENT_BACK)
        it.words = prose(words, "what is wrong with it", 500)
        it.decided_by, it.decided_at = person, clock.now()
        it.save(update_fields=["state", "words", "decided_by", "decided_at"])
        _brought_up(entry, it)
        note.after = {**_what(it), "words": it.words}


# --- what the verbs above share ---


def _ruled(rule: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return read(rule).data()
    except BadRule as fault:
        raise NotPossible(str(fault)) from fault


def _may_be_named(
    contributor: Person | None, organisation: Organisation, service: Service, measure: Measure
) -> None:
    if contributor and not could_enter(contributor, organisation, service.slug, measure.id):
        raise NotPossible(
            f"{contributor} may not return '{measure.title}': give them a role that can, or name somebody else."
        )


def _told(ask: Ask) -> dict[str, Any]:
    return {"rule": ask.rule, "contributor": ask.person.username if ask.person else ""}


def _asked_for(ask: Ask, start: date) -> Period:
    """The period that begins on a day. Raises NotPossible where it is not one that can be returned today."""
    today = clock.today()
    found = next((it for it in periods(ask, today) if it.start == start), None)
    if found is None:
        raise NotPossible(
            f"'{ask}' is not asked for from {spoken_date(start)} on: choose a period that is listed."
        )
    if found.end >= today:
        raise NotPossible(f"{found.label} is not over yet: return it from {spoken_date(found.end + DAY)} on.")
    return found


def _with_value(made: Entry, given: Given, missing: str, reason: str) -> None:
    """Puts the exact numbers in, or why there are none."""
    try:
        for name in ("value", "numerator", "denominator"):
            number = getattr(given, name)
            mantissa, scale = (None, 0) if number is None else split(number)
            setattr(made, f"{name}_mantissa", mantissa)
            setattr(made, f"{name}_scale", scale)
    except NotANumber as fault:
        raise NotPossible(str(fault)) from fault
    if given.value is not None:
        if missing or reason:
            raise NotPossible("Give a value or say why there is none, not both.")
        return
    if not reason:
        raise NotPossible("Give a value, or say why there is none.")
    if missing not in ("", *Missing.values):
        raise NotPossible(f"'{missing}' is not a kind of gap: it is {', '.join(Missing.values)}.")
    made.missing, made.reason = missing or Missing.MISSING, reason


def _standing(entry: Entry) -> Entry:
    """The entry as it is now, locked. Raises NotPossible where another took its place."""
    Ask.objects.select_for_update(of=("self",)).get(pk=entry.ask_id)
    newest = Entry.objects.filter(ask=entry.ask_id, start=entry.start).order_by("-number").first()
    if newest is None or newest.pk != entry.pk:
        raise NotPossible("The value was entered again meanwhile: look at the new one.")
    newest.ask = entry.ask
    return newest


def _brought_up(entry: Entry, now: Entry) -> None:
    """The caller's own copy says the same."""
    for name in ("state", "because", "submitted_at", "decided_by", "decided_at", "words", "load", "alone"):
        setattr(entry, name, getattr(now, name))


def _on(entry: Entry) -> dict[str, Any]:
    """What a change to an entry is of: its council, service and measure."""
    ask = entry.ask
    return {
        "organisation": ask.organisation,
        "on": entry,
        "service": ask.service.slug,
        "measure": ask.measure,
    }


def _to_take(person: Person, organisation: Organisation, entry: Entry, *, alone: bool) -> Entry:
    """The entry, which this person may sign off now."""
    ask = entry.ask
    require(person, SIGN_OFF, ask.organisation, service=ask.service.slug, measure=ask.measure)
    if ask.organisation_id != organisation.pk:
        raise NotPossible(f"'{entry}' is another council's.")
    LIFE.moved("This value", entry.state, State.SIGNED_OFF)
    if entry.entered_by_id == person.pk and not alone:
        raise NotPossible(f"You entered '{entry}' yourself: somebody else signs it off.")
    return entry


def _as_figure(it: Entry, person: Person) -> Entered:
    said = (
        [it.note, f"Confirmed: {it.because}" if it.because else ""]
        if not it.missing
        else [it.reason, it.note]
    )
    return Entered(
        catalogue()[it.ask.measure],
        it.period,
        it.value,
        it.numerator,
        it.denominator,
        breakdown=it.ask.breakdown,
        missing=it.missing,
        note=" ".join(one for one in said if one),
        entered_by=str(it.entered_by),
        entered_on=timezone.localdate(it.entered_at),
        signed_off_by=str(person),
        signed_off_on=clock.today(),
    )


def _what(it: Entry) -> dict[str, Any]:
    """What an entry says, for the audit."""
    return {
        "measure": it.ask.measure,
        "period": it.period.iso,
        "number": it.number,
        "state": it.state,
        "value": plain_or_none(it.value),
        "numerator": plain_or_none(it.numerator),
        "denominator": plain_or_none(it.denominator),
        "reason": it.reason,
    }
