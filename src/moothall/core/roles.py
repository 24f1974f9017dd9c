"""What each migration leaves behind: the shipped roles as `roles.toml` has them, and the command line's person."""

import tomllib
from importlib.resources import files
from typing import Any

from django.db import transaction

from moothall.core.actions import keep_command_line
from moothall.core.models import PUBLISHED, Grant, Organisation, Role, Scope


def shipped() -> dict[str, dict[str, Any]]:
    """The shipped roles as declared: slug to name, purpose and the permissions of each scope."""
    return tomllib.loads((files("moothall.core") / "roles.toml").read_text(encoding="utf-8"))


def ship_roles(**_: object) -> None:
    """Makes the shipped roles what the file says, the organisation of published statistics and the command line."""
    with transaction.atomic():
        Organisation.objects.get_or_create(slug=PUBLISHED, defaults={"name": "Published statistics"})
        for position, (slug, declared) in enumerate(shipped().items()):
            role, _created = Role.objects.update_or_create(
                slug=slug,
                defaults={
                    "name": declared["name"],
                    "purpose": declared["purpose"],
                    "shipped": True,
                    "position": position,
                },
            )
            wanted = {permission: scope for scope in Scope.values for permission in declared.get(scope, [])}
            role.grants.exclude(permission__in=wanted).delete()
            for permission, scope in wanted.items():
                Grant.objects.update_or_create(role=role, permission=permission, defaults={"scope": scope})
        keep_command_line()
