"""The pages for people, roles and the audit."""

import ast
import csv
import io
import re
import smtplib
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import ROOT
from tests.people import World, add, client, membership

from moothall.core import actions
from moothall.core.audit import record
from moothall.core.models import AuditEntry, Membership, Person, Role
from moothall.core.permission import declared
from moothall.core.roles import shipped
from moothall.web.people.audited import ACTIONS

NEW = {
    "name": "Grace Hopper",
    "username": "grace",
    "email": "grace@example.test",
    "password": "",
    "role": "councillor",
}


@pytest.fixture
def admin(world: World) -> Client:
    return client(world.person["administrator"])


def text(answer: Any) -> str:
    return answer.content.decode()


def queries(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_the_list_shows_roles_and_asks_the_same_number_of_questions_however_long(
    world: World, admin: Client
) -> None:
    page = text(admin.get("/people/"))
    assert "Service manager (waste)" in page and "Contributor (recycling-rate)" in page
    assert "Other" not in page.replace("Otherham", "")
    before = queries(admin, "/people/")
    for n in range(12):
        add(world, f"more-{n}", role="service-manager")
    assert queries(admin, "/people/") == before <= 12


def test_only_who_manages_people_sees_how(world: World) -> None:
    page = text(client(world.person["auditor"]).get(f"/people/{world.person['councillor'].pk}/"))
    assert "Stop them" not in page and "Give a role" not in page
    assert "Add a person" not in text(client(world.person["auditor"]).get("/people/"))


def test_somebody_new_gets_a_link_and_a_role(world: World, admin: Client) -> None:
    answer = admin.post("/people/add/", NEW)
    grace = Person.objects.get(username="grace")
    assert answer["Location"] == f"/people/{grace.pk}/"
    assert membership(grace).role.slug == "councillor"
    assert not grace.has_usable_password()
    assert [it.to for it in mail.outbox] == [
        ["grace@example.test"]
    ] and "/account/password/new/" in mail.outbox[0].body
    assert "A link to set their password is on its way to grace@example.test" in text(
        admin.get(answer["Location"])
    )
    done = AuditEntry.objects.filter(key=str(grace.pk), kind="core.person").values_list("action", flat=True)
    assert set(done) == {"person.added", "role.given", "person.link_sent"}


class NoServer(BaseEmailBackend):
    """A mail server that takes nothing; it remembers whether a transaction was open when it was asked."""

    depth: list[int] = []

    def send_messages(self, messages: Any) -> int:
        self.depth.append(len(connection.savepoint_ids))
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.fixture
def no_server(settings: Any) -> list[int]:
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    NoServer.depth.clear()
    return NoServer.depth


def test_a_link_that_cannot_be_sent_is_said_and_the_person_stays(
    world: World, admin: Client, no_server: list[int]
) -> None:
    page = text(admin.post("/people/add/", NEW, follow=True))
    assert "Grace Hopper is added. The link could not be sent to grace@example.test" in page
    grace = Person.objects.get(username="grace")
    assert membership(grace).role.slug == "councillor"
    again = admin.post(f"/people/{grace.pk}/link/", follow=True)
    assert "The link could not be sent" in text(again) and "is on its way" not in text(again)
    done = AuditEntry.objects.filter(key=str(grace.pk), kind="core.person").values_list("action", flat=True)
    assert list(done).count("person.link_failed") == 2
    assert no_server == [0, 0], "no transaction of ours is open while a mail server is waited for"


def test_a_forgotten_password_says_the_same_when_no_mail_can_be_sent(
    world: World, no_server: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    answer = client().post("/account/password/forgotten/", {"email": "auditor@example.test"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/sent/")
    assert no_server == [0] and "mail not sent" in caplog.text


def test_a_mail_server_that_is_silent_is_not_waited_for_long(settings: Any) -> None:
    assert 0 < settings.EMAIL_TIMEOUT <= 15


def test_a_first_password_is_typed_once_and_never_shown_or_kept(world: World, admin: Client) -> None:
    secret = "three odd gherkins"
    answer = admin.post("/people/add/", NEW | {"email": "", "password": secret}, follow=True)
    assert Person.objects.get(username="grace").check_password(secret)
    assert secret not in text(answer)
    assert secret not in str(list(AuditEntry.objects.values()))
    assert not mail.outbox


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": ""}, "there is no other way to sign in"),
        ({"username": "AUDITOR"}, "Somebody already signs in as &#39;AUDITOR&#39;"),
        ({"email": "Auditor@Example.test"}, "Somebody here already has the address"),
        ({"password": "short"}, "at least 12 characters"),
        ({"username": "two words"}, "Enter a valid username"),
        ({"role": "service-manager"}, "reaches own services only"),
        ({"role": "contributor"}, "reaches own measures only"),
        ({"role": "emperor"}, "Choose one of those listed under ‘"),
        ({"role": ""}, "Choose an answer to ‘Role’"),
        ({"role": "service-manager", "services": ["no-such"]}, "Choose one of those listed under ‘"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nobody_is_added(
    admin: Client, change: dict[str, Any], sentence: str
) -> None:
    count = Person.objects.count()
    answer = admin.post("/people/add/", NEW | change)
    assert answer.status_code == 200 and sentence in text(answer)
    assert Person.objects.count() == count and not mail.outbox


def test_a_narrow_role_reaches_what_was_chosen(world: World, admin: Client) -> None:
    whom = world.person["councillor"]
    page = {"role": "service-manager", "services": ["waste", "homes"], "measures": ["recycling-rate"]}
    assert admin.post(f"/people/{whom.pk}/role/", page).status_code == 302
    assert whom.memberships.get(role__slug="service-manager").own == ["waste", "homes"]
    again = admin.post(f"/people/{whom.pk}/role/", page)
    assert "already holds the role" in text(again)


def test_ending_a_role_keeps_the_record_of_it(world: World, admin: Client) -> None:
    held = membership(world.person["councillor"])
    path = f"/people/{held.person_id}/role/{held.pk}/end/"
    assert admin.get(path).status_code == 405
    page = text(admin.post(path, follow=True))
    assert "no longer holds the role" in page and "no role here now" in page
    assert Membership.objects.get(pk=held.pk).ended_at
    assert admin.post(path).status_code == 404


def test_nobody_locks_their_council_out(world: World, admin: Client) -> None:
    own = membership(world.person["administrator"])
    page = text(admin.post(f"/people/{own.person_id}/role/{own.pk}/end/", follow=True))
    assert "You cannot end your own role" in page
    assert "You cannot stop yourself" in text(admin.post(f"/people/{own.person_id}/stop/", follow=True))
    assert membership(world.person["administrator"]).pk == own.pk


def test_stopping_and_restoring(world: World, admin: Client) -> None:
    whom = world.person["councillor"]
    theirs = client(whom)
    assert "can no longer sign in" in text(admin.post(f"/people/{whom.pk}/stop/", follow=True))
    assert theirs.get("/account/").status_code == 302
    assert "Stopped" in text(admin.get("/people/"))
    assert "can sign in again" in text(admin.post(f"/people/{whom.pk}/restore/", follow=True))
    assert theirs.get("/account/").status_code == 200


def test_another_councils_people_are_not_there(world: World, admin: Client) -> None:
    theirs = world.person["other"]
    held = membership(theirs)
    assert admin.get(f"/people/{theirs.pk}/").status_code == 404
    for path in ("stop", "restore", "link", "codes-off", f"role/{held.pk}/end"):
        assert admin.post(f"/people/{theirs.pk}/{path}/").status_code == 404
    assert admin.post(f"/people/{theirs.pk}/role/", {"role": "auditor"}).status_code == 404
    # nor can a role of theirs be ended by way of one's own people
    assert admin.post(f"/people/{world.person['auditor'].pk}/role/{held.pk}/end/").status_code == 404


def test_somebody_shared_with_another_council_is_stopped_by_neither_alone(
    world: World, admin: Client
) -> None:
    shared = world.person["auditor"]
    actions.give_role(world.root, to=shared, organisation=world.other, role=Role.objects.get(slug="auditor"))
    for path in ("stop", "link", "codes-off"):
        page = text(admin.post(f"/people/{shared.pk}/{path}/", follow=True))
        assert "works for another council here too" in page
    shared.refresh_from_db()
    assert shared.is_active and not mail.outbox


def test_a_link_can_be_sent_again(world: World, admin: Client) -> None:
    whom = world.person["councillor"]
    assert "on its way to councillor@example.test" in text(
        admin.post(f"/people/{whom.pk}/link/", follow=True)
    )
    assert len(mail.outbox) == 1
    admin.post(f"/people/{whom.pk}/stop/")
    assert "restore them first" in text(admin.post(f"/people/{whom.pk}/link/", follow=True))


def test_somebody_who_lost_their_phone(world: World, admin: Client) -> None:
    whom = world.person["councillor"]
    Authenticator.objects.create(user=whom, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=whom, type="recovery_codes", data={})
    assert "until they turn codes on again" in text(admin.post(f"/people/{whom.pk}/codes-off/", follow=True))
    assert not Authenticator.objects.filter(user=whom).exists()
    assert "signs in without a code" in text(admin.post(f"/people/{whom.pk}/codes-off/", follow=True))


def test_the_roles_page_says_what_each_role_may_do(world: World) -> None:
    page = text(client(world.person["auditor"]).get("/people/roles/"))
    for role in shipped().values():
        assert role["name"] in page
        for permission in role.get("all", []):
            assert declared()[permission].capitalize().replace("'", "&#39;") in page
    assert "own services only" in page and "own measures only" in page


# The audit


def test_the_audit_filters_by_person_action_dates_and_thing(world: World, admin: Client) -> None:
    whom = world.person["councillor"]
    admin.post(f"/people/{whom.pk}/stop/")

    def count(**asked: object) -> int:
        found = re.search(r"([\d,]+) entr(?:y|ies), newest first", text(admin.get("/people/audit/", asked)))
        assert found
        return int(found[1].replace(",", ""))

    everything = count()
    assert everything >= 20
    assert count(who=world.person["administrator"].pk, action="person.stopped") == 1
    assert count(action="person.stopped") == 1
    assert count(thing=f"core.person:{whom.pk}") == 3
    assert count(thing="councill") >= 3
    assert count(since="1/1/2020") == everything == count(until="31/12/2199")
    assert count(since="31/12/2199") == 0 == count(until="1/1/2020")
    page = text(admin.get("/people/audit/", {"action": "person.stopped"}))
    assert "active: yes" in page and "active: no" in page and "127.0.0.1" in page
    wrong = admin.get("/people/audit/", {"since": "yesterday"})
    assert wrong.status_code == 200 and "Enter a date for ‘" in text(wrong)
    assert admin.get("/people/audit/download/", {"since": "yesterday"}).status_code == 400
    assert "No entry fits" in text(admin.get("/people/audit/", {"since": "31/12/2199"}))


def test_the_audit_comes_in_pages_with_a_fixed_number_of_queries(world: World, admin: Client) -> None:
    before = queries(admin, "/people/audit/")
    for n in range(120):
        record(world.root, "service.added", organisation=world.council, on=world.council, after={"n": n})
    assert queries(admin, "/people/audit/") == before <= 14
    first, last = (
        text(admin.get("/people/audit/?action=service.added")),
        text(admin.get("/people/audit/?action=service.added&page=3")),
    )
    assert "n: 119" in first and "n: 0<" not in first and "n: 0<" in last
    assert "?action=service.added&amp;page=2" in first
    assert "n: 0<" in text(admin.get("/people/audit/?action=service.added&page=999"))


def test_a_page_of_the_audit_does_not_read_all_of_it_for_its_filters(world: World, admin: Client) -> None:
    with CaptureQueriesContext(connection) as seen:
        page = text(admin.get("/people/audit/"))
    assert not [it["sql"] for it in seen if "DISTINCT" in it["sql"] and "core_auditentry" in it["sql"]]
    for name in ("Performance Officer", "The command line", "Role: given", "Plan: published"):
        assert f">{name}</option>" in page
    assert ">Other</option>" not in page, "they work for another council"


def test_the_audit_of_a_council_has_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, AuditEntry._meta.db_table)
    index = found["audit_in_an_organisation"]
    assert (index["columns"], index["orders"]) == (["organisation_id", "id"], ["ASC", "DESC"])


def test_every_action_that_is_written_can_be_chosen() -> None:
    """Read from the code: what `change` and `record` are given can be chosen, and what can be chosen is written."""
    given, somewhere = set(), set()
    for path in (ROOT / "src").rglob("*.py"):
        if path.name == "audited.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        somewhere |= _actions(tree)  # a room may hand the name through a function of its own
        if path.parts[-2:] == ("accounts", "signals.py"):
            given |= _actions(tree)
        calls = [it for it in ast.walk(tree) if isinstance(it, ast.Call) and isinstance(it.func, ast.Name)]
        places = {"change": 2, "record": 1}
        for call in calls:
            if isinstance(call.func, ast.Name) and len(call.args) > (at := places.get(call.func.id, 99)):
                given |= _actions(call.args[at])
    demonstrations = {"demonstration.built", "password.set"}
    assert len(given) > 30
    assert given <= set(ACTIONS)
    assert set(ACTIONS) - demonstrations <= somewhere
    assert list(ACTIONS) == sorted(ACTIONS)


def _actions(tree: ast.AST) -> set[str]:
    named = {it.value for it in ast.walk(tree) if isinstance(it, ast.Constant) and isinstance(it.value, str)}
    return {it for it in named if re.fullmatch(r"[a-z_]+\.[a-z_]+", it)}


def test_another_councils_audit_is_not_shown(world: World, admin: Client) -> None:
    record(world.root, "secret.deed", organisation=world.other, on=world.other)
    assert "Secret: deed" not in text(admin.get("/people/audit/"))
    assert "Secret: deed" in text(client(world.person["other"]).get("/people/audit/"))


def test_the_audit_downloads_without_formulas(world: World, admin: Client) -> None:
    hostile = '=HYPERLINK("http://evil.example","x")'
    whom = add(world, "hostile", role="councillor")
    whom.name = hostile
    whom.save()
    record(whom, "service.added", organisation=world.council, on=whom, after=hostile)
    answer = admin.get("/people/audit/download/", {"action": "service.added"})
    assert (
        answer["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in answer["Content-Disposition"]
    )
    header, row = csv.reader(io.StringIO(answer.getvalue().decode()))
    assert header[:3] == ["when", "who", "address"]
    assert row[1] == "'" + hostile and row[7] == "'" + hostile
    assert not any(cell.startswith(("=", "+", "@", "-")) for cell in row)
    everything = list(csv.reader(io.StringIO(admin.get("/people/audit/download/").getvalue().decode())))
    assert len(everything) - 1 == AuditEntry.objects.visible_to([world.council.pk]).count()
