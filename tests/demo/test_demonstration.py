"""The demonstration council: whole, the same for the same seed, and with the oddities that were planted."""

import stat
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path
from statistics import mean
from time import perf_counter

import pytest
from django.apps import apps
from tests.demonstration import Demonstration, demonstration

from moothall.core.models import AuditEntry, Role
from moothall.core.queries import services
from moothall.direction.queries import owners, priorities
from moothall.figures import queries as figures
from moothall.figures.measures import catalogue
from moothall.figures.models import Load, Observation, Series
from moothall.performance.queries import scorecard
from moothall.performance.status import Status
from moothall.plan import queries as plans
from moothall.plan.themes import THEMES
from moothall_demo import council, files
from moothall_demo.build import load_demonstration
from moothall_demo.series import FIRST, LAST

__all__ = ["demonstration"]
Values = Callable[[str], dict[str, Observation]]


@pytest.fixture
def values(demonstration: Demonstration) -> Values:
    """The figures of one of the council's measures as they stand, by the label of their period."""
    reader = demonstration.person("auditor")

    def of(measure: str) -> dict[str, Observation]:
        found = figures.observations(reader, catalogue()[measure], areas=[council.CODE])
        return {it.period.label: it for it in found}

    return of


# --- the same seed, the same data ---


def test_the_same_seed_writes_the_same_bytes_and_another_other_ones(tmp_path: Path) -> None:
    written = {}
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        (tmp_path / name).mkdir()
        paths = [*files.write_all(tmp_path / name, seed), files.correction(tmp_path / name)]
        written[name] = {path.name: path.read_bytes() for path in paths}
    assert written["one"] == written["again"]
    same = {name for name in written["one"] if written["one"][name] == written["other"][name]}
    assert same == {"fictional-councils.csv", "waste-correction-2026-05.csv"}


def test_a_second_run_changes_nothing_and_is_quick(demonstration: Demonstration) -> None:
    before = {model: model.objects.count() for model in apps.get_models()}
    said: list[str] = []
    started = perf_counter()
    sign_ins = load_demonstration(seed=8, say=said.append)
    assert perf_counter() - started < 1
    assert sign_ins == demonstration.sign_ins
    assert said == []
    assert {model: model.objects.count() for model in apps.get_models()} == before


def test_a_run_that_was_stopped_is_finished_by_the_next(demonstration: Demonstration) -> None:
    """The mark of completion is taken away: every step looks for itself, and finds its work done."""
    count = Observation.objects.count(), Load.objects.count(), AuditEntry.objects.count()
    AuditEntry.objects.filter(action="demonstration.built").delete()
    load_demonstration(seed=7, say=lambda words: None)
    assert (Observation.objects.count(), Load.objects.count(), AuditEntry.objects.count()) == count


# --- what there is ---


def test_the_council_is_fictional_and_says_so(demonstration: Demonstration) -> None:
    assert demonstration.organisation.fictional
    assert figures.area(council.CODE).nation == "Fictional"
    assert all(it.code.startswith("X") for it in council.COUNCILS)
    assert any("fictional" in words for words in demonstration.said)


def test_ten_services_some_sixty_measures_and_five_years(demonstration: Demonstration) -> None:
    assert services(demonstration.organisation).count() == 10  # one more has ended
    own = Series.objects.filter(organisation=demonstration.organisation)
    at_home = Series.objects.filter(area=council.CODE).values_list("measure", flat=True)
    assert len(set(at_home)) >= 60
    assert {catalogue()[it.measure].owner for it in own} == set(council.SERVICES)
    assert {it.length for it in own} == {"P1M", "P3M", "P1Y"}
    returned = Observation.objects.exclude(load__file_name__startswith="Signed off").exclude(
        load__file_name__startswith="Purchasing"
    )  # what was collected, and worked out, since
    starts = returned.filter(series__in=own.filter(length="P1M")).values_list("start", flat=True)
    assert (min(starts), max(starts)) == (FIRST, LAST.replace(day=1))
    span = LAST - FIRST
    assert span >= timedelta(days=5 * 365)


def test_a_sign_in_for_each_shipped_role(demonstration: Demonstration) -> None:
    names = Role.objects.filter(shipped=True).values_list("name", flat=True)
    assert [role for role, _, _ in demonstration.sign_ins] == list(names)
    for someone, (_, username, password) in zip(council.SIGN_IN, demonstration.sign_ins, strict=True):
        person = demonstration.person(someone.role)
        assert person.username == username
        assert person.check_password(password)
        held = person.memberships.get(ended_at__isnull=True)
        assert (held.role.slug, held.own) == (someone.role, list(someone.own))


def test_passwords_are_kept_for_the_owner_alone(demonstration: Demonstration) -> None:
    kept = demonstration.home / "demo-sign-ins.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len({password for _, _, password in demonstration.sign_ins}) == len(council.SIGN_IN)


