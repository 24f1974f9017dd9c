"""The last step of a load: what it writes down and for whom, what it keeps, and when it is not taken."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from moothall.core import files
from moothall.core.actions import add_council
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Membership, Organisation, Person, Role, Service
from moothall.core.queries import audit_for, command_line
from moothall.direction.actions import set_owner
from moothall.figures import queries
from moothall.figures.actions import load
from moothall.figures.measures import catalogue, fold
from moothall.figures.models import Load, LoadState, Observation, Series

RATE = "recycling-rate"
PUBLISHED = ("area_code", "area_name", "financial_year", "metric", "value")
Write = Callable[..., Path]


@pytest.fixture
def elsewhere(council: Organisation) -> Person:
    """An auditor of another council."""
    other = add_council(command_line("a test"), slug="brindle", name="Brindle Moor", area_code="X07000002")
    made = Person.objects.create(username="elsewhere", name="Elsewhere")
    Membership.objects.create(person=made, organisation=other, role=Role.objects.get(slug="auditor"))
    return made


@pytest.mark.django_db
def test_a_load_of_published_figures_is_in_every_councils_audit(
    officer: Person, elsewhere: Person, council: Organisation, csv_file: Write
) -> None:
    own = csv_file((RATE, "", "2022-23", "45.2", "", "", ""))
    all_ = csv_file(("X07000001", "", "2022-23", RATE, "45.2"), header=PUBLISHED, name="p.csv")
    for path in (own, all_):
        load(officer, organisation=council, path=path)
    seen = audit_for(elsewhere).filter(action="figures.loaded")
    assert [(it.title, it.organisation) for it in seen] == [("p.csv", None)]
    assert set(AuditEntry.objects.filter(title="return.csv").values_list("organisation", flat=True)) == {
        council.pk
    }


@pytest.mark.django_db
def test_each_table_of_a_workbook_has_an_entry_of_its_own(
    officer: Person, council: Organisation, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for title, measure in (("Waste", RATE), ("Bins", "residual-household-waste")):
        sheet = book.create_sheet(title)
        sheet.append(["Measure", "Period", "Value"])
        sheet.append([measure, "2022-23", 12])
    path = tmp_path / "return.xlsx"
    book.save(path)
    outcomes = load(officer, organisation=council, path=path)
    for outcome in outcomes:
        (entry,) = AuditEntry.objects.all().about("figures.load", outcome.load.pk)
        assert entry.after is not None and entry.after["file"] == f"return.xlsx, sheet {outcome.load.sheet}"


@pytest.mark.django_db
def test_the_service_the_council_named_answers_before_the_catalogues(
    person: Callable[..., Person], council: Organisation, csv_file: Write
) -> None:
    parks = Service.objects.create(organisation=council, slug="parks", name="Parks")
    set_owner(command_line("a test"), organisation=council, measure=RATE, service=parks)
    path = csv_file((RATE, "", "2022-23", "45.2", "", "", ""))
    catalogues = person("service-manager", [catalogue()[RATE].owner])
    (refused,) = load(catalogues, organisation=council, path=path)
    assert (refused.load.kept, refused.load.rejected) == (0, 1)
    Membership.objects.filter(person=catalogues).update(own=["parks"])
    named = Person.objects.get(pk=catalogues.pk)
    (taken,) = load(named, organisation=council, path=path)
    assert taken.load.kept == 1


@pytest.mark.django_db
def test_a_file_is_kept_when_it_is_published_and_not_before(
    officer: Person, council: Organisation, tmp_path: Path, csv_file: Write
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text(
        'Measure,Period,Value\nrecycling-rate,2021/22,1\nrecycling-rate,"2022/23,1\n' + "x\n" * 10
    )
    with pytest.raises(NotPossible):
        load(officer, organisation=council, path=broken)
    assert not files.kept(files.digest(broken)).exists()
    good = csv_file((RATE, "", "2022-23", "45.2", "", "", ""))
    (outcome,) = load(officer, organisation=council, path=good)
    assert files.kept(outcome.load.sha256).read_bytes() == good.read_bytes()


@pytest.mark.django_db
def test_a_file_that_changes_while_it_is_read_is_not_published(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    path = csv_file((RATE, "", "2022-23", "45.2", "", "", ""))

    def change(done: int, total: int, message: str) -> None:
        path.write_text(path.read_text() + "more\n")

    with pytest.raises(NotPossible, match=r"return\.csv changed while it was being read"):
        load(officer, organisation=council, path=path, report=change)
    assert not Observation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_load_whose_lock_went_with_its_connection_is_not_published(
    officer: Person, council: Organisation, csv_file: Write
) -> None:
    def broken(done: int, total: int, message: str) -> None:
        if connection.vendor == "postgresql":
            connection.close()  # the next query makes a new session, which holds no lock

    path = csv_file((RATE, "", "2022-23", "45.2", "", "", ""))
    if connection.vendor == "postgresql":
        with pytest.raises(NotPossible, match="connection to the database broke"):
            load(officer, organisation=council, path=path, report=broken)
        assert Load.objects.get().state == LoadState.STAGING, "left for the next load to take up or away"
    (outcome,) = load(officer, organisation=council, path=path)
    assert outcome.load.state == LoadState.PUBLISHED and Load.objects.count() == 1


@pytest.mark.django_db
def test_series_loads_and_figures_are_readable_by_one_rule(
    officer: Person, elsewhere: Person, council: Organisation, csv_file: Write
) -> None:
    own = csv_file((RATE, "", "2022-23", "45.2", "", "", ""))
    all_ = csv_file(("X07000001", "", "2022-23", RATE, "45.2"), header=PUBLISHED, name="p.csv")
    for path in (own, all_):
        load(officer, organisation=council, path=path)
    for person, reads in ((officer, 2), (elsewhere, 1)):
        mine = queries.readable_to(person)
        for rows in (Series.objects, Load.objects, Observation.objects):
            assert rows.readable(mine).count() == reads
        assert queries.series_of(person, catalogue()[RATE]).count() == reads
        assert queries.loads(person).count() == reads


def test_names_and_headers_fold_alike() -> None:
    assert fold(" Stoke-on_Trent\n City ") == fold("stoke on trent city") == "stoke on trent city"
