from django.apps import AppConfig


class Committee(AppConfig):
    name = "moothall.plan.committee"
    label = "plan_committee"

    def ready(self) -> None:
        from moothall.figures.disclosure import disclose
        from moothall.plan.committee.queries import shown_in_public

        disclose("committee", shown_in_public)
