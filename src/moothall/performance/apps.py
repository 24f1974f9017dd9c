from django.apps import AppConfig


class Performance(AppConfig):
    name = "moothall.performance"
    label = "performance"
