from django.apps import AppConfig


class Plan(AppConfig):
    name = "moothall.plan"
    label = "plan"

    def ready(self) -> None:
        from moothall.figures.disclosure import disclose
        from moothall.plan.queries import shown_in_public

        disclose("plan", shown_in_public)
