"""What no import shows: a foreign key may point only at its own floor's app or below."""

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey

FLOORS = (
    {"core"},
    {"figures", "direction"},
    {"figures_feeds", "direction_recommendations"},
    {"performance", "insight", "risks", "programmes", "finance", "spend", "workforce", "assets", "casework"}
    | {"customers", "rounds", "engagement"},
    {"performance_collection", "performance_clinics", "performance_quarterly", "insight_lean"}
    | {"spend_ledgers", "spend_purchasing", "spend_transparency"},
    {"plan", "journeys", "plan_progress", "plan_barriers", "plan_committee", "plan_returns"}
    | {"plan_service_plans", "plan_sector"},
    {"web", "cli"},
)
LIBRARIES = {"auth", "contenttypes", "sessions", "account", "mfa", "socialaccount", "axes", "django_tasks_db"}


def floor(label: str) -> int:
    """How high an app stands; libraries stand under everything."""
    return next((height for height, labels in enumerate(FLOORS) if label in labels), -1)


def test_every_app_of_ours_has_a_floor() -> None:
    ours = {it.label for it in apps.get_app_configs() if it.name.startswith("moothall.")}
    assert {it for it in ours if floor(it) < 0} == set()
    assert settings.AUTH_USER_MODEL == "core.Person"


def test_foreign_keys_point_down_the_floors() -> None:
    wrong, seen = [], 0
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey) or here in LIBRARIES:
                continue
            seen += 1
            there = field.related_model._meta.app_label
            if there != here and floor(there) >= floor(here):
                wrong.append(f"{model._meta.label}.{field.name} points to {there}")
    assert seen > 15
    assert not wrong, wrong
