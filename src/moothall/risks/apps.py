from django.apps import AppConfig


class Risks(AppConfig):
    name = "moothall.risks"
    label = "risks"
