"""The logs say what happened and to no one in particular: no name, address, e-mail or anything typed."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from tests.people import World, add, client

from moothall.core.logs import JsonFormatter

PASSWORD = "copper kettle fence"
PERSONAL = (
    "ada-lovelace",
    "Ada Lovelace",
    "ada-lovelace@example.test",
    PASSWORD,
    "10.9.8.7",
    "typed by mistake",
)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the site's log would hold, from every logger, at every level it is set to."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(JsonFormatter())
    loggers = [logging.getLogger(), logging.getLogger("django.request")]
    for it in loggers:
        it.addHandler(handler)
    yield kept
    for it in loggers:
        it.removeHandler(handler)


def test_the_logs_hold_no_personal_data(
    world: World, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, "ada-lovelace", role="administrator", password=PASSWORD)
    browser = Client(REMOTE_ADDR="10.9.8.7", raise_request_exception=False)
    for password in [*["typed by mistake"] * 3, PASSWORD]:
        browser.post("/account/sign-in/", {"login": "ada-lovelace", "password": password})
    assert "_auth_user_id" in browser.session
    browser.get("/people/?q=ada-lovelace@example.test")
    browser.get("/people/audit/?thing=Ada+Lovelace")
    browser.get("/no/such/page/ada-lovelace@example.test")
    browser.post("/people/add/", {"name": "Ada Lovelace", "email": "ada-lovelace@example.test"})
    browser.post("/account/password/forgotten/", {"email": "ada-lovelace@example.test"})
    for _ in range(6):
        browser.post(
            "/account/sign-in/", {"login": "ada-lovelace@example.test", "password": "typed by mistake"}
        )

    from moothall.web.people import views

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("for Ada Lovelace, ada-lovelace@example.test")

    monkeypatch.setattr(views.queries, "people", broken)
    assert browser.get("/people/").status_code in (302, 500)
    signed = client(world.person["administrator"], raise_request_exception=False)
    assert signed.get("/people/?q=ada-lovelace").status_code == 500

    written = lines.getvalue()
    records = [json.loads(line) for line in written.splitlines()]
    assert len(records) > 10
    assert {"at", "level", "logger", "message"} <= records[0].keys()
    assert any(it.get("route") == "people/" for it in records)
    assert any(it.get("error") == "RuntimeError" for it in records)
    for word in PERSONAL:
        assert word not in written, next(line for line in written.splitlines() if word in line)
