"""Every change of state to clinics."""

from datetime import date

from django.db.models import Max

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.frozen import digest, frozen
from moothall.core.models import Organisation, Person, Service
from moothall.core.versions import refuse_meanwhile
from moothall.core.wording import line, prose_or_none
from moothall.direction import actions as direction
from moothall.direction.actions import Promise, Source
from moothall.direction.models import Commitment
from moothall.performance.clinics import queries
from moothall.performance.clinics.composing import pack
from moothall.performance.clinics.life import LIFE, Kind, Standing, State
from moothall.performance.clinics.models import Clinic, Item
from moothall.performance.clinics.queries import MANAGE, SOURCE

LONGEST = 5000  # characters of minutes


def plan(person: Person, *, organisation: Organisation, on: date, service: Service | None = None) -> Clinic:
    """Plans a clinic and makes its agenda by the rules, from what is known now."""
    with change(person, MANAGE, "clinic.planned", organisation=organisation) as entry:
        if Clinic.objects.filter(organisation=organisation, service=service, on=on).exists():
            raise NotPossible("There is a clinic on that day already: open it, or choose another day.")
        clinic = Clinic.objects.create(
            organisation=organisation, service=service, on=on, planned_by=person, planned_at=entry.at
        )
        _put(clinic, person)
        subject(entry, clinic)
        entry.after = {"on": on.isoformat(), "items": clinic.items.count()}
    return clinic


def renew(person: Person, *, clinic: Clinic) -> int:
    """Adds what the rules have found since the agenda was made; what is on it stays. Returns how many were added."""
    with change(person, MANAGE, "clinic.renewed", organisation=clinic.organisation, on=clinic) as entry:
        _held(clinic, State.PLANNED, State.OPEN)
        before = clinic.items.count()
        _put(clinic, person)
        entry.after = {"added": clinic.items.count() - before}
    return clinic.items.count() - before


def _put(clinic: Clinic, person: Person) -> None:
    there = {queries.key_of(it) for it in clinic.items.all()}
    last = clinic.items.aggregate(last=Max("position"))["last"] or 0
    found = queries.to_discuss(person, clinic.organisation, clinic.on, clinic.service)
    new = [it for it in found if it.key not in there]
    for position, it in enumerate(new, start=last + 1):
        Item.objects.create(
            clinic=clinic, position=position, kind=it.kind, title=it.title[:300], why=it.why, measure=it.measure,
            commitment_id=it.commitment, evidence=dict(it.evidence), carried_from_id=it.carried,
        )  # fmt: skip


def add_item(person: Person, *, clinic: Clinic, title: str, why: str = "") -> Item:
    """Puts something on the agenda that no rule found."""
    with change(person, MANAGE, "clinic.item_added", organisation=clinic.organisation, on=clinic) as entry:
        _held(clinic, State.PLANNED, State.OPEN)
        last = clinic.items.aggregate(last=Max("position"))["last"] or 0
        item = Item.objects.create(
            clinic=clinic, position=last + 1, kind=Kind.ADDED, title=line(title, "the title", 300),
            why=prose_or_none(why, "the reason", 1000),
        )  # fmt: skip
        entry.after = {"item": item.title}
    return item


def begin(person: Person, *, clinic: Clinic, there: str = "") -> None:
    """Begins a clinic: its minutes can be written from now on."""
    with change(person, MANAGE, "clinic.begun", organisation=clinic.organisation, on=clinic) as entry:
        it = _locked(clinic)
        it.state = clinic.state = LIFE.moved("This clinic", it.state, State.OPEN)
        it.there = clinic.there = prose_or_none(there, "who is there", 2000)
        it.save(update_fields=["state", "there"])
        entry.after = {"there": it.there}


def minute(
    person: Person, *, item: Item, minutes: str, decision: str = "", opened: int, carry: bool = False
) -> None:
    """Writes what was said and decided of an item, or carries it to the next clinic.

    `opened` is how often its minutes had been saved when the page was opened. Raises WrittenMeanwhile, so that two
    people who minute one clinic lose nothing.
    """
    clinic = item.clinic
    with change(person, MANAGE, "clinic.minuted", organisation=clinic.organisation, on=clinic) as entry:
        _held(clinic, State.OPEN)
        it = Item.objects.select_for_update(of=("self",)).select_related("written_by").get(pk=item.pk)
        refuse_meanwhile(it if it.number else None, opened)
        entry.before = {
            "item": it.title,
            "minutes": it.minutes,
            "decision": it.decision,
            "standing": it.standing,
        }
        it.minutes = prose_or_none(minutes, "the minutes", LONGEST)
        it.decision = prose_or_none(decision, "the decision", LONGEST)
        if not (carry or it.minutes or it.decision):
            raise NotPossible("Write what was said or decided, or carry it to the next clinic.")
        it.standing = Standing.CARRIED if carry else Standing.DISCUSSED
        it.number, it.written_by = it.number + 1, person
        it.save()
        entry.after = {"minutes": it.minutes, "decision": it.decision, "standing": it.standing}


def agree(
    person: Person, *, item: Item, words: str, service: Service, owner: Person | None = None, due: date
) -> Commitment:
    """Agrees an action: tracked until it is done, with an owner and a day."""
    _held(item.clinic, State.OPEN)
    return direction.add_commitment(
        person,
        organisation=item.clinic.organisation,
        promise=Promise(words, service, owner, due=due, measure=item.measure),
        source=Source(SOURCE, item.source_key, f"{item.clinic}: {item.title}", f"/clinics/{item.clinic_id}/"),
        permission=MANAGE,
    )


def close(person: Person, *, clinic: Clinic) -> None:
    """Closes a clinic once everything was discussed or carried, and freezes its pack."""
    with change(person, MANAGE, "clinic.closed", organisation=clinic.organisation, on=clinic) as entry:
        it = _locked(clinic)
        state = LIFE.moved("This clinic", it.state, State.CLOSED)
        waiting = it.items.filter(standing=Standing.WAITING).count()
        if waiting:
            items = "1 item is" if waiting == 1 else f"{waiting} items are"
            raise NotPossible(f"{items} still to be discussed: minute each, or carry it to the next clinic.")
        document = frozen(pack(person, it, queries.items(it), queries.actions_of(it), clock.today()))
        it.state, it.closed_by, it.closed_at = state, person, entry.at
        it.document, it.sha256 = document, digest(document)
        it.save()
        entry.after = {"sha256": it.sha256}
    clinic.refresh_from_db()


def _locked(clinic: Clinic) -> Clinic:
    return (
        Clinic.objects.select_for_update(of=("self",))
        .select_related("organisation", "service")
        .get(pk=clinic.pk)
    )


def _held(clinic: Clinic, *states: State) -> None:
    it = Clinic.objects.only("state").get(pk=clinic.pk)
    if it.state not in states:
        raise NotPossible(LIFE.refusal("This clinic", it.state))
