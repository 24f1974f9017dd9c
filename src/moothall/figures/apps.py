from django.apps import AppConfig


class Figures(AppConfig):
    name = "moothall.figures"
    label = "figures"

    def ready(self) -> None:
        from moothall.figures import jobs, reorganising  # noqa: F401  (jobs registers kinds of job,
        from moothall.figures.recalculating import method  # and so does this)

        method(reorganising.ENGINE, reorganising.refresh)
