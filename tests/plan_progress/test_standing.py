"""How commitments stand on a day: from their updates and the store, never typed."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.people import World

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.direction.models import Commitment
from moothall.engines.text.found import Basis, Claim, ClaimKind, Comparator, StatedFigure
from moothall.figures import queries as figures
from moothall.kit.documents.json import from_json
from moothall.plan.models import Edition, Plan
from moothall.plan.progress import actions, queries
from moothall.plan.progress.queries import Wanted
from moothall.plan.progress.standing import quarters, saved
from moothall.plan.progress.suggesting import suggested
from moothall.plan.progress.years import as_at, financial_year, year_of

Make = Callable[..., Commitment]


def test_the_newest_figure_comes_from_the_store_and_is_held_against_the_target(
    world: World, officer: Person, promise: Make, give: Callable[[str], None]
) -> None:
    it = promise(measure="recycling-rate", target=Decimal("42.0"))
    found = queries.one(officer, it.pk, clock.today())
    assert found and found.figure
    assert (found.figure.text, found.target, found.met_words) == ("42.0% (2023-24)", "42.0%", "Yes")
    give("recycling-rate,2024-25,41.9\n")
    found = queries.one(officer, it.pk, clock.today())
    assert found and found.figure and (found.figure.text, found.met) == ("41.9% (2024-25)", False)


def test_a_figure_without_a_value_meets_nothing_and_fails_nothing(
    officer: Person, promise: Make, give: Callable[[str], None]
) -> None:
    it = promise(measure="recycling-rate", target=Decimal("42.0"))
    give("recycling-rate,2024-25,[x]\n")
    found = queries.one(officer, it.pk, clock.today())
    assert found and found.figure and found.figure.text.startswith("no figure")
    assert (found.met, found.met_words) == (None, "Cannot be said")


def test_it_stands_on_a_day_as_it_was_said_by_then(officer: Person, promise: Make, say: Make) -> None:
    it, day = promise(due=date(2026, 1, 1)), clock.today() - timedelta(days=2)
    say(it, "Begun.", on=day, saving=500)
    say(it, "Done.", state="done", saving=900)
    now, then = (queries.one(officer, it.pk, on) for on in (clock.today(), day))
    assert now and then
    assert (then.state, then.delivered, then.late) == ("under way", 500, True)
    assert (now.state, now.delivered, now.late) == ("done", 900, False)


def test_the_board_lists_late_ones_first_and_filters(
    world: World, officer: Person, promise: Make, say: Make
) -> None:
    done = promise("Done it")
    say(done, state="done")
    late, later = (
        promise("Late", due=date(2026, 1, 1)),
        promise("Not late", service="homes", due=date(2040, 1, 1)),
    )
    latest = promise("Latest", due=date(2025, 1, 1), theme="spend")

    def listed(**wanted: Any) -> list[Commitment]:
        found = queries.board(officer, world.council, clock.today(), Wanted(**wanted))
        return [it.commitment for it in found.items]

    assert listed() == [latest, late, later, done]
    assert listed(state="late") == [latest, late]
    assert listed(state="done") == [done]
    assert listed(theme="spend") == [latest]
    assert listed(service="homes") == [later]
    assert listed(mine=True) == []
    manager = world.person["service-manager"]
    mine = queries.board(manager, world.council, clock.today(), Wanted(mine=True))
    assert {it.commitment for it in mine.items} == {done, late, latest}


@pytest.mark.parametrize("many", [2, 12])
def test_the_board_takes_the_same_queries_however_long(
    many: int, world: World, officer: Person, promise: Make, say: Make, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        say(promise(f"Promise {number}", measure="recycling-rate"), saving=number)
    queries.board(officer, world.council, clock.today(), Wanted())
    with django_assert_num_queries(4):
        found = queries.board(officer, world.council, clock.today(), Wanted())
    assert len(found.items) == many


def test_savings_of_different_kinds_are_never_added(
    officer: Person, world: World, promise: Make, say: Make
) -> None:
    cash = promise(saving=100_00, basis="cashable")
    say(cash, saving=40_00)
    promise(saving=50_00, basis="cashable")
    avoided = promise(saving=70_00, basis="avoided")
    heir = promise(saving=30_00, basis="cashable")
    old = promise(saving=30_00, basis="cashable")
    say(old, saving=5_00)
    from moothall.direction.actions import carry_forward

    carry_forward(officer, commitment=old, to=heir, reason="One scheme.", on=clock.today())
    every = queries.board(officer, world.council, clock.today(), Wanted()).every
    told = {it.basis: (it.promised, it.delivered, it.unsaid) for it in saved(every)}
    assert told == {"cashable": (180_00, 45_00, 2), "cost avoidance": (70_00, None, 1)}
    assert avoided.saving == 70_00


def test_what_was_dropped_is_promised_no_more(
    officer: Person, world: World, promise: Make, say: Make
) -> None:
    promise(saving=100_00, basis="cashable", due=clock.today())
    gone = promise(saving=45_00, basis="cashable", due=clock.today())
    say(gone, saving=5_00)
    from moothall.direction.actions import drop_commitment

    drop_commitment(officer, commitment=gone, reason="The scheme was refused.", on=clock.today())
    every = queries.board(officer, world.council, clock.today(), Wanted()).every
    assert [(it.promised, it.delivered, it.unsaid) for it in saved(every)] == [(100_00, 5_00, 1)]
    assert quarters(every)[-1].promised == 100_00


def test_quarters_add_up_and_say_nothing_of_the_future(
    officer: Person, world: World, promise: Make, say: Make
) -> None:
    it = promise(saving=100_00, basis="cashable", due=clock.today() + timedelta(days=200))
    say(it, saving=10_00, on=clock.today() - timedelta(days=200))
    say(it, saving=60_00)
    found = quarters(queries.board(officer, world.council, clock.today(), Wanted()).every)
    known = [one for one in found if one.delivered is not None]
    assert (found[-1].promised, found[-1].delivered) == (100_00, None)
    assert (known[0].delivered, known[-1].delivered, known[-1].promised) == (10_00, 60_00, 0)


def test_an_update_cites_a_stored_figure_and_no_other(
    officer: Person, promise: Make, say: Make, give: Callable[[str], None]
) -> None:
    it = promise(measure="recycling-rate")
    offered = queries.citable(officer, it)
    assert offered[0][1].startswith("42.0% (2023-24)")
    say(it, figure=offered[0][0])
    with pytest.raises(NotPossible, match="There is no figure"):
        say(it, "Not this one.", figure='figure("recycling-rate", period="1999-2000")')
    it.refresh_from_db()
    assert it.updates.count() == 1, "what cites nothing is not said either"
    found = queries.one(officer, it.pk, clock.today())
    assert found and found.cited and found.cited.text == "42.0% (2023-24)"


def test_what_an_update_cites_is_public_once_its_plan_is(
    world: World, endorsed: Edition, officer: Person, promise: Make, say: Make
) -> None:
    it = promise(measure="recycling-rate")
    say(it, figure=queries.citable(officer, it)[0][0])
    mine = queries.one(officer, it.pk, clock.today())
    assert mine and mine.figure
    shown = mine.figure.observation
    anybody = AnonymousUser()
    assert figures.observation(anybody, shown.series_id, shown.start) is None
    from moothall.plan import actions as plans

    plans.publish(officer, edition=endorsed)
    assert figures.observation(anybody, shown.series_id, shown.start) == shown
    public = queries.public("testham", "plan", clock.today())
    assert public and public.items[0].shown and public.items[0].shown.observation == shown


def test_residents_see_commitments_of_published_editions_only(
    world: World, officer: Person, plan: Plan, edition: Edition, promise: Make
) -> None:
    promise("Made in the published edition")
    from moothall.core.models import Service
    from moothall.direction.actions import Promise, Source, add_commitment

    waste = Service.objects.get(organisation=world.council, slug="waste")
    for words, source in (
        ("Made in an edition to come", Source("plan", "plan/2", "Plan, edition 2")),
        ("Made elsewhere", Source("clinic", "plan", "A clinic")),
        ("Made in the plan at large", Source("plan", "plan", "Plan")),
    ):
        add_commitment(officer, organisation=world.council, promise=Promise(words, waste), source=source)
    found = queries.public("testham", "plan", clock.today())
    assert found and {it.commitment.words for it in found.items} == {
        "Made in the published edition",
        "Made in the plan at large",
    }
    assert queries.public("testham", "other", clock.today()) is None
    assert queries.public("otherham", "plan", clock.today()) is None


def test_promises_are_proposed_with_their_place_and_tracked_once(
    world: World, officer: Person, edition: Edition
) -> None:
    document = from_json(edition.document)

    def read(passages: Any) -> list[Claim]:
        found = []
        for it in passages:
            if it.text.startswith("We will"):
                pounds = StatedFigure(
                    Decimal(120000), "GBP", "£120,000", "", Comparator.EXACT, "", it.text, 0, 0, 8
                )
                saves = "saves" in it.text
                found.append(
                    Claim(ClaimKind.SAVING, it.text, it.number, (pounds,), Basis.CASHABLE)
                    if saves
                    else Claim(ClaimKind.PLAN, it.text, it.number)
                )
        return [*found, Claim(ClaimKind.GOVERNANCE, "Cabinet reads it.", 0)]

    offered = suggested(document, [], read)
    assert [(it.theme, it.saving, it.basis) for it in offered] == [
        ("services", None, ""),
        ("technology", 12_000_000, "cashable"),
    ]
    waste = world.council.services.get(slug="waste")
    made = actions.track(officer, edition=edition, chosen=offered[:1], service=waste)
    assert made[0].href == "/plan/testham/plan/editions/1/#services"
    again = suggested(document, made, read)
    assert [it.tracked for it in again] == [made[0], None]
    with pytest.raises(NotPossible, match="tracked already"):
        actions.track(officer, edition=edition, chosen=again, service=waste)
    with pytest.raises(NotPossible, match="Nothing is ticked"):
        actions.track(officer, edition=edition, chosen=[], service=waste)
    assert Commitment.objects.count() == 1


def test_years_run_from_april_and_reports_speak_of_their_last_day_or_today() -> None:
    assert (year_of(date(2026, 3, 31)), year_of(date(2026, 4, 1))) == (2025, 2026)
    year = financial_year(2025)
    assert year.label == "2025-26"
    assert as_at(year, date(2026, 11, 23)) == date(2026, 3, 31)
    assert as_at(financial_year(2026), date(2026, 11, 23)) == date(2026, 11, 23)
    for odd in (1999, 10**17):
        with pytest.raises(ValueError, match="not a year"):
            financial_year(odd)
