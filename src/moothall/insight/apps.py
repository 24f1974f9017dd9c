from django.apps import AppConfig


class Insight(AppConfig):
    name = "moothall.insight"
    label = "insight"

    def ready(self) -> None:
        from moothall.figures.recalculating import method
        from moothall.insight import standing

        method(standing.ENGINE, standing.refresh, slow=True)
