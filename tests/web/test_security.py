"""Doors that stay shut: other sites' forms, other hosts' names, other people's sessions, and what must not be said."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.contracts.routes import routes
from tests.people import PASSWORD, World, client

from moothall.core.models import AuditEntry
from moothall.web.middleware import client_address


def test_every_post_without_the_token_is_refused_with_a_page(world: World) -> None:
    samples, checked = world.samples(), 0
    for role in ("administrator", "democratic-services", "councillor"):
        browser = client(world.person[role], enforce_csrf_checks=True)
        before = AuditEntry.objects.count()
        for route in routes():
            if route.pattern.startswith("api/"):  # no cookie is read there, and nothing is changed
                continue
            answer = browser.post(route.address(samples), {"name": "x", "organisation": "testham"})
            assert answer.status_code == 403, route.pattern
            assert "We could not take that form" in answer.content.decode()
            checked += 1
        assert AuditEntry.objects.count() == before
    assert checked > 100


def test_a_form_from_another_site_is_refused_over_https_even_with_a_token(world: World) -> None:
    browser = client(world.person["administrator"], enforce_csrf_checks=True)
    page = browser.get("/account/council/", secure=True).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    sent = {"organisation": "testham", "csrfmiddlewaretoken": found[1]}
    there = {"HTTP_REFERER": "https://evil.example/", "secure": True}
    assert browser.post("/account/council/", sent, **there).status_code == 403
    assert browser.post("/account/council/", sent, HTTP_ORIGIN="https://evil.example").status_code == 403
    assert browser.post("/account/council/", sent, HTTP_ORIGIN="http://testserver").status_code == 302


def test_the_site_answers_only_to_its_own_names(settings, world: World) -> None:
    settings.ALLOWED_HOSTS = ["moothall.testham.test"]
    answer = client(world.person["administrator"]).get("/about/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert (
        "We could not read that request" in answer.content.decode() and "evil" not in answer.content.decode()
    )
    assert answer["X-Frame-Options"] == "DENY" and "default-src 'none'" in answer["Content-Security-Policy"]
    good = {"HTTP_HOST": "moothall.testham.test"}
    assert client().get("/about/", **good).status_code == 200
    assert client().get("/about/", **good, HTTP_X_FORWARDED_HOST="evil.example").status_code == 200
    bad = client().post(
        "/account/password/forgotten/", {"email": "auditor@example.test"}, HTTP_HOST="evil.example"
    )
    assert bad.status_code == 400


def test_cookies_are_kept_from_script_and_from_plain_connections(settings, world: World) -> None:
    settings.SESSION_COOKIE_SECURE = True
    browser = client()
    browser.post("/account/sign-in/", {"login": "auditor", "password": PASSWORD})
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"


def test_pages_of_somebody_signed_in_are_not_left_in_shared_caches(world: World) -> None:
    assert "Cookie" in client(world.person["auditor"]).get("/people/")["Vary"]
    assert "no-store" in client(world.person["performance-officer"]).get("/account/keys/")["Cache-Control"]


def test_a_key_is_shown_once_and_kept_nowhere(world: World) -> None:
    browser = client(world.person["performance-officer"])
    page = browser.post("/account/keys/", {"name": "A dashboard"}).content.decode()
    found = re.search(r"<code>(mh_[\w-]{40,})</code>", page)
    assert found
    assert found[1] not in browser.get("/account/keys/").content.decode()
    assert found[1] not in json.dumps(list(AuditEntry.objects.values()), default=str)
    made = world.person["performance-officer"].api_keys.get(name="A dashboard")
    assert found[1] not in str(vars(made)) and found[1].startswith(made.prefix)
    browser.post(f"/account/keys/{made.pk}/end/")
    made.refresh_from_db()
    assert made.ended_at
    assert browser.post(f"/account/keys/{made.pk}/end/").status_code == 404


def test_nobody_ends_anothers_key(world: World) -> None:
    assert world.key
    assert (
        client(world.person["administrator"]).post(f"/account/keys/{world.key[0].pk}/end/").status_code == 404
    )
    world.key[0].refresh_from_db()
    assert world.key[0].ended_at is None


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),  # anybody can write the header
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.0.0.1", "9.9.9.9"),
        (2, "9.9.9.9", "127.0.0.1"),
        (1, "not an address", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_clients_address_cannot_be_made_up(
    settings, rf, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_a_made_up_address_does_not_pass_by_the_lockout(world: World) -> None:
    answers = [
        Client(HTTP_X_FORWARDED_FOR=f"6.6.6.{n}").post(
            "/account/sign-in/", {"login": "auditor", "password": "x"}
        )
        for n in range(6)
    ]
    assert [it.status_code for it in answers][-2:] == [429, 429]


def test_a_fault_shows_nothing_of_itself(world: World, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("moothall.web.people.views.queries.people", broken)
    answer = client(world.person["administrator"], raise_request_exception=False).get("/people/")
    assert answer.status_code == 500 and "the secret inside" not in answer.content.decode()
    assert "Something went wrong" in answer.content.decode()


def test_refusals_are_sentences(world: World) -> None:
    page = client(world.person["councillor"]).get("/people/").content.decode()
    assert "You may not see who has which role. Ask an administrator for a role that can." in page
    away = client().get("/people/audit/?page=2")
    assert away["Location"] == f"{reverse('account_login')}?next=/people/audit/%3Fpage%3D2"
    assert client().get("/no/such/page/").status_code == 404


def test_opening_a_form_address_as_a_page_gives_a_page(world: World) -> None:
    answer = client(world.person["administrator"]).get(f"/people/{world.person['auditor'].pk}/stop/")
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "There is no page here" in answer.content.decode()
