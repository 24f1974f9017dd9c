from django.apps import AppConfig


class Quarterly(AppConfig):
    name = "moothall.performance.quarterly"
    label = "performance_quarterly"

    def ready(self) -> None:
        from moothall.figures.disclosure import disclose
        from moothall.performance.quarterly.queries import shown_in_public

        disclose("quarterly", shown_in_public)
