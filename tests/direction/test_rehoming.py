"""Services become others: what stands goes with them, what is over stays, and every day knows whose a thing was."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Membership, Service
from moothall.core.permission import forget, may
from moothall.core.queries import services
from moothall.direction import rehoming
from moothall.direction.actions import Promise, add_commitment, drop_commitment, set_owner
from moothall.direction.models import Commitment, Owner, Rehomed, Restructure
from moothall.direction.recommendations.models import Recommendation
from moothall.performance.collection import actions as collection
from moothall.performance.collection.models import Ask
from moothall.plan.barriers.models import Barrier
from moothall.risks.models import Category, Risk

ON = date(2026, 10, 1)
REASON = "Cabinet agreed the new structure, minute 41."


@pytest.fixture
def waste(world: World, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A service with one of each thing that goes with it, and one of each that is over."""
    monkeypatch.setattr("moothall.core.clock.today", lambda: date(2026, 11, 23))
    waste = Service.objects.get(organisation=world.council, slug="waste")
    root = world.root
    for measure in ("recycling-rate", "missed-bins"):
        set_owner(root, organisation=world.council, measure=measure, service=waste)
    for words in ("Deliver new bins.", "Buy a lorry."):
        add_commitment(root, organisation=world.council, promise=Promise(words, waste))
    drop_commitment(root, commitment=Commitment.objects.get(number=2), reason="No money.", on=clock.today())
    for state in ("waiting", "refused"):
        Recommendation.objects.create(
            organisation=world.council, number=1 if state == "waiting" else 2, body="audit", report="R",
            on=ON, words=f"Is {state}.", service=waste, state=state, added_by=root, added_at=clock.now(),
        )  # fmt: skip
    category = Category.objects.create(organisation=world.council, name="Service")
    for state in ("open", "closed"):
        Risk.objects.create(
            organisation=world.council, number=1 if state == "open" else 2, title=f"Is {state}", cause="c",
            event="e", consequence="c", category=category, service=waste, proximity="far", treatment="treat",
            next_review=ON, identified_on=ON, level="service", state=state, added_by=root,
            added_at=clock.now(),
        )  # fmt: skip
    barrier = Barrier.objects.create(
        organisation=world.council, title="Fines are too low", words="w", remover="government", added_by=root,
        added_at=clock.now(),
    )  # fmt: skip
    barrier.services.set(Service.objects.filter(organisation=world.council))
    collection.ask(
        root,
        organisation=world.council,
        service=waste,
        measures=["missed-bins"],
        rule={"kind": "after", "number": 10, "unit": "working days"},
        first_day=date(2026, 4, 1),
    )
    return waste


def turned(world: World, waste: Service, **given: object) -> Restructure:
    told = {"turn": "renamed", "added": ["Clean streets"], "on": ON, "reason": REASON} | given
    return rehoming.restructure(world.root, organisation=world.council, ending=[waste], **told)  # type: ignore[arg-type]


def test_a_renamed_service_takes_along_what_stands_and_leaves_what_is_over(
    world: World, waste: Service
) -> None:
    found = rehoming.standing(world.root, world.council, [waste], ON)
    counts = {heading: len(some) for heading, some in rehoming.by_room(found)}
    made = turned(world, waste)
    new = Service.objects.get(organisation=world.council, slug="clean-streets")
    waste.refresh_from_db()
    assert waste.ended_on == date(2026, 9, 30)
    assert {it.slug for it in services(world.council)} == {"clean-streets", "homes"}
    # one open commitment, recommendation and risk of two each went; the manager's role reaches both
    assert counts["Commitments and actions still open"] == counts["Open risks"] == 1
    assert list(Commitment.objects.order_by("number").values_list("service", flat=True)) == [new.pk, waste.pk]
    assert list(Recommendation.objects.order_by("number").values_list("service", flat=True)) == [
        new.pk,
        waste.pk,
    ]
    assert list(Risk.objects.order_by("number").values_list("service", flat=True)) == [new.pk, waste.pk]
    assert {it.slug for it in Barrier.objects.get().services.all()} == {"clean-streets", "homes"}
    manager = world.person["service-manager"]
    forget(manager)
    assert may(manager, "performance.target", world.council, service="clean-streets")
    held = Membership.objects.filter(person=manager).order_by("pk").values_list("own", "ended_at")
    assert [(own, bool(ended)) for own, ended in held] == [
        (["waste"], True), (["waste", "clean-streets"], False)
    ]  # fmt: skip
    # every measure of the service: the two that were named, and those the catalogue gives it
    assert not Owner.objects.filter(organisation=world.council).exclude(service=new).exists()
    assert Owner.objects.get(organisation=world.council, measure="waste-service-cost").service == new
    assert Rehomed.objects.filter(restructure=made).count() == len(found) == sum(counts.values())


