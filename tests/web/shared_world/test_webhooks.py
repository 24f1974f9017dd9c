"""Channels of Teams and Slack, against a stand-in on this machine that speaks as both do."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult
from tests.people import World, client

from moothall.core import clock, outside, reminding
from moothall.core.audit import change
from moothall.core.due import Due
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, MessageState, Webhook, WebhookMessage
from moothall.core.outside import Reply, Unreachable
from moothall.core.webhooks import actions, hearing, sending
from moothall.core.webhooks.queries import webhooks

TODAY = date(2026, 11, 23)
SECRET = "T0/B0/very-secret"
ADDRESS = f"https://chat.example.com/services/{SECRET}"


@dataclass
class Stub:
    """What was posted to it, and what it answers: statuses one after another, the last for ever; or nothing in time."""

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(200, {})])
    got: list[Any] = field(default_factory=list)
    slow: float = 0
    base: str = ""


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    made = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append((self.path, self.headers["Content-Type"], json.loads(body)))
            time.sleep(made.slow)
            status, headers = made.answers[min(len(made.got), len(made.answers)) - 1]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    made.base = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("MOOTHALL_INSIDE", f"127.0.0.1:{server.server_port}")
    yield made
    server.shutdown()
    server.server_close()


def add(world: World, address: str = ADDRESS, **more: Any) -> Webhook:
    said = {"name": "Performance team", "kind": "slack", "hears": ["clinic.closed"]} | more
    person = world.person["administrator"]
    return actions.add_webhook(person, organisation=world.council, address=address, **said)


def waiting(webhook: Webhook) -> WebhookMessage:
    return webhook.messages.get(state=MessageState.WAITING)


# sending


def test_both_programs_get_what_they_take(world: World, stub: Stub) -> None:
    for kind, path in (("teams", "/workflows/1/invoke?sig=a"), ("slack", "/services/T/B/x")):
        webhook = add(world, stub.base + path, kind=kind)
        sending.send.func(actions.try_webhook(world.person["administrator"], webhook=webhook).pk)
        message = webhook.messages.get()
        assert (message.state, message.outcome) == ("sent", "127.0.0.1 took it (200).")
    (teams, slack) = stub.got
    assert teams[0] == "/workflows/1/invoke?sig=a" and teams[1] == slack[1] == "application/json"
    assert teams[2]["attachments"][0]["content"]["type"] == "AdaptiveCard"
    assert slack[2]["blocks"][0]["text"]["text"] == "A test message"


def test_a_busy_channel_is_tried_again_later_and_later_and_then_given_up(world: World, stub: Stub) -> None:
    stub.answers = [(503, {})]
    webhook = add(world, stub.base)
    message = actions.try_webhook(world.person["administrator"], webhook=webhook)
    DBTaskResult.objects.all().delete()
    pauses = []
    for _ in sending.PAUSES:
        before = clock.now()
        sending.attempt(message.pk)
        message.refresh_from_db()
        assert message.state == "waiting" and message.next_at and "answered 503" in message.outcome
        pauses.append((message.next_at - before).total_seconds())
    assert all(a <= b <= a * 1.25 + 2 for a, b in zip(sending.PAUSES, pauses, strict=True))
    tasks = DBTaskResult.objects.order_by("run_after")
    assert len(tasks) == len(pauses) and all(it.run_after > clock.now() for it in tasks), "the worker waits"
    sending.attempt(message.pk)
    message.refresh_from_db()
    assert message.state == "failed" and message.outcome.endswith("Given up after 6 tries.")
    sending.attempt(message.pk)
    assert len(stub.got) == 6, "what is over is not sent again"
    webhook.refresh_from_db()
    assert webhook.ended_at is None


def test_a_channel_that_says_how_long_to_wait_is_heeded(world: World, stub: Stub) -> None:
    stub.answers = [(429, {"Retry-After": "5000"}), (202, {})]
    message = actions.try_webhook(world.person["administrator"], webhook=add(world, stub.base))
    sending.attempt(message.pk)
    message.refresh_from_db()
    assert message.next_at and message.next_at - clock.now() > timedelta(seconds=4990)
    sending.attempt(message.pk)
    message.refresh_from_db()
    assert message.state == "sent" and message.attempts == 2


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_gone_ends_with_the_reason(world: World, stub: Stub, status: int) -> None:
    stub.answers = [(status, {})]
    webhook = add(world, stub.base)
    first, second = (actions.try_webhook(world.person["administrator"], webhook=webhook) for _ in range(2))
    sending.attempt(first.pk)
    webhook.refresh_from_db()
    assert webhook.ended_at and webhook.sealed == "" and f"answered {status}" in webhook.ended_because
    entry = AuditEntry.objects.get(action="webhook.ended")
    assert entry.person is None and entry.organisation == world.council
    sending.attempt(second.pk)
    second.refresh_from_db()
    assert second.state == "failed" and len(stub.got) == 1
    assert "no address" not in str(entry.after) and stub.base not in str(entry.after)


@pytest.mark.parametrize("status", [302, 400, 401, 403])
def test_what_trying_again_will_not_help_is_over(world: World, stub: Stub, status: int) -> None:
    stub.answers = [(status, {"Location": "http://127.0.0.1:1/elsewhere"})]
    message = actions.try_webhook(world.person["administrator"], webhook=add(world, stub.base))
    sending.attempt(message.pk)
    message.refresh_from_db()
    assert message.state == "failed" and f"answered {status}" in message.outcome and len(stub.got) == 1


def test_slow_and_silent_channels_are_tried_again(
    world: World, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "READ", 0.05)
    stub.slow = 0.3
    message = actions.try_webhook(world.person["administrator"], webhook=add(world, stub.base))
    sending.attempt(message.pk)
    message.refresh_from_db()
    assert (message.state, message.outcome) == ("waiting", "127.0.0.1 did not answer in time.")
    monkeypatch.setenv("MOOTHALL_INSIDE", "127.0.0.1:9")
    with pytest.raises(Unreachable, match="broke"):
        outside.post("http://127.0.0.1:9/", {})


def test_what_a_worker_left_is_taken_up_again(world: World) -> None:
    message = actions.try_webhook(world.person["administrator"], webhook=add(world))
    assert sending.take_up_again() == 0
    WebhookMessage.objects.update(next_at=clock.now() - timedelta(hours=2))
    DBTaskResult.objects.all().delete()
    assert sending.take_up_again() == 1 and DBTaskResult.objects.count() == 1
    message.refresh_from_db()
    assert message.next_at and clock.now() - message.next_at < timedelta(minutes=1)


# where it may go


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.com/x", "ftp://hooks.example.com/x", "hooks.example.com", "https://", "https://a b/",
        "https://127.0.0.1/x", "https://[::1]/x", "https://10.0.0.8/x", "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:192.168.0.1]/", "https://localhost/", "https://intranet/", "https://db.internal/",
        "https://me:word@hooks.example.com/", "https://hooks.example.com:bad/", "https://x.example/" + "y" * 2000,
        "https://2130706433/", "https://0/",
    ],
)  # fmt: skip
@pytest.mark.once
def test_an_address_inside_or_not_over_https_is_refused(address: str) -> None:
    with pytest.raises(NotPossible):
        outside.checked(address)


def test_a_channel_is_not_added_at_such_an_address(world: World) -> None:
    with pytest.raises(NotPossible, match="private network"):
        add(world, "https://169.254.169.254/latest/meta-data")
    assert not Webhook.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize("found", [["10.1.2.3"], ["93.184.216.34", "127.0.0.1"], []])
def test_a_name_that_leads_inside_is_not_written_to(found: list[str]) -> None:
    with pytest.raises(NotPossible, match="private network"):
        outside.post("https://hooks.example.com/x", {}, resolve=lambda _host, _port: found)


def test_a_name_that_leads_elsewhere_the_second_time_is_not_written_to(stub: Stub, monkeypatch: Any) -> None:
    """A connection is looked at before anything is said over it."""
    monkeypatch.delenv("MOOTHALL_INSIDE")
    port = int(stub.base.rpartition(":")[2])
    with pytest.raises(NotPossible, match="private network"):
        outside.post(f"https://localhost.example.com:{port}/", {}, resolve=_outside_then(monkeypatch))
    assert stub.got == []


def _outside_then(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], list[str]]:
    import socket

    real = socket.getaddrinfo

    def resolve(_host: str, _port: int) -> list[str]:
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *more, **named: real("127.0.0.1", *more, **named)
        )
        return ["93.184.216.34"]

    return resolve


# what is kept


def test_the_address_is_sealed_and_nowhere_else(world: World, settings: Any, caplog: Any) -> None:
    webhook = add(world)
    kept = repr([list(it.objects.values()) for it in (Webhook, WebhookMessage, AuditEntry, DBTaskResult)])
    assert SECRET not in kept and webhook.host == "chat.example.com"
    asked: list[str] = []

    def post(address: str, _content: Any) -> Reply:
        asked.append(address)
        raise Unreachable("chat.example.com did not answer in time.")

    message = actions.try_webhook(world.person["administrator"], webhook=webhook)
    sending.attempt(message.pk, post)
    assert asked == [ADDRESS] and SECRET not in caplog.text
    settings.SECRET_KEY = "another"
    sending.attempt(message.pk, post)
    message.refresh_from_db()
    assert message.outcome == sending.LOST and len(asked) == 1
    actions.change_webhook(
        world.person["administrator"], webhook=webhook, name="Team", hears=["plan.published"], address=ADDRESS
    )
    again = actions.try_webhook(world.person["administrator"], webhook=webhook)
    sending.attempt(again.pk, lambda address, _content: Reply(200 if address == ADDRESS else 400))
    again.refresh_from_db()
    assert again.state == "sent"


# what is heard


def test_a_channel_hears_of_what_it_chose_and_of_nothing_else(world: World, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://moothall.example"
    hears, deaf = add(world), add(world, hears=["figures.loaded"])
    elsewhere = actions.add_webhook(
        world.person["other"], organisation=world.other, name="x", kind="teams", address=ADDRESS,
        hears=["clinic.closed"],
    )  # fmt: skip
    person = world.person["administrator"]
    for action in ("clinic.closed", "clinic.begun"):
        with change(person, "clinics.manage", action, organisation=world.council) as entry:
            entry.key, entry.title = "7", "Performance clinic, 14 October 2026"
    told = waiting(hears)
    assert told.content == {
        "title": "A clinic was closed: Performance clinic, 14 October 2026",
        "lines": [],
        "href": "https://moothall.example/clinics/7/",
    }
    assert not deaf.messages.exists() and not elsewhere.messages.exists()
    actions.end_webhook(person, webhook=hears, because="Nobody reads it")
    with change(person, "clinics.manage", "clinic.closed", organisation=world.council) as entry:
        entry.key = "8"
    assert hears.messages.count() == 1


def test_what_is_undone_is_not_told_and_no_fault_of_telling_undoes_anything(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook, person = add(world), world.person["administrator"]
    with (
        pytest.raises(NotPossible),
        change(person, "clinics.manage", "clinic.closed", organisation=world.council) as entry,
    ):
        entry.key = "7"
        raise NotPossible("no")
    with change(person, "clinics.manage", "clinic.closed", organisation=world.council) as entry:
        entry.key = "not a number"  # so that its page has no address
    assert not webhook.messages.exists()
    assert AuditEntry.objects.filter(action="clinic.closed").count() == 1


def test_loads_and_feeds_are_told_of_when_something_is_wrong(world: World) -> None:
    webhook, person = add(world, hears=["figures.loaded", "feed.run_ended"]), world.person["administrator"]
    for action, after in (
        ("figures.loaded", {"kept": 10, "rejected": 0}),
        ("figures.loaded", {"kept": 1200, "rejected": 3}),
        ("feed.run_ended", {"state": "done"}),
        ("feed.run_ended", {"state": "failed"}),
    ):
        with change(person, "figures.load", action, organisation=world.council) as entry:
            entry.key, entry.title, entry.after = "1", "waste.csv", after
    assert [it.content["title"] for it in webhook.messages.order_by("id")] == [
        "3 rows of a load rejected: waste.csv",
        "A feed failed: waste.csv",
    ]


def test_what_is_due_is_one_message_a_day_by_service_without_a_name(world: World) -> None:
    kind = next(iter(it for it in hearing.choices() if it.startswith("due:"))).removeprefix("due:")
    webhook, deaf = add(world, hears=[f"due:{kind}"]), add(world)
    manager, director = world.person["service-manager"], world.person["director"]
    items = [
        Due(kind, str(n), f"Return {n}", TODAY + timedelta(days=n - 1), "/x/", who, service="waste")
        for n in range(8)
        for who in (manager, director)
    ] + [
        Due(kind, "h", "Homes return", TODAY, "/x/", None, service="homes"),
        Due("other", "o", "O", TODAY, "/x/", None),
    ]
    assert hearing.daily(world.council, TODAY, items) == 1
    assert hearing.daily(world.council, TODAY, items) == 0, "once a day"
    content = waiting(webhook).content
    assert content["title"] == "What is due, Testham: 1 late, 8 due soon"
    assert content["lines"] == [
        "23 November 2026",
        "Homes: Homes return, 23 November 2026 (today).",
        "Waste and recycling: Return 0, 22 November 2026 (1 day ago); Return 1, 23 November 2026 (today); "
        "Return 2, 24 November 2026 (in 1 day); Return 3, 25 November 2026 (in 2 days); "
        "Return 4, 26 November 2026 (in 3 days); and 3 more.",
    ]
    assert str(manager) not in str(content)
    assert not deaf.messages.exists()
    assert hearing.daily(world.council, TODAY + timedelta(days=1), items) == 1
    assert hearing.daily(world.council, TODAY + timedelta(days=2), []) == 0, (
        "nothing is owed, nothing is said"
    )


def test_the_days_reminders_tell_channels_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = next(it for it in hearing.choices() if it.startswith("due:")).removeprefix("due:")
    webhook = add(world, hears=[f"due:{kind}"])
    told = Due(kind, "1", "A return", TODAY, "/x/", None, service="waste")
    quiet = Due(kind, "2", "Another", TODAY, "/x/", None, service="waste", tell=False)
    monkeypatch.setattr(reminding, "due", lambda *_, **__: [told, quiet])
    reminding.remind(world.person["administrator"], organisation=world.council, on=TODAY)
    assert waiting(webhook).content["title"] == "What is due, Testham: 0 late, 1 due soon"


# the pages


def test_an_administrator_adds_tries_changes_and_ends_a_channel(world: World) -> None:
    browser = client(world.person["administrator"])
    refused = browser.post(
        "/webhooks/add/",
        {"name": "T", "kind": "teams", "address": "http://10.0.0.1/", "hears": ["plan.published"]},
    )
    assert refused.status_code == 422 and "over HTTPS only" in refused.content.decode()
    made = browser.post(
        "/webhooks/add/", {"name": "T", "kind": "teams", "address": ADDRESS, "hears": ["plan.published"]}
    )
    page = made.headers["Location"]
    text = browser.get(page).content.decode()
    assert "chat.example.com" in text and SECRET not in text and "Nothing has been written to it yet" in text
    browser.post(f"{page}test/")
    assert "On its way" in (text := browser.get(page).content.decode()) or "A test message" in text
    form = browser.get(f"{page}change/").content.decode()
    assert SECRET not in form
    browser.post(f"{page}change/", {"name": "Team", "address": "", "hears": ["clinic.closed"]})
    webhook = Webhook.objects.get()
    assert (webhook.name, webhook.hears) == ("Team", ["clinic.closed"]) and webhook.sealed
    assert "Team" in browser.get("/webhooks/").content.decode()
    browser.post(f"{page}end/")
    text = browser.get(page).content.decode()
    assert "Ended by hand" in text and "Send a test message" not in text
    assert browser.get(f"{page}change/").status_code == 404
    with pytest.raises(PermissionDenied):
        webhooks(world.person["auditor"], world.council)


def test_the_list_asks_as_often_however_long(world: World, django_assert_num_queries: Any) -> None:
    person = world.person["administrator"]
    list(webhooks(person, world.council))  # who may what is asked once
    for count in (1, 6):
        while Webhook.objects.count() < count:
            actions.try_webhook(person, webhook=add(world))
        with django_assert_num_queries(1):
            assert len(webhooks(person, world.council)) == count
