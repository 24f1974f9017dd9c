from django.apps import AppConfig


class Progress(AppConfig):
    name = "moothall.plan.progress"
    label = "plan_progress"

    def ready(self) -> None:
        from moothall.figures.disclosure import disclose
        from moothall.plan.progress.queries import shown_in_public

        disclose("progress", shown_in_public)
