"""Barriers and asks: evidence that is never guessed, a life with reasons, and the letter's fourth part."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import page
import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Person, Service
from moothall.kit.documents.html import to_html
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import Figure, plain, tables
from moothall.kit.documents.pdf import to_pdf
from moothall.plan.barriers import actions, composing, queries
from moothall.plan.barriers.actions import Said
from moothall.plan.barriers.life import ALLOWED, Remover, State, next_states
from moothall.plan.barriers.models import Ask, Barrier

Make = Callable[..., Barrier]


@pytest.fixture
def officer(world: World) -> Person:
    return world.person["performance-officer"]


@pytest.fixture
def make(world: World, officer: Person) -> Make:
    def add(title: str = "Grants for one year", services: tuple[str, ...] = (), **more: Any) -> Barrier:
        given = {"words": "No post can be filled for longer.", "remover": "government"} | more
        theirs = list(Service.objects.filter(organisation=world.council, slug__in=services))
        return actions.add(officer, organisation=world.council, said=Said(title, services=theirs, **given))

    return add


def asked(officer: Person, barrier: Barrier, **more: Any) -> Ask:
    given: dict[str, Any] = {
        "of": "The department",
        "words": "Three years",
        "on": clock.today(),
        "means": "a letter",
    } | more
    return actions.ask(officer, barrier=barrier, **given)


def test_a_barrier_keeps_its_evidence_services_and_audit(make: Make) -> None:
    it = make(
        services=("waste", "homes"), hours=400, pence=1_200_000, known="counted", evidence="Timesheets."
    )
    assert {one.slug for one in it.services.all()} == {"waste", "homes"}
    assert composing.cost(it) == "400 hours and £12,000 a year (counted)"
    entry = AuditEntry.objects.get(action="barrier.added")
    assert entry.after
    assert (entry.after["services"], entry.after["pence"]) == (["homes", "waste"], 1_200_000)


def test_what_nobody_knows_is_not_nought(make: Make) -> None:
    assert composing.cost(make()) == "nobody has said"
    assert composing.cost(make(hours=0, known="judged")) == "0 hours a year (a judgement)"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"hours": 5}, "say how they are known"),
        ({"known": "counted"}, "say how they are known"),
        ({"pence": -1, "known": "counted"}, "nought or more"),
        ({"remover": "nobody"}, "who could remove it"),
        ({"words": " "}, "empty"),
        ({"title": "x" * 201}, "201 characters"),
    ],
)
def test_what_cannot_be_so_is_refused(make: Make, given: dict[str, Any], why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        make(**given)
    assert not Barrier.objects.exists()


def test_only_those_who_manage_barriers_change_them(world: World, make: Make) -> None:
    it, manager = make(), world.person["service-manager"]
    assert queries.barrier(manager, it.pk) == it and not queries.may_manage(manager, world.council)
    for act in (
        lambda: actions.move(manager, barrier=it, state="removed", reason="x"),
        lambda: asked(manager, it),
        lambda: actions.edit(manager, barrier=it, said=Said("a", "b", "market")),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert queries.barrier(world.person["other"], it.pk) is None
    with pytest.raises(PermissionDenied):
        queries.barriers(world.person["contributor"], world.council)


def test_asking_raises_and_the_last_reply_answers(officer: Person, make: Make) -> None:
    it = make()
    first = asked(officer, it)
    second = asked(officer, it, of="The regulator")
    it.refresh_from_db()
    assert it.state == State.RAISED
    actions.answer(officer, ask=first, reply="We will look at it.", on=clock.today(), outcome="noted")
    it.refresh_from_db()
    assert it.state == State.RAISED, "one ask still waits"
    actions.answer(officer, ask=second, reply="Yes.", on=clock.today(), outcome="granted")
    it.refresh_from_db()
    assert it.state == State.ANSWERED
    with pytest.raises(NotPossible, match="recorded already"):
        actions.answer(officer, ask=second, reply="No.", on=clock.today(), outcome="refused")
    actions.move(officer, barrier=it, state="removed", reason="The rule was changed.")
    it.refresh_from_db()
    steps = [(step.state, step.reason) for step in it.steps.all()]
    assert steps[0] == ("removed", "The rule was changed.")
    assert [state for state, _ in steps] == ["removed", "answered", "raised"]


def test_a_state_needs_a_reason_and_follows_the_table(officer: Person, make: Make) -> None:
    it = make()
    with pytest.raises(NotPossible, match="empty"):
        actions.move(officer, barrier=it, state="withdrawn", reason=" ")
    with pytest.raises(NotPossible, match="moves with it"):
        actions.move(officer, barrier=it, state="answered", reason="x")
    actions.move(officer, barrier=it, state="withdrawn", reason="It was our own rule.")
    with pytest.raises(NotPossible, match="is withdrawn"):
        asked(officer, it)
    it.refresh_from_db()
    actions.move(officer, barrier=it, state="open", reason="It is not.")
    it.refresh_from_db()
    assert it.state == State.OPEN
    assert {now for now, _ in ALLOWED} == set(State)
    assert [state for state, _ in next_states(State.OPEN)] == ["removed", "withdrawn"]


def test_days_that_cannot_be_are_refused(officer: Person, make: Make) -> None:
    it, today = make(), clock.today()
    with pytest.raises(NotPossible, match="still to come"):
        asked(officer, it, on=today + timedelta(days=1))
    ask = asked(officer, it)
    with pytest.raises(NotPossible, match="cannot be older"):
        actions.answer(officer, ask=ask, reply="x", on=today - timedelta(days=1), outcome="noted")
    with pytest.raises(NotPossible, match="what came of it"):
        actions.answer(officer, ask=ask, reply="x", on=today, outcome="")


def test_the_costliest_first_and_how_consistent_they_are(world: World, officer: Person, make: Make) -> None:
    unknown = make("Nobody knows")
    small = make("Small", ("waste",), pence=100, known="judged")
    large = make("Large", ("waste", "homes"), pence=9_000_000, known="counted")
    gone = make("Gone", ("homes",), pence=10**9, known="counted")
    actions.move(officer, barrier=gone, state="removed", reason="It went.")
    found = queries.barriers(officer, world.council)
    assert found == [large, small, unknown, gone]
    spread = queries.spread(world.council, found)
    assert dict(spread.services) == {"Waste and recycling": 2, "Homes": 1}
    assert (spread.everywhere, spread.one_only, spread.unsaid) == (1, 1, 1)
    assert "One barrier affects every service; 1 affects only one." in composing.consistent(spread)
    wanted = queries.Wanted(state="standing", service="homes")
    assert queries.barriers(officer, world.council, wanted) == [large]


@pytest.mark.parametrize("many", [2, 12])
def test_the_list_takes_the_same_queries_however_long(
    many: int, world: World, officer: Person, make: Make, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        asked(officer, make(f"Barrier {number}", ("waste",)))
    queries.barriers(officer, world.council)
    with django_assert_num_queries(4):
        found = queries.barriers(officer, world.council)
        queries.spread(world.council, found)
    assert len(found) == many


def test_the_letters_fourth_part_says_what_was_typed_and_nothing_more(
    world: World, officer: Person, make: Make
) -> None:
    it = make(
        "Rules <b>that</b> *bind*",
        ("waste",),
        words='Ask {{ figure("recycling-rate", period="2022-23") }} [here](https://x.example) | # not a heading',
        pence=1_200_000,
        known="estimated",
    )
    asked(officer, it, words="Let go.")
    gone = make("Gone by now")
    actions.move(officer, barrier=gone, state="withdrawn", reason="x")
    found = queries.barriers(officer, world.council)
    text = composing.markdown(found, queries.spread(world.council, found))

    referred: list[str] = []

    def refer(raw: str) -> tuple[Figure, ...]:
        referred.append(raw)
        return ()

    html = to_html(from_markdown(text, refer))
    assert not referred, "what somebody typed is no reference"
    assert "Rules &lt;b&gt;that&lt;/b&gt; *bind*" in html
    assert "[here](https://x.example) | # not a heading" in html and "<a " not in html
    assert "£12,000 a year (estimated by the service)" in html
    assert f"We asked The department on {clock.today().day} " in html
    assert "Gone by now" not in html
    assert composing.markdown([], queries.spread(world.council, [])) == ""


def test_the_document_has_every_barrier_and_ask_and_prints(world: World, officer: Person, make: Make) -> None:
    it = make("Costly", ("waste", "homes"), hours=1_234, pence=5_678_900, known="counted")
    ask = asked(officer, it)
    actions.answer(officer, ask=ask, reply="No.", on=clock.today(), outcome="refused")
    actions.move(officer, barrier=make("Gone"), state="removed", reason="x")
    found = queries.barriers(officer, world.council)
    document = composing.document(
        world.council, found, queries.spread(world.council, found), date(2026, 11, 23)
    )
    cells = [cell for table in tables(document.blocks) for row in table.rows for cell in row]
    assert {Decimal(1234), Decimal(56789)} <= {cell.number for cell in cells if cell.number is not None}
    words = " ".join(plain(cell.content) for cell in cells)
    for said in ("Costly", "Every service", "A government department", "Refused", "Not known", "Removed"):
        assert said in words
    pdf = to_pdf(document)
    assert page.is_pdf_compliant_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)


def test_nothing_recorded_prints_too(world: World, officer: Person) -> None:
    document = composing.document(world.council, [], queries.spread(world.council, []), date(2026, 11, 23))
    assert "No barrier is recorded." in str(document)
    assert set(Remover.values) == {"government", "regulator", "market", "council", "partners"}
