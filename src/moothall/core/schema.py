"""The tables of the database: made at once where there are none, else brought up to date migration by migration.

Migrations rebuild Django's picture of every model at each step, so that a hundred of them take a new installation
ten seconds to end where one step takes two. tests/core/test_schema.py holds that both ways make the same tables.
"""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


def bring_up_to_date() -> None:
    """Makes or migrates the tables, and ships the roles. Stopped at any point, the next run ends it."""
    if not MigrationRecorder(connection).applied_migrations():
        _make()
    call_command("migrate", interactive=False, verbosity=0)


def _make() -> None:
    """Every table as the models have it, in one transaction; then every migration is written down as applied."""
    kept = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = dict.fromkeys(it.label for it in apps.get_app_configs())
    try:
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    finally:
        settings.MIGRATION_MODULES = kept
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    with transaction.atomic():
        for app, name in executor.loader.graph.nodes:
            executor.recorder.record_applied(app, name)
