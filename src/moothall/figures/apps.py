from django.apps import AppConfig


class Figures(AppConfig):
    name = "moothall.figures"
    label = "figures"

    def ready(self) -> None:
        from moothall.figures import jobs, recalculating  # noqa: F401  (they register kinds of job)
