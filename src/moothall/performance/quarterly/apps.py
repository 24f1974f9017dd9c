from django.apps import AppConfig


class Quarterly(AppConfig):
    name = "moothall.performance.quarterly"
    label = "performance_quarterly"
