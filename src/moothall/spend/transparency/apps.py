from django.apps import AppConfig


class Transparency(AppConfig):
    name = "moothall.spend.transparency"
    label = "spend_transparency"