def test_where_the_passwords_were_lost_everybody_gets_a_new_one(demonstration: Demonstration) -> None:
    kept = demonstration.home / "demo-sign-ins.json"
    was = kept.read_text()
    kept.unlink()
    try:
        for _, username, password in load_demonstration(seed=7, say=lambda words: None):
            assert password not in was
            person = next(it for it in council.SIGN_IN if it.username == username)
            assert demonstration.person(person.role).check_password(password)
    finally:
        kept.unlink()
        kept.write_text(was)
        kept.chmod(0o600)


def test_every_own_figure_came_through_the_door(demonstration: Demonstration) -> None:
    own = Observation.objects.filter(series__organisation=demonstration.organisation)
    assert own.count() > 2000
    assert not own.exclude(load__source="kpi-return").exists()
    assert not own.filter(line__lte=1).exists()
    assert {it.loaded_by.username for it in Load.objects.all()} == {council.OFFICER, council.WASTE_MANAGER}


def test_priorities_owners_and_a_scorecard_worth_reading(demonstration: Demonstration) -> None:
    found = priorities(demonstration.organisation, LAST)
    assert len(found) == 4
    assert demonstration.person("councillor") in [it.holder for it in found]
    answers = owners(demonstration.organisation)
    card = scorecard(demonstration.person("councillor"), demonstration.organisation, LAST)
    assert all(line.measure.id in answers and line.owner.person for line in card.lines())
    assert {line.status for line in card.lines()} == set(Status)


def test_the_draft_plan_speaks_of_every_theme_with_figures_that_are_found(
    demonstration: Demonstration,
) -> None:
    author = demonstration.person("performance-officer")
    plan = plans.plans(author).get(organisation=demonstration.organisation)
    assert plan.author == author
    assert set(plans.current(plan)) == {theme.key for theme in THEMES}
    draft = plans.draft(author, plan)
    assert draft.problems == ()
    assert len(draft.figures) > 20
    for theme, text in plans.current(plan).items():
        assert theme == "introduction" or "{{ figure(" in text.text


# --- what was planted ---


def test_a_step(values: Values) -> None:
    online = [it.value for it in values("contact-online").values()]
    new = list(values("contact-online")).index("Apr 2024")
    assert 7 < mean(online[new : new + 6]) - mean(online[new - 6 : new]) < 13


def test_an_outlier(values: Values) -> None:
    bins = values("missed-bins")
    snow = bins.pop("Jan 2025")
    assert snow.value > D("1.5") * max(it.value for it in bins.values())
    assert "snow" in snow.note


def test_a_unit_slip(values: Values) -> None:
    waits = values("call-wait")
    assert waits.pop("Nov 2025").value < 10 < min(it.value for it in waits.values())


def test_a_break_a_gap_and_what_is_missing_or_suppressed(values: Values) -> None:
    assert values("sickness-absence")["Apr 2023"].status == "b"
    assert not {"Mar 2023", "Aug 2023"} & set(values("theatre-seats-sold"))
    assert {"Feb 2023", "Sep 2023"} <= set(values("theatre-seats-sold"))
    museum = values("museum-visits")["Feb 2024"]
    assert (museum.value, museum.missing) == (None, "missing")
    assert values("homes-made-safe")["Q1 2022-23"].missing == "suppressed"
    assert values("information-requests-in-time")["Sep 2026"].value is None


def test_a_late_correction_supersedes_and_the_old_value_stays(
    values: Values, demonstration: Demonstration
) -> None:
    now = values("missed-bins-put-right")["Feb 2026"]
    versions = figures.versions(demonstration.person("auditor"), now)
    assert [str(it.value) for it in versions] == ["90.2", "98.7"]
    assert [it.load.loaded_by.username for it in versions] == [council.WASTE_MANAGER, council.OFFICER]


def test_rows_that_could_not_be_taken_are_kept_with_their_reason(demonstration: Demonstration) -> None:
    refused = Load.objects.get(rejected__gt=0)
    assert refused.file_name.startswith("customer-services")
    reasons = [it.reason for it in refused.rejects.all()]
    assert len(reasons) == 2
    assert "Smiles per caller" in reasons[0]
    assert "is not a period" in reasons[1]


def test_the_neighbours_history(demonstration: Demonstration) -> None:
    """One council merged, one recoded, one suppressed, one not available, one that made no return."""
    assert {it.name for it in figures.predecessors("X07000010")} == {"Kestrel North", "Kestrel South"}
    assert [it.code for it in figures.predecessors("X07000009")] == ["X07000019"]
    reader = demonstration.person("auditor")

    def last(measure: str, code: str, year: int) -> Observation | None:
        found = figures.observations(reader, catalogue()[measure], areas=[code], start=date(year, 4, 1))
        return found.first()

    assert last("claimant-count", "X07000004", 2024).missing == "suppressed"
    assert last("recycling-rate", "X07000007", 2025).missing == "missing"
    assert last("residual-household-waste", "X07000011", 2025) is None
    with_limits = last("recycling-rate", council.CODE, 2025)
    assert with_limits.lower < with_limits.value < with_limits.upper
    edition = next(it for it in figures.peer_lists() if it.slug.startswith("fictional"))
    assert len(figures.peers(edition, council.CODE)) == 8
