"""Every change of state to a council's direction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, count

from django.utils.text import slugify

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.wording import prose
from moothall.direction.life import LIFE, Basis, State
from moothall.direction.models import Commitment, CommitmentUpdate, Owner, Priority, PriorityMeasure
from moothall.direction.permissions import MANAGE, TRACK, UPDATE
from moothall.kit.documents.words import showable, spoken_date
from moothall.kit.numbers import NotANumber, plain_or_none, split


def add_priority(
    person: Person,
    *,
    organisation: Organisation,
    title: str,
    from_date: date,
    to_date: date | None = None,
    slug: str = "",
    purpose: str = "",
    portfolio: str = "",
    holder: Person | None = None,
    measures: Sequence[str] = (),
) -> Priority:
    """Adds a priority after those there are, with the measures that show it, in their order.

    Without a short name it gets one made from its title.
    """
    with change(person, MANAGE, "priority.added", organisation=organisation) as entry:
        there = Priority.objects.filter(organisation=organisation)
        if slug and there.filter(slug=slug).exists():
            raise NotPossible(f"There is already a priority '{slug}': give this one another short name.")
        _in_order(title, from_date, to_date)
        _theirs(organisation, holder)
        priority = Priority.objects.create(
            organisation=organisation,
            slug=slug or _short_name(title, set(there.values_list("slug", flat=True))),
            title=title,
            purpose=purpose,
            position=there.count() + 1,
            portfolio=portfolio,
            holder=holder,
            from_date=from_date,
            to_date=to_date,
        )
        _choose(priority, measures)
        subject(entry, priority)
        entry.after = _told(priority) | {"measures": list(measures)}
    return priority


def change_priority(
    person: Person,
    *,
    priority: Priority,
    title: str,
    from_date: date,
    to_date: date | None = None,
    purpose: str = "",
    portfolio: str = "",
    holder: Person | None = None,
) -> None:
    """Says anew what a priority is, whose and for which days. What it was before is in the audit."""
    with change(person, MANAGE, "priority.changed", organisation=priority.organisation, on=priority) as entry:
        _in_order(title, from_date, to_date)
        _theirs(priority.organisation, holder)
        before = _told(priority)
        priority.title, priority.purpose = title, purpose
        priority.portfolio, priority.holder = portfolio, holder
        priority.from_date, priority.to_date = from_date, to_date
        priority.save()
        after = _told(priority)
        entry.before = {name: said for name, said in before.items() if said != after[name]}
        entry.after = {name: said for name, said in after.items() if said != before[name]}


def end_priority(person: Person, *, priority: Priority, on: date) -> None:
    """Ends a priority; `on` is its last day. It stays on record."""
    with change(person, MANAGE, "priority.ended", organisation=priority.organisation, on=priority) as entry:
        _in_order(priority.title, priority.from_date, on)
        entry.before = {"to": priority.to_date.isoformat() if priority.to_date else None}
        priority.to_date = on
        priority.save(update_fields=["to_date"])
        entry.after = {"to": on.isoformat()}


def _in_order(title: str, from_date: date, to_date: date | None) -> None:
    if to_date and to_date < from_date:
        raise NotPossible(f"'{title}' began on {from_date:%-d %B %Y}: it cannot end before then.")


def _theirs(organisation: Organisation, named: Person | None) -> None:
    """Raises NotPossible unless the person named holds, or held, a role in the council."""
    if named and not named.memberships.filter(organisation=organisation).exists():
        raise NotPossible(f"{named} holds no role in {organisation}: give them one first.")


def _short_name(title: str, taken: set[str]) -> str:
    """A title for addresses: 'Cleaner streets' is cleaner-streets, or cleaner-streets-2 the second time."""
    plain = slugify(title)[:40].strip("-") or "priority"
    return next(it for it in chain([plain], (f"{plain}-{n}" for n in count(2))) if it not in taken)


def _told(priority: Priority) -> dict[str, object]:
    return {
        "title": priority.title,
        "purpose": priority.purpose,
        "portfolio": priority.portfolio,
        "holder": priority.holder.username if priority.holder else "",
        "from": priority.from_date.isoformat(),
        "to": priority.to_date.isoformat() if priority.to_date else None,
    }


def choose_measures(person: Person, *, priority: Priority, measures: Sequence[str]) -> None:
    """Says which measures show a priority, in their order. What was shown before is in the audit."""
    with change(
        person, MANAGE, "priority.measures", organisation=priority.organisation, on=priority
    ) as entry:
        entry.before = {"measures": list(priority.measures.values_list("measure", flat=True))}
        priority.measures.all().delete()
        _choose(priority, measures)
        entry.after = {"measures": list(measures)}


def _choose(priority: Priority, measures: Sequence[str]) -> None:
    if len(set(measures)) < len(measures):
        raise NotPossible(f"A measure is named twice under '{priority}': name it once.")
    PriorityMeasure.objects.bulk_create(
        PriorityMeasure(priority=priority, measure=measure, position=position)
        for position, measure in enumerate(measures, start=1)
    )


def set_owner(
    person: Person, *, organisation: Organisation, measure: str, service: Service, owner: Person | None = None
) -> Owner:
    """Says which service, and who in it, answers for a measure. Who did before is in the audit."""
    with change(person, MANAGE, "owner.set", organisation=organisation) as entry:
        if service.organisation_id != organisation.pk:
            raise NotPossible(f"'{service}' is not a service of {organisation}.")
        _theirs(organisation, owner)
        before = Owner.objects.filter(organisation=organisation, measure=measure).first()
        if before:
            entry.before = _said(before)
        owned, _made = Owner.objects.update_or_create(
            organisation=organisation, measure=measure, defaults={"service": service, "person": owner}
        )
        subject(entry, owned)
        entry.after = _said(owned)
    return owned


def _said(owner: Owner) -> dict[str, str]:
    return {
        "measure": owner.measure,
        "service": owner.service.slug,
        "person": owner.person.username if owner.person else "",
    }


@dataclass(frozen=True)
class Source:
    """Where something was promised: a kind of document, which one, its title and the public place in it."""

    kind: str
    key: str
    title: str
    href: str = ""


@dataclass(frozen=True)
class Promise:
    """What a commitment is: the words, who answers for it, by when, and what it should bring.

    `saving` is whole pence, None where none was promised (which is not nought); `target` is of the measure.
    """

    words: str
    service: Service
    person: Person | None = None
    theme: str = ""
    due: date | None = None
    due_words: str = ""
    measure: str = ""
    target: Decimal | None = None
    saving: int | None = None
    basis: str = ""
    priority: Priority | None = None


LONGEST_PROMISE, LONGEST_UPDATE = 1000, 2000  # characters


def add_commitment(
    person: Person,
    *,
    organisation: Organisation,
    promise: Promise,
    source: Source | None = None,
    permission: str = TRACK,
) -> Commitment:
    """Makes a promise a tracked item, with the council's next number.

    `permission` is what the room it is said in (a clinic, a risk) asks of whoever adds one there.
    """
    with change(
        person, permission, "commitment.added", organisation=organisation, service=promise.service.slug
    ) as entry:
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one number is given once
        given = asdict(source) if source else {"kind": "", "key": "", "title": "", "href": ""}
        newest = Commitment.objects.filter(organisation=organisation).order_by("-number").first()
        commitment = Commitment(
            organisation=organisation,
            number=newest.number + 1 if newest else 1,
            source_kind=given["kind"],
            source_key=given["key"],
            source_title=given["title"][:300],
            href=given["href"],
            added_by=person,
            added_at=clock.now(),
        )
        _promised(commitment, promise)
        commitment.save()
        subject(entry, commitment)
        entry.after = _what(commitment) | {"source": f"{given['kind']} {given['key']}".strip()}
    return commitment


def change_commitment(person: Person, *, commitment: Commitment, promise: Promise) -> None:
    """Says anew what was promised, or who answers for it. What was said before is in the audit."""
    organisation = commitment.organisation
    with change(person, TRACK, "commitment.changed", organisation=organisation, on=commitment) as entry:
        it = _held(commitment)
        before = _what(it)
        _promised(it, promise)
        it.save()
        after = _what(it)
        entry.before = {name: said for name, said in before.items() if said != after[name]}
        entry.after = {name: said for name, said in after.items() if said != before[name]}


def update_commitment(
    person: Person,
    *,
    commitment: Commitment,
    state: str,
    words: str,
    on: date,
    saving: int | None = None,
    figure: str = "",
) -> CommitmentUpdate:
    """Says how a commitment stood on a day and what it has saved so far (pence; None where nothing is said).

    `figure` names a stored figure that shows it, for the audit: the room above keeps which.
    """
    with change(
        person,
        UPDATE,
        "commitment.updated",
        organisation=commitment.organisation,
        on=commitment,
        service=commitment.service.slug,
    ) as entry:
        if state not in (State.NOT_BEGUN, State.UNDER_WAY, State.DONE):
            raise NotPossible(
                "An update says not begun, under way or done: drop it or carry it forward instead."
            )
        it = _held(commitment)
        entry.before = {"state": it.state}
        made = _say(person, it, state, words, on, saving)
        entry.after = {"state": it.state, "on": on.isoformat(), "saving": saving, "words": made.words}
        if figure:
            entry.after["figure"] = figure
    return made


def drop_commitment(person: Person, *, commitment: Commitment, reason: str, on: date) -> CommitmentUpdate:
    """Gives a commitment up, with a reason that residents can read."""
    organisation = commitment.organisation
    with change(person, TRACK, "commitment.dropped", organisation=organisation, on=commitment) as entry:
        it = _held(commitment)
        entry.before = {"state": it.state}
        made = _say(person, it, State.DROPPED, reason, on, None)
        entry.after = {"state": it.state, "on": on.isoformat(), "reason": made.words}
    return made


def carry_forward(
    person: Person, *, commitment: Commitment, to: Commitment, reason: str, on: date
) -> CommitmentUpdate:
    """Ends a commitment because another takes it over."""
    organisation = commitment.organisation
    with change(person, TRACK, "commitment.carried", organisation=organisation, on=commitment) as entry:
        it, heir = _held(commitment), _held(to)
        if heir.organisation_id != it.organisation_id or heir.pk == it.pk:
            raise NotPossible("Choose another commitment of this council to take it over.")
        if heir.state in (State.DROPPED, State.CARRIED):
            raise NotPossible(f"{heir} is over itself: choose one that is still to be done.")
        entry.before = {"state": it.state}
        it.carried_to = heir
        made = _say(person, it, State.CARRIED, reason, on, None)
        entry.after = {"state": it.state, "to": heir.number, "on": on.isoformat(), "reason": made.words}
    return made


def _held(commitment: Commitment) -> Commitment:
    """The commitment as it stands now, held until the change is done."""
    found = Commitment.objects.select_for_update().select_related("service", "organisation")
    return found.get(pk=commitment.pk)


def _promised(commitment: Commitment, promise: Promise) -> None:
    organisation = commitment.organisation
    words = prose(promise.words, "the words of the promise", LONGEST_PROMISE)
    if promise.service.organisation_id != organisation.pk:
        raise NotPossible(f"'{promise.service}' is not a service of {organisation}.")
    _theirs(organisation, promise.person)
    if promise.target is not None and not promise.measure:
        raise NotPossible("A target is of a measure: choose the measure, or leave the target blank.")
    if promise.saving is not None and promise.saving < 0:
        raise NotPossible("A saving is nought or more: what costs money is no saving.")
    if (promise.saving is None) != (promise.basis == ""):
        raise NotPossible(
            "Give a saving and say what it is (cashable, cost avoidance or unclear), or neither."
        )
    if promise.basis and promise.basis not in Basis.values:
        raise NotPossible(f"A saving is cashable, avoided or unclear, not '{promise.basis}'.")
    if promise.priority and promise.priority.organisation_id != organisation.pk:
        raise NotPossible(f"'{promise.priority}' is not a priority of {organisation}.")
    commitment.words, commitment.theme = words, promise.theme
    commitment.priority = promise.priority
    commitment.service, commitment.person = promise.service, promise.person
    commitment.due, commitment.due_words = promise.due, " ".join(showable(promise.due_words).split())[:60]
    commitment.measure = promise.measure
    try:
        split(promise.target or Decimal(0))
    except NotANumber as fault:
        raise NotPossible(str(fault)) from fault
    commitment.target = promise.target
    commitment.saving, commitment.basis = promise.saving, promise.basis


def _say(
    person: Person, it: Commitment, state: str, words: str, on: date, saving: int | None
) -> CommitmentUpdate:
    """Adds an update, which is then how the commitment stands."""
    words = prose(words, "what is said of it", LONGEST_UPDATE)
    if on > clock.today():
        raise NotPossible(f"{spoken_date(on)} is still to come: say how it stood on a day that has been.")
    newest = it.updates.first()
    if newest and on < newest.on:
        raise NotPossible(
            f"An update speaks of {spoken_date(newest.on)} already: give that day or a later one."
        )
    if saving is not None and saving < 0:
        raise NotPossible("What was saved so far is nought or more.")
    it.state = LIFE.moved(f"Commitment {it.number}", it.state, state)
    it.save(update_fields=["state", "carried_to"])
    return CommitmentUpdate.objects.create(
        commitment=it, on=on, state=state, words=words, saving=saving, by=person, at=clock.now()
    )


def _what(it: Commitment) -> dict[str, object]:
    return {
        "words": it.words,
        "theme": it.theme,
        "service": it.service.slug,
        "person": it.person.username if it.person else "",
        "due": it.due.isoformat() if it.due else None,
        "due_words": it.due_words,
        "measure": it.measure,
        "target": plain_or_none(it.target),
        "saving": it.saving,
        "basis": it.basis,
    }
