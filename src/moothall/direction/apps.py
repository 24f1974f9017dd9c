from django.apps import AppConfig


class Direction(AppConfig):
    name = "moothall.direction"
    label = "direction"
