"""Returns: what comes up, what is late, who records what, and what stays on record."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World
from tests.plan_returns.conftest import QUARTERLY, TODAY

from moothall.core.errors import NotPossible
from moothall.core.files import kept
from moothall.core.models import AuditEntry, Service
from moothall.plan.returns import actions, queries
from moothall.plan.returns.coming import Item, State
from moothall.plan.returns.models import DueChange, Occurrence, StatutoryReturn, Submission

Q3, Q4, Q1, Q2 = date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)


def submit(world: World, made: StatutoryReturn, start: date, on: date, **more: object) -> Submission:
    given = {"submitted_by": "An officer", "reference": "R1", **more}
    return actions.submit(
        world.person["service-manager"], statutory_return=made, start=start, submitted_on=on, **given
    )  # type: ignore[arg-type]


def by_start(world: World, made: StatutoryReturn, on: date = TODAY) -> dict[date, Item]:
    standing = queries.one(world.person["auditor"], made.pk, on)
    assert standing
    return {it.period.start: it for it in standing.items}


def test_what_came_up_is_stored_and_what_is_to_come_is_worked_out(
    world: World, made: StatutoryReturn
) -> None:
    assert [it.start for it in Occurrence.objects.all()] == [Q3, Q4, Q1]
    found = by_start(world, made)
    assert {start: (it.due, it.state) for start, it in found.items()} == {
        Q3: (date(2026, 3, 31), State.LATE),
        Q4: (date(2026, 6, 30), State.LATE),
        Q1: (date(2026, 9, 30), State.LATE),
        Q2: (date(2026, 12, 31), State.COMING),
        date(2026, 10, 1): (date(2027, 3, 31), State.COMING),
        date(2027, 1, 1): (date(2027, 6, 30), State.COMING),
        date(2027, 4, 1): (date(2027, 9, 30), State.COMING),
    }
    assert by_start(world, made, date(2026, 12, 3))[Q2].state == State.SOON
    assert by_start(world, made, date(2026, 12, 31))[Q2].state == State.SOON
    assert by_start(world, made, date(2027, 1, 1))[Q2].state == State.LATE


def test_lateness_counts_what_fell_due_in_twelve_months(world: World, made: StatutoryReturn) -> None:
    submit(world, made, Q3, date(2026, 3, 31))
    submit(world, made, Q4, date(2026, 7, 1))
    found = by_start(world, made)
    assert (found[Q3].state, found[Q3].days) == (State.IN_TIME, 0)
    assert (found[Q4].state, found[Q4].days) == (State.WENT_LATE, -1)
    standing = queries.one(world.person["auditor"], made.pk, TODAY)
    assert standing
    assert (standing.punctuality.in_time, standing.punctuality.fell_due) == (1, 3)
    assert standing.punctuality.share == "1 of 3 (33%)"
    assert (standing.punctuality.since, standing.punctuality.until) == (date(2025, 11, 3), TODAY)
    later = queries.one(world.person["auditor"], made.pk, date(2027, 4, 1))
    assert later and (later.punctuality.in_time, later.punctuality.fell_due) == (
        0,
        4,
    )  # Q3 fell due a year before


def test_what_has_no_day_counts_neither_way(world: World, waste: Service) -> None:
    told = {**QUARTERLY, "rule": {"kind": "announced"}, "first_day": Q1}
    it = actions.add_return(world.person["administrator"], organisation=world.council, service=waste, **told)
    standing = queries.one(world.person["auditor"], it.pk, TODAY)
    assert standing and standing.punctuality.share == "nothing fell due"
    assert standing.items[0].state == State.UNSET
    submit(world, it, Q1, date(2026, 8, 1))
    assert by_start(world, it)[Q1].state == State.SUBMITTED
    actions.set_due(
        world.person["performance-officer"],
        statutory_return=it,
        start=Q1,
        due=date(2026, 7, 31),
        reason="The letter",
    )
    assert by_start(world, it)[Q1].state == State.WENT_LATE


def test_a_correction_takes_the_place_of_a_record_and_keeps_it(world: World, made: StatutoryReturn) -> None:
    submit(world, made, Q3, date(2026, 4, 9))
    with pytest.raises(NotPossible, match="say why yours takes its place"):
        submit(world, made, Q3, date(2026, 3, 9))
    submit(world, made, Q3, date(2026, 3, 9), why="The receipt says 9 March.")
    item = by_start(world, made)[Q3]
    assert item.state == State.IN_TIME
    assert [(it.number, it.submitted_on) for it in queries.history(item)] == [
        (2, date(2026, 3, 9)), (1, date(2026, 4, 9)),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="returns.submitted").count() == 2


def test_only_those_whose_service_it_is_record_it(world: World, made: StatutoryReturn) -> None:
    homes = Service.objects.get(organisation=world.council, slug="homes")
    others = actions.add_return(
        world.person["administrator"],
        organisation=world.council,
        service=homes,
        **{**QUARTERLY, "title": "Homes"},
    )
    assert by_start(world, others)[Q3].statutory_return.slug == "homes"
    with pytest.raises(PermissionDenied):
        submit(world, others, Q3, date(2026, 3, 1))
    for role in ("auditor", "director", "councillor", "contributor"):
        with pytest.raises(PermissionDenied):
            actions.submit(
                world.person[role],
                statutory_return=made,
                start=Q3,
                submitted_on=Q4,
                submitted_by="x",
                reference="y",
            )
    for role in ("service-manager", "auditor", "director"):
        with pytest.raises(PermissionDenied):
            actions.end_return(world.person[role], statutory_return=made, on=TODAY)
    assert queries.one(world.person["other"], made.pk, TODAY) is None
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"on": date(2026, 11, 3)}, "still to come"),
        ({"reference": ""}, "Say what shows that it went"),
        ({"submitted_by": " "}, "is empty"),
        ({"start": date(2027, 1, 1)}, "has not begun"),
        ({"start": date(2025, 11, 1)}, "has no period that begins"),
        ({"start": date(2025, 7, 1)}, "has no period that begins"),
    ],
)
def test_what_cannot_be_recorded_says_why(
    world: World, made: StatutoryReturn, given: dict[str, object], said: str
) -> None:
    told = {"start": Q3, "on": date(2026, 3, 1), **given}
    with pytest.raises(NotPossible, match=said):
        submit(world, made, told.pop("start"), told.pop("on"), **told)  # type: ignore[arg-type]
    assert not Submission.objects.exists()


def test_a_changed_rule_leaves_what_went_and_dates_what_waits(world: World, made: StatutoryReturn) -> None:
    officer = world.person["performance-officer"]
    submit(world, made, Q3, date(2026, 3, 31))
    actions.set_due(
        officer, statutory_return=made, start=Q4, due=date(2026, 8, 1), reason="Put off by the body."
    )
    same = {name: QUARTERLY[name] for name in ("title", "body")}
    rule = {"kind": "after", "number": 1, "unit": "months"}
    made.refresh_from_db()
    actions.change_return(officer, statutory_return=made, service=made.service, rule=rule, **same)
    found = by_start(world, made)
    assert found[Q3].due == date(2026, 3, 31) and found[Q3].state == State.IN_TIME
    assert found[Q4].due == date(2026, 8, 1)
    assert (
        found[Q1].due == date(2026, 7, 31)
        and found[Q1].change
        and found[Q1].change.reason == actions.RULE_CHANGED
    )
    assert found[Q2].due == date(2026, 10, 31) and found[Q2].state == State.LATE
    assert DueChange.objects.count() == 2


def test_an_ended_return_has_no_later_period(world: World, made: StatutoryReturn) -> None:
    actions.end_return(world.person["performance-officer"], statutory_return=made, on=date(2026, 5, 3))
    assert list(by_start(world, made)) == [Q3, Q4, Q1]
    assert queries.taken(world.council) == {}


def test_unknown_services_people_and_days_are_refused(world: World, waste: Service) -> None:
    root = world.person["administrator"]
    theirs = Service.objects.get(organisation=world.other, slug="waste")
    for change, said in (
        ({"service": theirs}, "is not a service of"),
        ({"owner": world.person["other"]}, "holds no role"),
        ({"rule": {"kind": "sometime"}}, "A due rule is one of"),
        ({"first_day": date(2010, 1, 1)}, "in the last five years"),
        ({"lead_days": [900]}, "lead times"),
        ({"verified": True}, "Say where the due rule was found"),
        ({"frequency": "weekly"}, "annual, quarterly or monthly"),
    ):
        told = {**QUARTERLY, "service": waste, **change}
        with pytest.raises(NotPossible, match=said):
            actions.add_return(root, organisation=world.council, **told)  # type: ignore[arg-type]
    assert not StatutoryReturn.objects.exists()


def test_a_file_is_judged_by_its_content_and_kept(
    world: World, made: StatutoryReturn, tmp_path: Path
) -> None:
    receipt = tmp_path / "x"
    receipt.write_bytes(b"%PDF-1.7 a receipt")
    it = submit(world, made, Q3, date(2026, 3, 1), reference="", file=receipt, file_name='a/"receipt".exe')
    assert (it.file_kind, it.file_name) == ("application/pdf", "receipt.exe")
    assert kept(it.file_sha256).read_bytes() == receipt.read_bytes()
    found = queries.evidence(world.person["auditor"], it.pk)
    assert found and found[1] == kept(it.file_sha256)
    assert queries.evidence(world.person["other"], it.pk) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"MZ\x90\x00", "is not a file that is kept"),
        (b"<!DOCTYPE html><script>x</script>", "is not a file that is kept"),
        (b"<svg xmlns='x'/>", "is not a file that is kept"),
        (b"PK\x03\x04 broken", "is not a file that is kept"),
        (b"a\x00b", "is not a file that is kept"),
        (b"x" * (10 * 2**20 + 1), "over 10 MB"),
    ],
    ids=["empty", "program", "page", "drawing", "broken package", "control", "large"],
)
def test_other_files_get_one_sentence(
    world: World, made: StatutoryReturn, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    with pytest.raises(NotPossible, match=said):
        submit(world, made, Q3, date(2026, 3, 1), file=file, file_name="receipt.pdf")
    assert not Submission.objects.exists()


def test_a_workbook_is_kept_unless_it_has_macros(world: World, made: StatutoryReturn, tmp_path: Path) -> None:
    for members, fine in ((["xl/workbook.xml"], True), (["xl/workbook.xml", "xl/vbaProject.bin"], False)):
        file = tmp_path / "book.xlsx"
        with zipfile.ZipFile(file, "w") as package:
            for name in members:
                package.writestr(name, "<x/>")
        if fine:
            assert "spreadsheetml" in submit(world, made, Q3, Q4, file=file, file_name="b.xlsx").file_kind
        else:
            with pytest.raises(NotPossible, match="has macros"):
                submit(world, made, Q4, Q1, file=file, file_name="b.xlsx")


def test_a_feed_answers_its_secret_alone_until_it_ends(world: World, made: StatutoryReturn) -> None:
    manager = world.person["service-manager"]
    homes = Service.objects.get(organisation=world.council, slug="homes")
    feed, secret = actions.make_feed(manager, organisation=world.council)
    narrow, narrow_secret = actions.make_feed(manager, organisation=world.council, service=homes)
    assert secret not in repr(list(type(feed).objects.values())) + repr(list(AuditEntry.objects.values()))
    found = queries.fed(secret, TODAY)
    assert found and len(found[1]) == 7
    nothing = queries.fed(narrow_secret, TODAY)
    assert nothing and nothing[1] == []
    assert queries.fed("x" * 43, TODAY) is None
    with pytest.raises(NotPossible, match="belongs to somebody else"):
        actions.end_feed(world.person["auditor"], feed=feed)
    actions.end_feed(manager, feed=feed)
    assert queries.fed(secret, TODAY) is None
    membership = manager.memberships.get()
    membership.ended_at = feed.ended_at
    membership.save()
    assert queries.fed(narrow_secret, TODAY) is None, "who holds no role any more has no feed"
    assert narrow.ended_at is None
