"""Who may do what, how far; and that a change is checked, made and written down, or nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from moothall.core import clock, queries
from moothall.core.actions import add_council, add_person, end_role, give_role, set_active
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Job, Membership, Organisation, Person, Role
from moothall.core.permission import declared, forget, may
from moothall.core.queries import audit_for, command_line, organisation_called
from moothall.core.roles import ship_roles, shipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    return Organisation.objects.create(slug="ashcombe", name="Ashcombe Vale")


@pytest.fixture
def neighbour() -> Organisation:
    return Organisation.objects.create(slug="brindle", name="Brindle Moor")


@pytest.fixture
def admin(council: Organisation) -> Person:
    return holder(council, "administrator")


def holder(council: Organisation, role: str, *own: str) -> Person:
    person = Person.objects.create(username=f"{role}-{council.slug}", name=role)
    Membership.objects.create(
        person=person, organisation=council, role=Role.objects.get(slug=role), own=list(own)
    )
    return person


def test_every_shipped_grant_is_a_declared_permission() -> None:
    granted = {
        name
        for role in shipped().values()
        for scope in ("all", "service", "measure")
        for name in role.get(scope, [])
    }
    assert granted <= set(declared())
    assert set(declared()) <= granted, "a permission that no shipped role holds can be used by nobody"


def test_a_permission_holds_in_its_own_council_only(council: Organisation, neighbour: Organisation) -> None:
    officer = holder(council, "performance-officer")
    assert may(officer, "figures.load", council)
    assert not may(officer, "figures.load", neighbour)
    assert may(officer, "figures.load"), "somewhere"


@pytest.mark.parametrize(
    ("role", "own", "asked", "answer"),
    [
        ("service-manager", "waste", {"service": "waste"}, True),
        ("service-manager", "waste", {"service": "housing"}, False),
        ("service-manager", "waste", {"measure": "recycling-rate"}, False),
        ("contributor", "recycling-rate", {"measure": "recycling-rate"}, True),
        ("contributor", "recycling-rate", {"measure": "claimant-count"}, False),
        ("contributor", "recycling-rate", {}, True),
        ("performance-officer", "", {"measure": "anything"}, True),
    ],
)
def test_how_far_a_permission_reaches(
    council: Organisation, role: str, own: str, asked: dict[str, str], answer: bool
) -> None:
    assert may(holder(council, role, own), "figures.load", council, **asked) is answer


def test_an_unknown_permission_is_a_fault_of_ours(admin: Person) -> None:
    with pytest.raises(LookupError, match=r"figures\.lod"):
        may(admin, "figures.lod")


def test_an_ended_role_and_a_stopped_person_may_nothing(admin: Person, council: Organisation) -> None:
    officer = holder(council, "performance-officer")
    assert may(officer, "figures.load")
    end_role(admin, membership=officer.memberships.get())
    assert not may(officer, "figures.load")
    assert officer.memberships.count() == 1, "that it was held stays on record"
    auditor = holder(council, "auditor")
    set_active(admin, organisation=council, whom=auditor, active=False)
    forget(auditor)
    assert not may(auditor, "audit.read")


def test_a_change_writes_who_what_before_after_when_and_where_from(
    admin: Person, council: Organisation
) -> None:
    admin.address = "192.0.2.1"
    added = add_person(
        admin, organisation=council, username="grace", name="Grace Lee", password="a long pass phrase"
    )
    entry = AuditEntry.objects.get(action="person.added", organisation=council)
    assert (entry.person, entry.address, entry.organisation) == (admin, "192.0.2.1", council)
    assert (entry.kind, entry.key, entry.title) == ("core.person", str(added.pk), "Grace Lee")
    assert entry.after == {"username": "grace", "name": "Grace Lee"}
    assert added.check_password("a long pass phrase")


def test_a_refused_change_changes_and_writes_nothing(council: Organisation) -> None:
    auditor = holder(council, "auditor")
    with pytest.raises(PermissionDenied, match="You may not add people"):
        add_person(auditor, organisation=council, username="grace", name="Grace Lee")
    assert not Person.objects.filter(username="grace").exists()
    assert not AuditEntry.objects.filter(organisation=council).exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_neither_change_nor_entry(admin: Person, council: Organisation) -> None:
    def fail_half_way() -> None:
        with change(admin, "people.manage", "council.renamed", organisation=council, on=council):
            council.name = "Renamed"
            council.save()
            raise NotPossible("no")

    with pytest.raises(NotPossible):
        fail_half_way()
    council.refresh_from_db()
    assert council.name == "Ashcombe Vale"
    assert not AuditEntry.objects.filter(organisation=council).exists()


def test_a_role_is_held_once_and_cannot_be_given_twice(admin: Person, council: Organisation) -> None:
    grace = add_person(admin, organisation=council, username="grace", name="Grace Lee")
    role = Role.objects.get(slug="contributor")
    give_role(admin, to=grace, organisation=council, role=role, own=["recycling-rate"])
    with pytest.raises(NotPossible, match="already holds"):
        give_role(admin, to=grace, organisation=council, role=role)


def test_nobody_stops_themselves(admin: Person, council: Organisation) -> None:
    with pytest.raises(NotPossible, match="cannot stop yourself"):
        set_active(admin, organisation=council, whom=admin, active=False)


def test_the_audit_is_read_in_ones_own_council(
    admin: Person, council: Organisation, neighbour: Organisation
) -> None:
    add_person(admin, organisation=council, username="grace", name="Grace Lee")
    assert audit_for(holder(council, "auditor")).count() == 1
    assert audit_for(holder(neighbour, "auditor")).count() == 0


def test_shipped_roles_follow_the_file_and_local_ones_are_left_alone() -> None:
    role = Role.objects.get(slug="auditor")
    role.grants.create(permission="people.manage")
    local = Role.objects.create(slug="scrutiny", name="Scrutiny")
    local.grants.create(permission="audit.read")
    ship_roles()
    assert "people.manage" not in role.grants.values_list("permission", flat=True)
    assert list(local.grants.values_list("permission", flat=True)) == ["audit.read"]


def test_the_only_council_need_not_be_named(council: Organisation) -> None:
    assert organisation_called(None) == council
    Organisation.objects.create(slug="brindle", name="Brindle Moor")
    with pytest.raises(NotPossible, match=r"ashcombe, brindle"):
        organisation_called(None)
    with pytest.raises(NotPossible, match="No council here is called 'crewe'"):
        organisation_called("crewe")


def test_the_command_line_is_made_by_migrating_and_audited() -> None:
    person = command_line("here")
    assert not person.has_usable_password() and person.address == "here"
    made = AuditEntry.objects.filter(person=person).values_list("action", "organisation__slug", "address")
    assert sorted(made) == [
        ("person.added", "published", "migration"),
        ("role.given", "published", "migration"),
    ]
    before = (AuditEntry.objects.count(), Membership.objects.count())
    ship_roles()
    assert (AuditEntry.objects.count(), Membership.objects.count()) == before, (
        "a second migration adds nothing"
    )


def test_asking_for_the_command_line_changes_nothing(council: Organisation) -> None:
    before = (Person.objects.count(), Membership.objects.count(), AuditEntry.objects.count())
    command_line("here")
    assert (Person.objects.count(), Membership.objects.count(), AuditEntry.objects.count()) == before
    Membership.objects.all().delete()
    AuditEntry.objects.all().delete()
    Person.objects.filter(username="command-line").delete()
    with pytest.raises(NotPossible, match="run `moothall migrate`"):
        command_line("here")


def test_the_command_line_reaches_councils_made_later(admin: Person) -> None:
    root = Role.objects.get(slug="administrator")
    Membership.objects.create(person=admin, organisation=Organisation.objects.published(), role=root)
    forget(admin)
    later = add_council(admin, slug="crewe", name="Crewe")
    assert may(admin, "people.manage", later) and may(command_line("here"), "figures.load", later)
    entry = AuditEntry.objects.get(action="council.added")
    assert entry.after["administrators"] == sorted([admin.username, "command-line"])


def test_a_job_is_known_to_who_started_it_and_those_who_audit(
    admin: Person, council: Organisation, neighbour: Organisation
) -> None:
    mine = holder(council, "contributor")
    job = Job.objects.create(
        kind="load", title="x", organisation=council, person=mine, created_at=clock.now()
    )
    assert queries.job(mine, job.pk) == queries.job(holder(council, "auditor"), job.pk) == job
    assert queries.job(holder(neighbour, "auditor"), job.pk) is None
    assert queries.job(AnonymousUser(), job.pk) is None and queries.job(mine, job.pk + 1) is None
