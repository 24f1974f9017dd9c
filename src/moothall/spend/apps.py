from django.apps import AppConfig


class Spend(AppConfig):
    name = "moothall.spend"
    label = "spend"
