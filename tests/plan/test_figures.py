"""Figures in a plan's text: put in words or said to be at fault; and who may follow one to its lineage."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.plan.conftest import FIGURES

from moothall.core.models import Organisation, Person
from moothall.figures import queries as figures
from moothall.figures.actions import load
from moothall.figures.models import Observation
from moothall.plan import actions
from moothall.plan.figures import Fault, Shown, resolved
from moothall.plan.models import Edition, Plan
from moothall.plan.queries import search

Give = Callable[[str], None]


@pytest.fixture
def ask(council: Organisation, officer: Person, give: Give) -> Callable[[str], Shown | Fault]:
    give(FIGURES)
    return lambda raw: resolved(officer, council, [raw])[raw]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ('figure("recycling-rate", period="2022-23")', "42.3% (2022-23)"),
        ('figure("Household waste recycling rate", period="FY2022")', "42.3% (2022-23)"),
        ('figure("recycling-rate", period="2022-23", show="number")', "42.3%"),
        ('figure("recycling-rate", period="2022/23", area="x07000002")', "38.3% (Brindle Moor, 2022-23)"),
        (
            'figure("residual-household-waste", period="2021-22")',
            "no figure: suppressed as confidential (2021-22)",
        ),
    ],
)
def test_a_figure_is_said_with_unit_and_period(
    ask: Callable[[str], Shown | Fault], raw: str, words: str
) -> None:
    found = ask(raw)
    assert isinstance(found, Shown), found
    assert found.text == words
    assert found.href == f"/figures/{found.observation.series_id}/{found.observation.start}/"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ('figure("recycling-rates", period="2022-23")', "did you mean 'recycling-rate'?"),
        ('figure("zzz", period="2022-23")', "No measure is called 'zzz'"),
        ('figure("recycling-rate", period="last year")', "is not a period: write one such as"),
        (
            'figure("recycling-rate", period="2019-20")',
            "in 2019-20 for X07000001: load it, or choose from 2021-22 to",
        ),
        ('figure("gigabit-broadband", period="2019-20")', "load it first"),
        ('figure("recycling-rate", period="2022-23", area="Ashfield")', "'Ashfield' is not an area's code"),
        (
            'figure("recycling-rate", period="2022-23", source="published")',
            "There is no published figure for",
        ),
        ("__import__('os')", "Only figures can be referred to"),
    ],
)
def test_a_fault_says_what_to_write(ask: Callable[[str], Shown | Fault], raw: str, words: str) -> None:
    found = ask(raw)
    assert isinstance(found, Fault) and words in found.sentence


def test_where_two_figures_stand_the_writer_chooses(
    ask: Callable[[str], Shown | Fault], officer: Person, council: Organisation, tmp_path: Path
) -> None:
    path = tmp_path / "waste.csv"
    path.write_text(
        "area_code,area_name,financial_year,metric,value\n"
        "X07000001,Ashcombe Vale,2022-23,Household waste recycling rate,41.9\n"
    )
    (outcome,) = load(officer, organisation=council, path=path)
    assert outcome.load.kept == 1
    raw = 'figure("recycling-rate", period="2022-23"{})'
    both, own, published = (ask(raw.format(more)) for more in ("", ', source="own"', ', source="published"'))
    assert isinstance(both, Fault) and 'add source="own" or source="published"' in both.sentence
    assert isinstance(own, Shown) and own.text == "42.3% (2022-23)"
    assert isinstance(published, Shown) and published.text == "41.9% (2022-23)"


def test_where_two_equal_figures_stand_there_is_nothing_to_choose(
    ask: Callable[[str], Shown | Fault], officer: Person, council: Organisation, tmp_path: Path
) -> None:
    path = tmp_path / "waste.csv"
    path.write_text(
        "area_code,area_name,financial_year,metric,value\n"
        "X07000001,Ashcombe Vale,2022-23,Household waste recycling rate,42.3\n"
    )
    load(officer, organisation=council, path=path)
    found = ask('figure("recycling-rate", period="2022-23")')
    assert isinstance(found, Shown) and found.observation.series.organisation == council


def test_another_councils_own_figures_are_not_this_plans(
    give: Give, officer: Person, council: Organisation
) -> None:
    give(FIGURES)
    other = Organisation.objects.create(slug="brindle", name="Brindle Moor", area_code="X07000002")
    raw = 'figure("recycling-rate", period="2022-23", area="X07000001")'
    assert isinstance(resolved(officer, other, [raw])[raw], Fault)
    assert isinstance(resolved(officer, council, [raw])[raw], Shown)


def test_search_finds_measures_by_words_with_the_newest_figures(
    ask: Callable[[str], Shown | Fault], officer: Person, council: Organisation
) -> None:
    first = search(officer, council, "Recycling  RATE")[0]
    assert first.measure.id == "recycling-rate"
    assert first.figures == [
        ("42.3% (2022-23)", '{{ figure("recycling-rate", period="2022-23") }}'),
        ("41.0% (2021-22)", '{{ figure("recycling-rate", period="2021-22") }}'),
    ]
    assert search(officer, council, " ") == [] and search(officer, council, "no such thing") == []


def test_publishing_a_plan_opens_its_figures_to_everyone_and_no_others(
    plan: Plan, endorse: Callable[[Plan], Edition], officer: Person
) -> None:
    nobody: Person = AnonymousUser()  # type: ignore[assignment]
    shown = Observation.objects.get(
        series__measure="recycling-rate", series__area="X07000001", start="2022-04-01"
    )
    unshown = Observation.objects.get(series=shown.series, start="2021-04-01")

    def seen(it: Observation) -> Observation | None:
        return figures.observation(nobody, it.series_id, it.start)

    edition = endorse(plan)
    assert seen(shown) is None  # endorsed is not yet public
    actions.publish(officer, edition=edition)
    assert seen(shown) == shown
    assert seen(unshown) is None
