from django.apps import AppConfig


class Insight(AppConfig):
    name = "moothall.insight"
    label = "insight"
