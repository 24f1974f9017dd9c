"""Every registered thing has what it needs: a golden sample for each source, plain words for each measure."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from moothall.core.models import Organisation, Person
from moothall.core.queries import command_line
from moothall.figures.actions import load
from moothall.figures.intake import recognised
from moothall.figures.measures import Measure, catalogue, fold
from moothall.figures.models import Observation, Peer, Succession
from moothall.figures.sources import sources

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def root(council: Organisation) -> Person:
    """Somebody who may load anything, published statistics too."""
    return command_line("a test")


def test_each_source_has_a_sample_and_each_sample_a_source() -> None:
    assert {path.stem for path in SAMPLES.glob("*.csv")} == set(sources())


@pytest.mark.parametrize("source", sorted(sources()))
def test_a_source_recognises_its_own_sample_among_all(source: str) -> None:
    path = SAMPLES / f"{source}.csv"
    with recognised(path, path.name) as tables:
        assert [table.layout.source.id for table in tables] == [source]


@pytest.mark.parametrize("source", sorted(sources()))
def test_every_row_of_a_sample_is_kept_and_a_second_load_changes_nothing(
    source: str, root: Person, council: Organisation
) -> None:
    path = SAMPLES / f"{source}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        given = sum(1 for _ in csv.reader(file)) - 1
    (first,) = load(root, organisation=council, path=path)
    assert (first.load.rows, first.load.kept, list(first.rejected_rows())) == (given, given, [])
    (again,) = load(root, organisation=council, path=path)
    assert (again.load.kept, again.load.unchanged, again.load.superseded) == (given, given, 0)


def test_what_the_samples_say_is_what_is_stored(root: Person, council: Organisation) -> None:
    for source in sources():
        load(root, organisation=council, path=SAMPLES / f"{source}.csv")
    by_source = Counter(Observation.objects.values_list("load__source", flat=True))
    files = {"kpi-return": 5, "oflog-waste": 4, "oflog-adult-social-care": 3, "ons-indicator": 3}
    feeds = ("dfe-statistics", "lg-inform", "mhclg-revenue", "nomis", "ons-api", "open-data")
    assert by_source == files | dict.fromkeys(feeds, 2)
    own = Observation.objects.get(load__source="kpi-return", start="2022-04-01")
    assert [str(it) for it in (own.value, own.numerator, own.denominator)] == ["41.25", "4125", "10000"]
    assert own.note == "Checked by the service"
    ward = Observation.objects.get(series__breakdown="ward=Upper Ash")
    assert (str(ward.value), ward.period.iso) == ("70.2", "2024-04")
    blank = Observation.objects.get(load__source="oflog-adult-social-care", value_mantissa=None)
    assert (blank.missing, blank.value) == ("suppressed", None)
    merged = Succession.objects.filter(successor="X07000010").values_list("predecessor", flat=True)
    assert list(merged) == ["X07000021"]
    assert Peer.objects.filter(area_code="X07000001").count() == 20 + 15


@pytest.mark.parametrize("measure", catalogue().values(), ids=lambda it: it.id)
def test_a_measure_speaks_plainly(measure: Measure) -> None:
    assert measure.definition.endswith("."), "a definition is a sentence, or several"
    assert measure.title[0].isupper() or measure.title[0].isdigit()
    assert not measure.title.endswith(".")
    assert measure.unit and measure.owner and measure.source and measure.licence
    assert 0 <= measure.decimals <= 6


def test_no_two_measures_share_a_title() -> None:
    titles = Counter(fold(it.title) for it in catalogue().values())
    assert [title for title, count in titles.items() if count > 1] == []
