from django.apps import AppConfig


class Committee(AppConfig):
    name = "moothall.plan.committee"
    label = "plan_committee"
