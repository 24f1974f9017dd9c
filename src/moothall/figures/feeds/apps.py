from importlib import import_module

from django.apps import AppConfig


class Feeds(AppConfig):
    name = "moothall.figures.feeds"
    label = "figures_feeds"

    def ready(self) -> None:
        import_module("moothall.figures.feeds.jobs")  # registers its kind of job