def test_what_is_asked_for_is_the_old_services_before_the_day_and_the_new_ones_after(
    world: World, waste: Service
) -> None:
    turned(world, waste, on=date(2026, 10, 15))
    old, new = Ask.objects.order_by("pk")
    assert (old.service.slug, old.first_period, old.last_period) == (
        "waste", date(2026, 4, 1), date(2026, 9, 1)
    )  # fmt: skip
    # October was under way: it is returned by the service that there is when it is over
    assert (new.service.slug, new.first_period, new.last_period) == ("clean-streets", date(2026, 10, 1), None)
    assert new.rule == old.rule


def test_a_period_that_was_returned_is_not_asked_for_twice(world: World, waste: Service) -> None:
    it = Ask.objects.get()
    collection.enter(
        world.root, ask=it, start=date(2026, 10, 1), missing="missing", reason="The scales broke."
    )
    turned(world, waste)
    old, new = Ask.objects.order_by("pk")
    assert (old.last_period, new.first_period) == (date(2026, 10, 1), date(2026, 11, 1))


def test_every_day_knows_whose_a_thing_was(world: World, waste: Service) -> None:
    turned(world, waste)
    new = Service.objects.get(slug="clean-streets")
    turned(world, new, added=["Streets and parks"], on=date(2026, 11, 1))
    now = Service.objects.get(slug="streets-and-parks")
    was = [
        rehoming.service_on(world.council, "measures", "missed-bins", day, now).slug
        for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1))
    ]
    assert was == ["waste", "clean-streets", "clean-streets", "streets-and-parks"]


def test_one_entry_tells_it_all(world: World, waste: Service) -> None:
    before = AuditEntry.objects.count()
    made = turned(world, waste)
    assert AuditEntry.objects.count() == before + 1
    entry = AuditEntry.objects.about("direction.restructure", made.pk).get()
    assert entry.after
    assert entry.after["reason"] == REASON and entry.after["on"] == "2026-10-01"
    assert entry.after["moved"]["measures"]["missed-bins"] == "waste to clean-streets"
    assert entry.after["moved"]["risks"] == {str(Risk.objects.get(number=1).pk): "waste to clean-streets"}


def test_a_split_says_for_each_thing_where_it_goes(world: World, waste: Service) -> None:
    found = rehoming.standing(world.root, world.council, [waste], ON)
    homes = {it.name: "bins" if it.kind == "measures" else "streets" for it in found}
    given = {"turn": "split", "added": ["Bins", "Streets"]}
    with pytest.raises(NotPossible, match="it came since you looked"):
        turned(world, waste, **given, homes={})
    assert Service.objects.filter(slug="bins").count() == 0  # all of it or none
    turned(world, waste, **given, homes=homes)
    assert {it.service.slug for it in Owner.objects.all()} == {"bins"}
    assert Commitment.objects.get(number=1).service.slug == "streets"


def test_two_are_merged_into_one_that_is_there(world: World, waste: Service) -> None:
    homes = Service.objects.get(organisation=world.council, slug="homes")
    rehoming.restructure(
        world.root, organisation=world.council, turn="merged", ending=[waste, homes], added=["Place"],
        on=ON, reason=REASON,
    )  # fmt: skip
    assert [it.slug for it in services(world.council)] == ["place"]


def test_what_is_not_possible_changes_nothing(world: World, waste: Service) -> None:
    for given, said in (
        ({"turn": "split"}, "split into two or more"),
        ({"turn": "renamed", "added": ["Homes"]}, "has, or had, a service 'homes'"),
        ({"turn": "merged"}, "Two or more services are merged"),
        ({"turn": "dissolved"}, "not 'dissolved'"),
        ({"on": date(2030, 4, 1)}, "still to come"),
        ({"reason": " "}, "The reason is empty"),
    ):
        with pytest.raises(NotPossible, match=said):
            turned(world, waste, **given)
        assert not Rehomed.objects.exists() and not Service.objects.filter(slug="clean-streets").exists()


def test_who_may(world: World, waste: Service) -> None:
    for role in ("performance-officer", "service-manager", "director"):
        with pytest.raises(PermissionDenied):
            rehoming.standing(world.person[role], world.council, [waste], ON)
    theirs = Service.objects.get(organisation=world.other, slug="waste")
    with pytest.raises(NotPossible, match="is no service"):
        rehoming.standing(world.root, world.council, [theirs], ON)
    made = turned(world, waste)
    assert rehoming.moved(world.person["other"], world.other, made.pk) is None
