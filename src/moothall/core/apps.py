from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class Core(AppConfig):
    name = "moothall.core"
    label = "core"

    def ready(self) -> None:
        from moothall.core.roles import ship_roles
        from moothall.core.webhooks.hearing import hear

        post_save.connect(hear, sender="core.AuditEntry", dispatch_uid="webhooks")
        post_migrate.connect(ship_roles, sender=self)
