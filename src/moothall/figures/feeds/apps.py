from django.apps import AppConfig


class Feeds(AppConfig):
    name = "moothall.figures.feeds"
    label = "figures_feeds"
