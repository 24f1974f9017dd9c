from django.apps import AppConfig


class Lean(AppConfig):
    name = "moothall.insight.lean"
    label = "insight_lean"
