"""A GET changes nothing: no table has a row more, fewer or other than before."""

from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.contracts.routes import routes
from tests.people import World

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def everything() -> dict[str, list[Any]]:
    """Every row of every table, but for sessions."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


def test_no_get_writes(world: World, people: dict[str, Client]) -> None:
    samples = world.samples()
    for role in ("administrator", "democratic-services", "councillor", "anonymous"):
        browser = people[role]
        browser.raise_request_exception = False
        for route in routes():
            before = everything()
            with CaptureQueriesContext(connection) as seen:
                browser.get(route.address(samples))
            wrote = [
                it["sql"] for it in seen if it["sql"].startswith(WRITES) and "django_session" not in it["sql"]
            ]
            assert not wrote, f"GET {route.pattern} as {role}: {wrote}"
            assert everything() == before, f"GET {route.pattern} as {role}"
