"""Signing in, out and back in; what each leaves in the audit."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.people import PASSWORD, World, add, client

from moothall.core import actions
from moothall.core.models import AuditEntry, Person, Role

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def ada(world: World) -> Person:
    return add(world, "ada", role="auditor", password=PASSWORD)


def sign_in(browser: Client, name: str, password: str, **more: str):
    return browser.post(SIGN_IN, {"login": name, "password": password, **more})


def signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def written(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


def code_for(person: Person) -> str:
    return code_of(Authenticator.objects.get(user=person, type="totp").data["secret"])


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("name", ["ada", "ADA", "ada@example.test", "Ada@Example.test", "  ada "])
def test_a_person_signs_in_by_user_name_or_e_mail(ada: Person, name: str) -> None:
    browser = client()
    answer = sign_in(browser, name, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.session["_auth_user_id"] == str(ada.pk)
    entry = written("account.signed_in")[0]
    assert (entry.person, entry.address, entry.organisation.slug) == (ada, "127.0.0.1", "testham")


def test_a_sign_in_is_in_the_audit_of_those_one_works_for(world: World, ada: Person) -> None:
    council, other = world.council, world.other
    auditor = Role.objects.get(slug="auditor")
    actions.give_role(world.root, to=ada, organisation=other, role=auditor)

    def told(action: str, browser: Client, password: str = PASSWORD) -> list[str]:
        AuditEntry.objects.filter(action=action).delete()
        sign_in(browser, "ada", password)
        return sorted(it.organisation.slug for it in written(action))

    assert told("account.signed_in", client()) == ["otherham", "testham"], "an entry each"
    actions.end_role(world.root, membership=ada.memberships.get(organisation=council))
    assert told("account.signed_in", client()) == ["otherham"], "the council that was left is not told"
    assert told("account.sign_in_failed", client(), "wrong wrong wrong") == ["otherham"]
    actions.end_role(world.root, membership=ada.memberships.get(organisation=other))
    assert told("account.signed_in", client()) == ["otherham"], "the last that was left"


def test_signing_in_leads_back_and_never_to_another_site(ada: Person) -> None:
    assert (
        sign_in(client(), "ada", PASSWORD, next="/people/audit/?page=2")["Location"]
        == "/people/audit/?page=2"
    )
    for elsewhere in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        " //evil.example",
    ):
        assert sign_in(client(), "ada", PASSWORD, next=elsewhere)["Location"] == "/", elsewhere


def test_signing_out_never_leads_to_another_site(ada: Person) -> None:
    browser = client(ada)
    assert browser.post("/account/sign-out/", {"next": "https://evil.example/"})["Location"] == "/"
    assert not signed_in(browser)
    assert written("account.signed_out")[0].person == ada


def test_a_get_does_not_sign_anybody_out(ada: Person) -> None:
    browser = client(ada)
    assert browser.get("/account/sign-out/").status_code == 200
    assert signed_in(browser)


def test_the_answer_is_the_same_whether_or_not_there_is_such_a_person(ada: Person) -> None:
    stopped = Person.objects.create_user(
        "stopped", email="stopped@example.test", password=PASSWORD, is_active=False
    )
    assert not stopped.is_active
    pages = []
    for name in ("ada", "nobody", "ada@example.test", "nobody@example.test", "stopped"):
        answer = sign_in(client(), name, "wrong wrong wrong")
        assert answer.status_code == 200
        page = answer.content.decode().replace(name, "NAME")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page))
    assert len(set(pages)) == 1
    assert "We do not know that user name or e-mail address with that password" in pages[0]


def test_somebody_stopped_is_told_so_only_with_the_right_password(world: World, ada: Person) -> None:
    actions.set_active(world.root, organisation=world.council, whom=ada, active=False)
    answer = sign_in(client(), "ada", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/account/stopped/")
    assert "An administrator has stopped this account" in client().get("/account/stopped/").content.decode()


def test_somebody_stopped_loses_the_session_they_had(world: World, ada: Person) -> None:
    browser = client(ada)
    assert browser.get("/account/").status_code == 200
    actions.set_active(world.root, organisation=world.council, whom=ada, active=False)
    assert browser.get("/account/").status_code == 302


def test_repeated_failures_lock_the_name_out_and_say_what_to_do(ada: Person, settings) -> None:
    browser = client()
    answers = [sign_in(browser, ("ada", "ADA", "Ada")[n % 3], "wrong wrong wrong") for n in range(5)]
    assert [it.status_code for it in answers] == [200, 200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert "Too many failed sign-ins" in page and "Wait an hour" in page and "set a new one" in page
    # even the right password is refused now, and from another browser at the same address
    assert sign_in(client(), "ada", PASSWORD).status_code == 429
    # others are not locked out, nor is Ada from elsewhere
    assert sign_in(Client(REMOTE_ADDR="10.1.1.1"), "ada", PASSWORD).status_code == 302
    assert len(written("account.sign_in_failed")) >= 5
    locked = written("account.locked_out")
    assert locked and all((it.kind, it.key, it.person) == ("core.person", str(ada.pk), None) for it in locked)
    assert "wrong wrong" not in str([(it.before, it.after, it.title) for it in AuditEntry.objects.all()])


def test_a_lockout_ends(ada: Person, settings) -> None:
    for _ in range(5):
        sign_in(client(), "ada", "wrong wrong wrong")
    assert sign_in(client(), "ada", PASSWORD).status_code == 429
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(hours=1, seconds=1)
        attempt.save()
    assert sign_in(client(), "ada", PASSWORD).status_code == 302


def test_a_name_nobody_has_is_locked_out_alike_and_not_written_down(world: World) -> None:
    answers = [sign_in(client(), "my secret password", "x") for _ in range(6)]
    assert [it.status_code for it in answers] == [200, 200, 200, 200, 429, 429]
    kept = str(list(AuditEntry.objects.values()))
    assert "my secret password" not in kept


def test_a_session_ends_by_itself(ada: Person, settings) -> None:
    browser = client()
    sign_in(browser, "ada", PASSWORD)
    session = Session.objects.get(pk=browser.session.session_key)
    left = session.expire_date - AuditEntry.objects.latest("id").at
    assert timedelta(minutes=470) < left <= timedelta(minutes=481)
    assert browser.cookies["sessionid"]["max-age"] == ""  # gone with the browser, too
    assert browser.get("/account/").status_code == 200
    session.expire_date -= timedelta(minutes=481)
    session.save()
    assert browser.get("/account/")["Location"].startswith(SIGN_IN)


def test_signing_in_changes_the_session_and_the_token(ada: Person) -> None:
    browser = client()
    browser.get(SIGN_IN)
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    browser.cookies["sessionid"] = session.session_key
    before, token = session.session_key, browser.cookies["csrftoken"].value
    sign_in(browser, "ada", PASSWORD)
    assert browser.session.session_key != before
    assert browser.cookies["csrftoken"].value != token
    assert not Session.objects.filter(pk=before).exists()


def test_changing_the_password(ada: Person) -> None:
    browser, elsewhere = client(), client()
    sign_in(browser, "ada", PASSWORD)
    sign_in(elsewhere, "ada", PASSWORD)
    page = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    refused = browser.post("/account/password/", page)
    assert refused.status_code == 200 and "at least 12 characters" in refused.content.decode()
    wrong = browser.post("/account/password/", page | {"oldpassword": "not this one"})
    assert "That is not your password now." in wrong.content.decode()
    new = "seven green bottles"
    done = browser.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (done.status_code, done["Location"]) == (302, "/account/")
    page = browser.get("/account/").content.decode()
    assert "Your password is changed." in page and "Successfully" not in page
    assert elsewhere.get("/account/").status_code == 302  # other sessions end
    assert sign_in(client(), "ada", PASSWORD).status_code == 200
    assert sign_in(client(), "ada", new).status_code == 302
    assert written("account.password_changed")[0].person == ada


def test_a_forgotten_password_is_set_again_by_a_link_that_works_once(ada: Person) -> None:
    browser = client()
    answer = browser.post("/account/password/forgotten/", {"email": "ada@example.test"})
    assert answer["Location"] == "/account/password/sent/"
    assert [it.to for it in mail.outbox] == [["ada@example.test"]]
    assert mail.outbox[0].subject == "Set your password for Moothall"
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
    page = browser.get(link, follow=True)
    action = re.search(r'action="(/account/password/new/[^"]+)"', page.content.decode()).group(1)
    assert "Referrer-Policy" in page and page["Referrer-Policy"] == "same-origin"
    new = "seven green bottles"
    assert browser.post(action, {"password1": new, "password2": new})["Location"] == "/account/password/set/"
    assert sign_in(client(), "ada", new).status_code == 302
    assert written("account.password_reset")[0].key == str(ada.pk)
    again = client().get(link, follow=True).content.decode()
    assert "This link does not work" in again


def test_asking_for_a_link_does_not_say_who_is_here(ada: Person) -> None:
    answers = [
        client().post("/account/password/forgotten/", {"email": it})
        for it in ("ada@example.test", "x@example.test")
    ]
    assert {(it.status_code, it["Location"]) for it in answers} == {(302, "/account/password/sent/")}
    assert len(mail.outbox) == 1


def test_somebody_without_a_password_sets_their_first_by_the_same_link(world: World) -> None:
    new = add(world, "grace", role="auditor")
    assert not new.has_usable_password()
    assert client(new).get("/account/password/")["Location"] == "/account/password/forgotten/"
    client().post("/account/password/forgotten/", {"email": "grace@example.test"})
    assert [it.to for it in mail.outbox] == [["grace@example.test"]]


def turn_codes_on(browser: Client) -> list[str]:
    """Turns codes on as a person would; returns the recovery codes."""
    asked = browser.get("/account/app/")["Location"]
    assert asked.startswith("/account/again/")
    assert browser.post(asked, {"password": PASSWORD})["Location"] == "/account/app/"
    page = browser.get("/account/app/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page).group(1)
    answer = browser.post("/account/app/", {"code": code_of(secret)})
    assert answer["Location"] == "/account/recovery/"
    return re.findall(r"<li><code>(\d+)</code></li>", browser.get("/account/recovery/").content.decode())


def test_codes_from_an_app(ada: Person, django_capture_on_commit_callbacks: Any) -> None:
    browser = client()
    sign_in(browser, "ada", PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        codes = turn_codes_on(browser)
    assert len(codes) == 10
    added = [it.after for it in written("account.factor_added")]
    assert sorted(added, key=str) == [{"factor": "Recovery codes"}, {"factor": "TOTP Authenticator"}]

    later = client()
    assert sign_in(later, "ada", PASSWORD, next="/account/")["Location"].startswith("/account/code/")
    assert not signed_in(later)
    assert later.get("/account/").status_code == 302
    assert "Enter your code" in later.get("/account/code/").content.decode()
    assert later.post("/account/code/", {"code": "000000"}).status_code == 200
    assert len(written("account.code_refused")) == 1
    cache.clear()
    done = later.post("/account/code/", {"code": codes[0]})
    assert done.status_code == 302 and signed_in(later)

    third = client()
    sign_in(third, "ada", PASSWORD)
    assert third.post("/account/code/", {"code": codes[0]}).status_code == 200  # a recovery code works once
    assert not signed_in(third)


def test_codes_cannot_be_guessed_at_will(ada: Person) -> None:
    browser = client()
    sign_in(browser, "ada", PASSWORD)
    turn_codes_on(browser)
    guesser = client()
    sign_in(guesser, "ada", PASSWORD)
    pages = [guesser.post("/account/code/", {"code": f"{n:06}"}).content.decode() for n in range(7)]
    assert "Too many tries" not in pages[0]
    assert "Too many tries: wait five minutes" in pages[-1]
    assert (
        guesser.post("/account/code/", {"code": code_for(ada)}).status_code == 200
    )  # not even the right one
    assert not signed_in(guesser)


def test_changing_the_second_factor_asks_for_the_password_again(ada: Person) -> None:
    browser = client(ada)
    answer = browser.get("/account/app/")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/again/")
    assert "Enter your password again" in browser.get(answer["Location"]).content.decode()
    assert browser.post(answer["Location"], {"password": "wrong"}).status_code == 200
    back = browser.post(answer["Location"], {"password": PASSWORD})
    assert back["Location"].startswith("/account/app/")
    assert browser.get("/account/app/").status_code == 200


def test_turning_codes_off_and_making_new_recovery_codes(
    ada: Person, django_capture_on_commit_callbacks: Any
) -> None:
    browser = client()
    sign_in(browser, "ada", PASSWORD)
    codes = turn_codes_on(browser)
    assert browser.get("/account/recovery/new/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/account/recovery/new/")["Location"] == "/account/recovery/"
    page = browser.get("/account/recovery/").content.decode()
    assert not any(code in page for code in codes)
    assert written("account.factor_renewed")
    assert browser.get("/account/app/")["Location"] == "/account/app/remove/"
    assert browser.get("/account/app/remove/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/account/app/remove/")["Location"] == "/account/"
    assert not Authenticator.objects.filter(user=ada).exists()
    assert len(written("account.factor_removed")) == 2
    assert sign_in(client(), "ada", PASSWORD)["Location"] == "/"


def test_nobody_signs_up(world: World) -> None:
    for path in ("/account/signup/", "/account/sign-up/", "/accounts/signup/", "/account/email/"):
        assert client().get(path).status_code == 404


def test_an_account_shows_what_it_holds(world: World) -> None:
    page = client(world.person["service-manager"]).get("/account/").content.decode()
    assert "Service manager" in page and "Yours: waste" in page
    assert (
        "None: you sign in through your council"
        in client(world.person["other"]).get("/account/").content.decode()
    )
    assert "no role yet" in client(world.person["no-role"]).get("/account/").content.decode()


def test_somebody_in_two_councils_chooses_and_others_cannot(world: World) -> None:
    ada = world.person["auditor"]
    actions.give_role(world.root, to=ada, organisation=world.other, role=Role.objects.get(slug="auditor"))
    browser = client(ada)
    assert "Otherham" in browser.get("/account/council/").content.decode()
    assert browser.post("/account/council/", {"organisation": "otherham"}).status_code == 302
    assert ">Otherham<" in browser.get("/account/").content.decode()
    plain = client(world.person["councillor"])
    assert plain.post("/account/council/", {"organisation": "otherham"}).status_code == 200
    assert ">Testham<" in plain.get("/account/").content.decode()


# The council's own account


@pytest.fixture
def issuer(settings) -> Iterator[str]:
    """A real OpenID provider, in a thread, and Moothall set up for it."""
    with oidc_provider_mock.run_server_in_thread() as server:
        url = f"http://localhost:{server.server_port}"
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {
            "APPS": [
                {
                    "provider_id": "council",
                    "name": "your Testham account",
                    "client_id": "moothall",
                    "secret": "not so secret",
                    "settings": {"server_url": url},
                }
            ]
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": app}
        yield url


def through_the_council(browser: Client, issuer: str, email: str, verified: bool = True):
    """Signs in at the issuer as a browser would, and comes back with the code."""
    httpx.put(f"{issuer}/users/{email}", json={"email": email, "email_verified": verified}).raise_for_status()
    page = browser.get(SIGN_IN).content.decode()
    assert "Sign in with your Testham account" in page
    away = browser.post("/account/with/council/", {"next": "/account/"})
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert away["Location"].startswith(issuer)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    there = httpx.post(away["Location"], data={"sub": email}, follow_redirects=False)
    back = urlsplit(there.headers["location"])
    assert back.path == "/account/with/council/back/"
    return browser.get(f"{back.path}?{back.query}")


def test_the_councils_own_account_signs_in_somebody_who_was_added(ada: Person, issuer: str) -> None:
    browser = client()
    answer = through_the_council(browser, issuer, "ada@example.test")
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert browser.session["_auth_user_id"] == str(ada.pk)
    assert written("account.signed_in")[0].person == ada
    again = client()
    assert through_the_council(again, issuer, "ada@example.test").status_code == 302
    assert again.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.parametrize(
    ("email", "verified"), [("stranger@example.test", True), ("ada@example.test", False)]
)
def test_the_councils_own_account_lets_in_no_stranger(
    ada: Person, issuer: str, email: str, verified: bool
) -> None:
    browser, before = client(), Person.objects.count()
    answer = through_the_council(browser, issuer, email, verified)
    assert answer.status_code in (200, 403)
    assert "Moothall does not know you yet" in answer.content.decode()
    assert not signed_in(browser) and Person.objects.count() == before


@pytest.mark.parametrize(("domains", "let_in"), [(["example.test"], True), (["example.org"], False)])
def test_an_address_in_a_domain_the_issuer_vouches_for_is_verified(
    ada: Person, issuer: str, settings, domains: list[str], let_in: bool
) -> None:
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["verified_email"] = domains
    browser = client()
    through_the_council(browser, issuer, "ada@example.test", verified=False)
    assert signed_in(browser) is let_in


def test_the_councils_own_account_does_not_pass_by_the_second_factor(ada: Person, issuer: str) -> None:
    first = client()
    sign_in(first, "ada", PASSWORD)
    turn_codes_on(first)
    browser = client()
    assert through_the_council(browser, issuer, "ada@example.test")["Location"].startswith("/account/code/")
    assert not signed_in(browser)


def test_a_made_up_answer_from_the_council_is_refused(ada: Person, issuer: str) -> None:
    browser = client()
    answer = browser.get("/account/with/council/back/?code=x&state=y")
    assert "sign-in did not work" in answer.content.decode()
    assert not signed_in(browser)


def test_without_an_issuer_there_is_no_council_sign_in(world: World) -> None:
    assert "Or sign in through the council" not in client().get(SIGN_IN).content.decode()
    assert client().get("/account/with/council/").status_code == 404
    assert client().get("/account/with/council/back/").status_code == 404
