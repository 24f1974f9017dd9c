"""Who a council is set beside: the ways to choose, what is kept and by whom, and the benchmark with each."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.insight.conftest import NEIGHBOURS, Write
from tests.people import World

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry
from moothall.engines.peers import Candidate, nearest
from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.insight import actions, queries

PUBLIC = AnonymousUser()


def test_published_lists_come_first_then_what_is_kept_then_region_and_tier(world: World, own: Area) -> None:
    Area.objects.filter(pk__in=["E07000234", "E07000901", "E07000903", "E06000904"]).update(
        region="Wychshire"
    )
    own.refresh_from_db()
    analyst = world.person["analyst"]
    made = actions.keep_group(
        analyst,
        organisation=world.council,
        area=own,
        title=" Rural  two ",
        members=["E07000902", "E07000901"],
    )
    keys = [it.key for it in queries.sets_for(analyst, own)]
    assert keys == ["global-neighbours", "economic-neighbours", f"group-{made.pk}", "region", "tier"]
    assert f"group-{made.pk}" not in [it.key for it in queries.sets_for(PUBLIC, own)]
    sets = queries.sets_for(analyst, own)
    chosen = {key: queries.choose(own, key, sets) for key in keys}
    codes = {key: it.codes for key, it in chosen.items() if it}
    assert codes["global-neighbours"] == NEIGHBOURS
    assert codes[f"group-{made.pk}"] == ("E07000902", "E07000901")
    assert codes["region"] == ("E07000903", "E07000901"), (
        "by name; the unitary in the region is of another type"
    )
    assert set(codes["tier"]) >= {"E07000901", "E07000902", "E07000903"} and "E06000904" not in codes["tier"]
    assert "E07000811" not in codes["tier"], "a council that ended is no comparator of today"
    assert all(it and it.dated for it in chosen.values())


@pytest.mark.usefixtures("group")
def test_a_benchmark_beside_a_group_of_ones_own(world: World, own: Area, rate: Measure) -> None:
    analyst = world.person["analyst"]
    members = ["E07000901", "E07000902", "E07000903"]
    made = actions.keep_group(analyst, organisation=world.council, area=own, title="Rural", members=members)
    found = queries.benchmark(analyst, rate, own, peer_list=f"group-{made.pk}", period="2022-23")
    assert [it.area.code for it in found.peers] == members
    assert found.neighbours.name == "3 councils of ‘Rural’"
    said = queries.as_json(found)["list"]
    assert (said["id"], said["way"], said["file"]) == (f"group-{made.pk}", "by hand", None)
    assert said["date"] == made.chosen_on.isoformat()
    with pytest.raises(NotPossible, match="sign in"):
        queries.benchmark(PUBLIC, rate, own, peer_list=f"group-{made.pk}")
    by_code = queries.benchmark(
        PUBLIC, rate, own, peer_list="codes:e07000901, E07000902,E07000234", period="2022-23"
    )
    assert [it.area.code for it in by_code.peers] == members[:2]
    with pytest.raises(NotPossible, match="No council"):
        queries.benchmark(PUBLIC, rate, own, peer_list="codes:")
    everybody = queries.benchmark(PUBLIC, rate, own, peer_list="tier", period="2022-23")
    assert everybody.neighbours.name.endswith("other district councils in England")


def test_what_a_choice_was_made_of_is_kept(world: World, own: Area) -> None:
    from decimal import Decimal

    rows = {"E07000234": None, "E07000901": 10, "E07000902": 30}
    kinds = [
        Candidate(it, type="d", characteristics={"pay": None if v is None else Decimal(v)})
        for it, v in rows.items()
    ]
    choice = nearest(own.code, kinds)
    made = actions.keep_group(
        world.person["analyst"], organisation=world.council, area=own, title="By pay",
        members=choice.codes, choice=choice, periods={"pay": "2024"},
    )  # fmt: skip
    made.refresh_from_db()
    assert made.way == "characteristics"
    assert made.working["characteristics"] == [
        {"measure": "pay", "period": "2024", "weight": "1", "missing": 1}
    ]
    assert made.working["imputed"] == {"E07000234": ["pay"]}


def test_a_group_is_kept_by_those_who_may_and_ended_not_deleted(world: World, own: Area) -> None:
    analyst = world.person["analyst"]
    keep = {"organisation": world.council, "area": own, "members": ["E07000901"]}
    with pytest.raises(PermissionDenied):
        actions.keep_group(world.person["auditor"], title="No", **keep)  # type: ignore[arg-type]
    made = actions.keep_group(analyst, title="Mine", **keep)  # type: ignore[arg-type]
    for title, members, said in (
        ("mine", ["E07000901"], "already"),
        ("", ["E07000901"], "name"),
        ("x" * 81, ["E07000901"], "Shorten"),
        ("None", ["E07000234"], "at least one"),
        ("Strange", ["E07000901", "E07999999"], "E07999999"),
        ("Many", [f"E07{n:06}" for n in range(61)], "60"),
    ):
        with pytest.raises(NotPossible, match=said):
            actions.keep_group(analyst, organisation=world.council, area=own, title=title, members=members)
    actions.end_group(analyst, group=made)
    assert queries.groups(analyst) == [] and queries.group(analyst, made.pk) == made
    assert queries.group(world.person["other"], made.pk) is None
    done = list(AuditEntry.objects.about("insight.peergroup", made.pk).values_list("action", flat=True))
    assert done == ["peer_group.ended", "peer_group.kept"]


def test_a_view_is_its_owners_to_end(world: World, put: Write) -> None:
    analyst, councillor = world.person["analyst"], world.person["councillor"]
    made = actions.save_view(
        analyst, organisation=world.council, title="Recycling", state="measure=recycling-rate", shared=True
    )
    with pytest.raises(NotPossible, match="already"):
        actions.save_view(analyst, organisation=world.council, title="recycling", state="", shared=False)
    with pytest.raises(NotPossible, match="too long"):
        actions.save_view(analyst, organisation=world.council, title="Long", state="x" * 1501, shared=False)
    with pytest.raises(NotPossible, match="Only whoever saved"):
        actions.end_view(councillor, view=made)
    actions.end_view(analyst, view=made)
    made.refresh_from_db()
    assert made.ended_at
