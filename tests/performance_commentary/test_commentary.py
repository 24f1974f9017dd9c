"""Commentary: written as versions, approved by another, one current for a period, its action tracked once, and owed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from docx import Document
from tests.people import World
from tests.performance_commentary.conftest import BINS, CALLS, JUNE

from moothall.core import clock
from moothall.core.due import due
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry
from moothall.core.versions import WrittenMeanwhile
from moothall.direction.models import Commitment
from moothall.figures.measures import catalogue
from moothall.kit.periods import Period
from moothall.performance.actions import set_target
from moothall.performance.clinics import actions as clinics
from moothall.performance.commentary import actions, queries
from moothall.performance.commentary.actions import Said
from moothall.performance.commentary.life import State
from moothall.performance.models import Commentary

WORDS = Said("Rounds were missed.", "Two drivers left.", "Hire two drivers.")
Writing = Callable[..., Commentary]


@pytest.fixture
def writing(world: World) -> Writing:
    def write(
        said: Said = WORDS, *, by: str = "service-manager", opened: int = 0, send: bool = True, **more: object
    ) -> Commentary:
        return actions.write(
            world.person[by],
            organisation=world.council,
            measure=catalogue()[str(more.get("measure", BINS))],
            start=more.get("start", JUNE),  # type: ignore[arg-type]
            said=said,
            opened=opened,
            send=send,
        )

    return write


def said(**others: object) -> Said:
    return Said(**(vars(WORDS) | others))  # type: ignore[arg-type]


# --- writing ---


def test_a_draft_is_a_version_that_a_newer_one_replaces_and_nothing_is_lost(
    world: World, writing: Writing
) -> None:
    writing(said(why=""), send=False)
    writing(said(why="Nobody knows."), opened=1, send=False)
    every = queries.through_time(world.root, world.council, catalogue()[BINS])
    assert [(it.number, it.state, it.why) for it in every] == [
        (2, State.DRAFT, "Nobody knows."),
        (1, State.SUPERSEDED, ""),
    ]


def test_two_who_write_at_once_lose_nothing(writing: Writing) -> None:
    writing(send=False)
    with pytest.raises(WrittenMeanwhile) as fault:
        writing(said(why="Snow."), by="performance-officer")
    assert fault.value.newer.why == "Two drivers left."


def test_what_is_sent_says_what_happened_why_and_what_is_done(writing: Writing) -> None:
    with pytest.raises(NotPossible, match="Say why and what you will do"):
        writing(said(why=" ", doing=""))
    assert not Commentary.objects.exists(), "what could not be sent was not kept either"
    draft = writing(send=False)
    assert writing(opened=1).pk == draft.pk, "the draft that says the same is sent as it is"
    with pytest.raises(NotPossible, match="nothing to save"):
        writing(opened=1)


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({"doing": "", "by_when": date(2026, 9, 1)}, "Say what you will do"),
        ({"by_when": date(2026, 6, 30)}, "comes after"),
        ({"happened": "x" * 2001}, "2,001 characters"),
        ({"doing": "x" * 1001}, "1,001 characters"),
    ],
)
def test_what_cannot_be_said(writing: Writing, wrong: dict[str, object], match: str) -> None:
    with pytest.raises(NotPossible, match=match):
        writing(said(**wrong))


def test_only_figures_that_there_are_and_measures_of_ones_own_are_written_about(writing: Writing) -> None:
    with pytest.raises(NotPossible, match="no figure"):
        writing(start=date(2026, 7, 1))
    with pytest.raises(PermissionDenied):
        writing(measure=CALLS)
    with pytest.raises(PermissionDenied):
        writing(by="auditor")


# --- deciding ---


def test_another_than_its_author_approves_and_one_is_current(world: World, writing: Writing) -> None:
    director, officer = world.person["director"], world.person["performance-officer"]
    first = writing()
    with pytest.raises(NotPossible, match="somebody else"):
        actions.approve(world.person["service-manager"], commentary=first)
    with pytest.raises(PermissionDenied):
        actions.approve(world.person["contributor"], commentary=first)
    actions.approve(director, commentary=first)
    second = writing(said(why="Three drivers left."), opened=1)
    assert queries.latest(officer, world.council, [BINS])[BINS] == first, "until the new one is approved"
    actions.approve(director, commentary=second)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.SUPERSEDED, State.APPROVED)
    assert queries.latest(officer, world.council, [BINS])[BINS] == second
    with pytest.raises(NotPossible, match="is approved"):
        actions.approve(director, commentary=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commentary.objects.filter(pk=first.pk).update(state=State.APPROVED)


def test_who_wrote_an_earlier_draft_of_it_does_not_approve_it(world: World, writing: Writing) -> None:
    writing(by="performance-officer", send=False)
    sent = writing(said(why="Snow."), opened=1)
    with pytest.raises(NotPossible, match="You wrote in"):
        actions.approve(world.person["performance-officer"], commentary=sent)
    assert not queries.may_decide(world.person["performance-officer"], sent)
    assert queries.may_decide(world.person["director"], sent)


def test_sent_back_with_a_reason_it_is_written_again(world: World, writing: Writing) -> None:
    it = writing()
    with pytest.raises(NotPossible, match="reason is empty"):
        actions.send_back(world.person["director"], commentary=it, because=" ")
    actions.send_back(world.person["director"], commentary=it, because="Say which rounds.")
    with pytest.raises(NotPossible, match="write it again"):
        actions.approve(world.person["director"], commentary=it)
    again = writing(said(happened="Round 4 was missed."), opened=1)
    it.refresh_from_db()
    assert (it.state, it.because, again.state) == (State.SUPERSEDED, "Say which rounds.", State.WAITING)
    assert AuditEntry.objects.get(action="commentary.sent_back").after == {"because": "Say which rounds."}


def test_an_action_with_a_day_is_tracked_once(world: World, writing: Writing) -> None:
    director = world.person["director"]
    first = writing(said(by_when=date(2026, 12, 1)))
    assert not Commitment.objects.exists(), "only what is approved is promised"
    actions.approve(director, commentary=first)
    made = first.commitment
    assert made and (made.words, made.due, made.service.slug, made.person, made.measure) == (
        "Hire two drivers.",
        date(2026, 12, 1),
        "waste",
        world.person["service-manager"],
        BINS,
    )
    assert (made.source_kind, made.href) == ("commentary", f"/scorecard/commentary/{first.pk}/")
    again = writing(said(why="They retired.", by_when=made.due, commitment=made), opened=1)
    actions.approve(director, commentary=again)
    assert again.commitment == made and Commitment.objects.count() == 1
    other = writing(measure=CALLS, by="performance-officer")
    actions.approve(director, commentary=other)
    assert other.commitment is None, "no day, nothing to track"
    with pytest.raises(NotPossible, match="on this measure"):
        writing(said(commitment=made, why="x"), measure=CALLS, by="performance-officer", opened=1)


# --- reading ---


def test_the_commentary_of_a_quarter_is_the_newest_approved_on_it(world: World, writing: Writing) -> None:
    director = world.person["director"]
    for month, send in ((4, True), (5, True), (6, False)):
        it = writing(said(why=f"Month {month}."), start=date(2026, month, 1), send=send)
        if send:
            actions.approve(director, commentary=it)
    found = queries.of_quarter(world.root, world.council, Period(date(2026, 4, 1), "P3M"))
    assert found[BINS].why == "Month 5."
    assert not queries.of_quarter(world.root, world.council, Period(date(2026, 1, 1), "P3M"))
    with pytest.raises(PermissionDenied):
        queries.of_quarter(world.person["no-role"], world.council, Period(date(2026, 4, 1), "P3M"))


def test_a_year_speaks_until_the_next_has_ended(world: World, writing: Writing) -> None:
    year = date(2023, 4, 1)
    it = writing(measure="recycling-rate", start=year, by="contributor")
    actions.approve(world.person["director"], commentary=it)
    of = [
        bool(queries.of_quarter(world.root, world.council, Period(date(*at, 1), "P3M")))
        for at in ((2023, 10), (2024, 1), (2024, 10), (2025, 1))
    ]
    assert of == [False, True, True, False]


def owed(world: World) -> list[tuple[str, object, str]]:
    today = clock.today()
    found = due(world.council, today, kinds=["commentary"])
    return [(it.title, it.person, it.href) for it in found]


def test_what_is_off_target_is_owed_until_it_is_approved(world: World, writing: Writing) -> None:
    manager, write = world.person["service-manager"], f"/scorecard/{BINS}/commentary/{JUNE}/"
    assert owed(world) == [("Write commentary: Missed bins, Jun 2026", manager, write)]
    (found,) = queries.owed(world.person["auditor"], world.council, clock.today())
    assert (found.due, found.why) == (clock.today() + queries.WITHIN, "Off track.")
    it = writing()
    assert owed(world) == [
        ("Approve commentary: Missed bins, Jun 2026", None, f"/scorecard/commentary/{it.pk}/")
    ]
    assert not queries.owed(world.root, world.council, clock.today())
    actions.send_back(world.person["director"], commentary=it, because="Why?")
    assert owed(world)[0][1] == manager
    again = writing(said(why="They left."), opened=1, by="performance-officer")
    assert owed(world)[0][1] == manager, "who may approve it did not write it"
    actions.approve(world.person["director"], commentary=again)
    assert owed(world) == []


def test_what_is_owed_takes_as_many_queries_for_one_measure_as_for_all(
    world: World, django_assert_num_queries: Callable[..., object]
) -> None:
    def count() -> int:
        with django_assert_num_queries(9):
            return len(queries.owed(world.root, world.council, clock.today()))

    queries.owed(world.root, world.council, clock.today())  # what this person may do is asked once
    one = count()
    set_target(
        world.root,
        organisation=world.council,
        measure=catalogue()[CALLS],
        value=Decimal(99),
        from_date=date(2026, 1, 1),
    )
    assert (one, count()) == (1, 2)


def test_a_clinic_shows_what_was_approved_of_a_measure_and_so_does_its_pack(
    world: World, writing: Writing, people: dict[str, Client]
) -> None:
    it = clinics.plan(world.root, organisation=world.council, on=date(2026, 7, 8))
    page, officer = f"/clinics/{it.pk}/", people["performance-officer"]
    sent = writing()
    assert "Two drivers left." not in officer.get(page).content.decode()
    actions.approve(world.person["director"], commentary=sent)
    assert "Two drivers left." in officer.get(page).content.decode()
    document = Document(BytesIO(officer.get(f"{page}pack.docx").content))
    assert "Why: Two drivers left." in [one.text for one in document.paragraphs]


# --- pages ---


def test_it_is_written_sent_and_approved_on_its_pages(world: World, people: dict[str, Client]) -> None:
    manager, director = people["service-manager"], people["director"]
    listed = manager.get("/scorecard/commentary/").content.decode()
    assert "Yours to write" in listed
    write = f"/scorecard/{BINS}/commentary/{JUNE}/"
    page = manager.get(write).content.decode()
    assert "<svg" in page and "Jun 2026" in page and "64.0" in page
    given = {"happened": "Rounds were missed.", "why": "Two drivers left.", "opened": "0", "do": "send"}
    refused = manager.post(write, given)
    assert refused.status_code == 422
    assert (
        "Say what you will do" in refused.content.decode() and "Two drivers left." in refused.content.decode()
    )
    day = {"by_when_day": "1", "by_when_month": "12", "by_when_year": "2026"}
    at = manager.post(write, given | {"doing": "Hire two drivers."} | day)["Location"]
    assert "What do you decide?" not in manager.get(at).content.decode(), "not of what they wrote themselves"
    assert "What do you decide?" in director.get(at).content.decode()
    assert director.post(at, {"decision": "back", "because": ""}).status_code == 422
    director.post(at, {"decision": "approve"})
    assert Commentary.objects.get().state == State.APPROVED
    through = people["councillor"].get(f"/scorecard/{BINS}/commentary/").content.decode()
    assert "Hire two drivers." in through and "Write commentary" not in through
    assert manager.post(write, given | {"doing": "x", "opened": "0"}).status_code == 422


def test_the_page_of_another_is_not_there_and_of_no_figure_neither(people: dict[str, Client]) -> None:
    manager = people["service-manager"]
    assert manager.get(f"/scorecard/{CALLS}/commentary/{JUNE}/").status_code == 404
    assert manager.get(f"/scorecard/{BINS}/commentary/2030-01-01/").status_code == 404
    assert manager.post("/scorecard/no-such/commentary/2026-06-01/").status_code == 404
