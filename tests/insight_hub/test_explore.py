"""The explorer's questions: one measure of one council, and two of everybody, worked out by hand."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.insight_hub.conftest import OWN
from tests.people import World

from moothall.core.errors import NotPossible
from moothall.engines.peers import Candidate
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Area
from moothall.insight import actions, exploring, queries

PUBLIC = AnonymousUser()


def test_one_measure_beside_neighbours_and_tier(land: Area, rate: Measure) -> None:
    found = queries.explore(PUBLIC, rate, land)
    assert found.period is not None and found.period.label == "2022-23"
    assert (found.value, found.group) == (Decimal("39.10"), "9 nearest neighbours")
    assert found.among_peers.median == Decimal("42.05"), "of 30, 39.1, 45 and 50: without the council itself"
    # the districts with a figure: Rossendale 31.2, 50, 45, 39.1, 20, 21 and the council
    assert found.among_tier.of == 7 and found.among_tier.median == Decimal("35.15")
    assert [it.period.label for it in found.trend] == ["2021-22", "2022-23"]
    assert found.trend[0].spread is None and found.problem == ""


def test_what_is_missing_is_said_with_its_cause(land: Area, rate: Measure) -> None:
    found = queries.explore(PUBLIC, rate, land)
    causes = {code: it.cause for code, it in found.absences.items()}
    assert causes == {
        "W06000907": "another nation", "E07000905": "suppressed", "E07000906": "no return",
        "E08000908": "recoded", "E06000909": "reorganised",
    }  # fmt: skip
    assert found.names["E07000906"] == "Latley"


def test_a_link_that_has_aged_still_leads_somewhere(land: Area, rate: Measure) -> None:
    found = queries.explore(PUBLIC, rate, land, peers="group-99", period="2011-12")
    assert found.peers is not None and found.peers.key == "global-neighbours"
    assert "ended" in found.problem and found.period is not None
    assert "2011-12" in queries.explore(PUBLIC, rate, land, period="2011-12").problem
    assert "not a period" in queries.explore(PUBLIC, rate, land, period="soon").problem


def test_nothing_to_explore_is_no_fault(land: Area) -> None:
    found = queries.explore(PUBLIC, catalogue()["sickness-absence"], land)
    assert found.period is None and found.trend == () and found.absences == {}


@pytest.mark.parametrize("peers", ["codes:E07000901", "tier"])
def test_the_same_queries_however_many_comparators(land: Area, rate: Measure, peers: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        queries.explore(PUBLIC, rate, land, peers=peers)
    assert len(captured) == {"codes:E07000901": 9, "tier": 10}[peers], [it["sql"] for it in captured]


def test_many_comparators_are_read_lightly_and_say_the_same(
    land: Area, rate: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    for peers in ("global-neighbours", "tier"):
        said = []
        for many in (60, 0):
            monkeypatch.setattr(exploring, "MANY", many)
            found = queries.explore(PUBLIC, rate, land, peers=peers)
            said.append((found.trend, found.period, found.periods, found.among_peers, found.absences))
        for one, other in zip(*said, strict=True):
            assert one == other


def test_two_measures_each_in_its_latest_period_up_to_the_one_shown(land: Area, rate: Measure) -> None:
    shown = queries.explore(PUBLIC, rate, land).period
    found = queries.pairs(PUBLIC, catalogue()["residual-household-waste"], rate, land, shown)
    assert found.across_period is not None and found.across_period.label == "2021-22"
    assert found.up_period is not None and found.up_period.label == "2022-23"
    assert {it.code: (it.x, it.y) for it in found.points} == {
        OWN: (400, Decimal("39.10")), "E07000901": (300, 50), "E07000902": (500, 45),
        "E07000903": (450, Decimal("39.10")),
    }  # fmt: skip
    # Hushley's rate is suppressed; Rossendale, Eastpart and Westpart have a rate and no residual waste
    assert found.without == 4
    earlier = queries.explore(PUBLIC, rate, land, period="2021-22").period
    before = queries.pairs(PUBLIC, catalogue()["residual-household-waste"], rate, land, earlier)
    assert before.up_period is not None and before.up_period.label == "2021-22"


def test_whose_figures_there_are(land: Area, world: World) -> None:
    assert queries.held(PUBLIC, land) == {"recycling-rate": True, "residual-household-waste": True}
    assert queries.held(world.person["other"], land)["recycling-rate"] is True


def test_candidates_are_the_councils_of_the_type_with_a_gap_where_there_is_none(
    land: Area, rate: Measure
) -> None:
    measures = [rate, catalogue()["residual-household-waste"]]
    found = queries.candidates(PUBLIC, land, measures)
    assert {name: it.label for name, it in found.periods.items()} == {
        "recycling-rate": "2022-23", "residual-household-waste": "2021-22",
    }  # fmt: skip
    by_code = {it.code: it.characteristics for it in found.councils}
    assert "E07000811" not in by_code, "it ended"
    assert "E06000904" not in by_code, "of another type"
    assert by_code["E07000905"] == {"recycling-rate": None, "residual-household-waste": Decimal(350)}
    choice = queries.nearest_to(found, k=2)
    assert choice.codes == ("E07000906", "E07000903")
    assert choice.members[0].imputed == ("recycling-rate", "residual-household-waste"), (
        "medians, and that is said"
    )
    assert {it.name: it.missing for it in choice.characteristics}["recycling-rate"] == (
        "E07000905", "E07000906",
    )  # fmt: skip
    wide = queries.candidates(PUBLIC, land, measures, any_type=True)
    assert "E06000904" in {it.code for it in wide.councils}
    with pytest.raises(NotPossible, match="12 characteristics"):
        queries.candidates(PUBLIC, land, [rate] * 13)


def test_candidates_take_the_same_queries_however_many_measures(land: Area, rate: Measure) -> None:
    counts = []
    for measures in ([rate], [rate, catalogue()["residual-household-waste"]]):
        with CaptureQueriesContext(connection) as captured:
            queries.candidates(PUBLIC, land, measures)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


def test_nothing_to_be_near_by_is_one_sentence(land: Area) -> None:
    found = queries.Candidates(land, (), {}, (Candidate(OWN, "Bromsgrove"),))
    with pytest.raises(NotPossible, match="nothing to compare by"):
        queries.nearest_to(found, k=3)


def test_councils_named_one_a_line(land: Area) -> None:
    assert queries.picked(land, "oakley\n\n e07000902 \n") == ["E07000901", "E07000902"]
    with pytest.raises(NotPossible, match="‘Atlantis’ is not understood: no council here has it"):
        queries.picked(land, "Oakley\nAtlantis")


def test_views_are_ones_own_and_those_shared(land: Area, world: World) -> None:
    analyst, director, here = world.person["analyst"], world.person["director"], world.council
    for who, title, shared in (
        (analyst, "Mine", False),
        (director, "Theirs", True),
        (director, "Private", False),
    ):
        actions.save_view(who, organisation=here, title=title, state="show=map", shared=shared)
    found = queries.views(analyst, here)
    assert [(it.title, queries.may_end(analyst, it)) for it in found] == [("Mine", True), ("Theirs", False)]
    assert queries.view(analyst, found[1].pk) == found[1]
    assert queries.views(world.person["other"], here) == []
    assert queries.view(world.person["other"], found[1].pk) is None, "a council of which they read nothing"
    actions.end_view(analyst, view=found[0])
    assert [it.title for it in queries.views(analyst, here)] == ["Theirs"]
