from django.apps import AppConfig


class Plan(AppConfig):
    name = "moothall.plan"
    label = "plan"
