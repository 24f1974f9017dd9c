from django.apps import AppConfig


class Figures(AppConfig):
    name = "moothall.figures"
    label = "figures"

    def ready(self) -> None:
        from moothall.figures import jobs  # noqa: F401  (registers the kind of job)
