from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Core(AppConfig):
    name = "moothall.core"
    label = "core"

    def ready(self) -> None:
        from moothall.core.roles import ship_roles

        post_migrate.connect(ship_roles, sender=self)
