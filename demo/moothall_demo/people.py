"""The demonstration's people, and how those with a sign-in sign in.

Passwords are drawn at the first run and kept in MOOTHALL_HOME, readable by its owner alone, so that a second
run can print them again. None is in the code.
"""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings

from moothall.core.actions import add_person, give_role
from moothall.core.audit import record
from moothall.core.models import Organisation, Person, Role
from moothall_demo.council import EVERYONE, SIGN_IN


def add_people(administrator: Person, organisation: Organisation) -> dict[str, Person]:
    """Everybody by user name; those who are not there yet are added, with their role."""
    passwords = sign_in_passwords()
    there = {it.username: it for it in Person.objects.filter(username__in=[it.username for it in EVERYONE])}
    roles = {role.slug: role for role in Role.objects.all()}
    for someone in EVERYONE:
        if someone.username not in there:
            there[someone.username] = add_person(
                administrator,
                organisation=organisation,
                username=someone.username,
                name=someone.name,
                email=f"{someone.username}@ashcombe-vale.example",
                password=passwords.get(someone.username),
            )
        person = there[someone.username]
        if not person.memberships.filter(organisation=organisation, ended_at__isnull=True).exists():
            role = roles[someone.role]
            give_role(administrator, to=person, organisation=organisation, role=role, own=someone.own)
    return there


def sign_ins(administrator: Person, organisation: Organisation) -> list[tuple[str, str, str]]:
    """Role, user name and password of each sign-in. Where the file was lost, everybody gets a new password."""
    lost = not _kept().exists()
    passwords = sign_in_passwords()
    if lost:
        for person in Person.objects.filter(username__in=passwords):
            person.set_password(passwords[person.username])
            person.save(update_fields=["password"])
            record(administrator, "password.set", organisation=organisation, on=person)
    names = dict(Role.objects.values_list("slug", "name"))
    return [(names[it.role], it.username, passwords[it.username]) for it in SIGN_IN]


def sign_in_passwords() -> dict[str, str]:
    """The password of each sign-in, drawn and kept at the first call."""
    path = _kept()
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    drawn = {it.username: "-".join(secrets.token_hex(2) for _ in range(4)) for it in SIGN_IN}
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(drawn, file, indent=1)
    return drawn


def _kept() -> Path:
    return Path(settings.MOOTHALL_HOME) / "demo-sign-ins.json"
