from django.apps import AppConfig


class Barriers(AppConfig):
    name = "moothall.plan.barriers"
    label = "plan_barriers"
