"""Reminders through a real SMTP conversation: one message an owner a day, tried again where it was not taken."""

import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_string, policy
from typing import Any

import jsonschema_rs
import pytest
from tests.people import World
from tests.plan_returns.conftest import QUARTERLY, TODAY
from typer.testing import CliRunner

from moothall.cli import app
from moothall.cli.schemas import FOLDER
from moothall.core.models import AuditEntry, Reminder, Service
from moothall.core.reminding import remind
from moothall.plan.returns import actions
from moothall.plan.returns.models import Occurrence, StatutoryReturn


class Post(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given, or refuses it."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[tuple[list[str], str]] = []
        self.refuses = False


class Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs."""

    def handle(self) -> None:
        self.say("220 post")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "QUIT":
                self.say("221 bye")
                return
            if word == "RCPT":
                to.append(line.partition("<")[2].partition(">")[0])
                self.say("550 no" if self.server.refuses else "250 ok")  # type: ignore[attr-defined]
            elif word == "DATA":
                self.say("354 go on")
                lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                self.server.taken.append((to, "".join(lines)))  # type: ignore[attr-defined]
                to = []
                self.say("250 ok")
            else:
                self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    server = Post()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
    settings.SITE_ADDRESS = "https://moothall.example"
    yield server
    server.shutdown()
    server.server_close()


def body(message: str) -> str:
    return message_from_string(message, policy=policy.default).get_content()


def test_each_owner_gets_one_message_a_day(world: World, made: StatutoryReturn, post: Post) -> None:
    root = world.root
    first = remind(root, organisation=world.council, on=TODAY)
    assert [(str(it.person), it.sent, len(it.items)) for it in first.told] == [("Service Manager", True, 3)]
    second = remind(root, organisation=world.council, on=TODAY)
    assert [(it.sent, it.why_not) for it in second.told] == [(False, "told already today")]
    ((to, message),) = post.taken
    assert to == ["service-manager@example.test"]
    assert "Subject: Statutory returns: 3 late" in message
    said = body(message)
    assert (
        "- WasteDataFlow, Q3 2025-26: due 31 March 2026 (216 days ago), to The environment department" in said
    )
    assert f"https://moothall.example/returns/{made.pk}/2025-10-01/submit/" in said
    remind(root, organisation=world.council, on=TODAY + timedelta(days=1))
    assert len(post.taken) == 2
    assert Reminder.objects.filter(sent_at__isnull=False).count() == 2
    assert AuditEntry.objects.filter(action="reminder.sent").count() == 2


def test_only_what_is_late_or_within_its_lead_time_is_told(world: World, waste: Service, post: Post) -> None:
    told = {**QUARTERLY, "first_day": date(2026, 7, 1), "lead_days": [28, 7]}
    actions.add_return(world.root, organisation=world.council, service=waste, **told)  # due 31 December
    assert not remind(world.root, organisation=world.council, on=date(2026, 12, 2)).told
    assert not Occurrence.objects.exists()
    remind(world.root, organisation=world.council, on=date(2026, 12, 3))
    assert "Due soon:" in body(post.taken[0][1]) and "(in 28 days)" in body(post.taken[0][1])
    assert Occurrence.objects.count() == 1, "what came up is stored"


def test_a_message_not_taken_is_tried_again(world: World, made: StatutoryReturn, post: Post) -> None:
    post.refuses = True
    (told,) = remind(world.root, organisation=world.council, on=TODAY).told
    assert not told.sent and told.why_not == "the message was not taken (SMTPRecipientsRefused)"
    post.refuses = False
    (told,) = remind(world.root, organisation=world.council, on=TODAY).told
    assert told.sent and len(post.taken) == 1


def test_without_a_person_those_who_submit_for_the_service_are_told_and_else_it_says_so(
    world: World, waste: Service, post: Post
) -> None:
    actions.add_return(world.root, organisation=world.council, service=waste, **QUARTERLY)
    homes = Service.objects.get(organisation=world.council, slug="homes")
    actions.add_return(
        world.root, organisation=world.council, service=homes, **{**QUARTERLY, "title": "Homes"}
    )
    done = remind(world.root, organisation=world.council, on=TODAY)
    assert [str(it.person) for it in done.told] == ["Service Manager"]
    assert {it.title.partition(",")[0] for it in done.nobody} == {"Homes"}


def test_the_command_says_what_it_did(world: World, made: StatutoryReturn, post: Post) -> None:
    schema = json.loads((FOLDER / "remind.json").read_text())
    day = TODAY.isoformat()
    said = CliRunner().invoke(app, ["remind", "--on", day, "--json", "-"])
    assert said.exit_code == 0, said.output
    data = json.loads(said.stdout)
    jsonschema_rs.validate(schema, data)
    assert data["councils"][1]["messages"][0]["sent"] is True or data["councils"][0]["messages"]
    again = CliRunner().invoke(app, ["remind", "--on", day, "--organisation", "testham"])
    assert again.exit_code == 0 and "told already today" in again.stdout
    post.refuses = True
    refused = CliRunner().invoke(app, ["remind", "--on", "2026-11-05", "--quiet"])
    assert refused.exit_code == 1 and refused.stdout == ""
