from django.apps import AppConfig


class Web(AppConfig):
    name = "moothall.web"
    label = "web"
