from django.apps import AppConfig


class Progress(AppConfig):
    name = "moothall.plan.progress"
    label = "plan_progress"
