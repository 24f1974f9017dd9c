"""A GET changes nothing: no table has a row more, fewer or other than before."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.contracts.routes import routes
from tests.people import EVERYBODY, World

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def everything() -> dict[str, list[Any]]:
    """Every row of every table, but for sessions."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_get_writes(role: str, world: World, people: dict[str, Client]) -> None:
    samples, browser = world.samples(), people[role]
    browser.raise_request_exception = False
    before = everything()
    for route in routes():
        with CaptureQueriesContext(connection) as seen:
            browser.get(route.address(samples))
        wrote = [
            it["sql"] for it in seen if it["sql"].startswith(WRITES) and "django_session" not in it["sql"]
        ]
        assert not wrote, f"GET {route.pattern} as {role}: {wrote}"
    assert everything() == before, f"as {role}"
