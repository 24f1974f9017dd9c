from django.apps import AppConfig


class Sector(AppConfig):
    name = "moothall.plan.sector"
    label = "plan_sector"

    def ready(self) -> None:
        from moothall.plan.sector import jobs  # noqa: F401  (registers the kind of job)
