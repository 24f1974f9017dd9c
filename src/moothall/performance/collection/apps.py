from django.apps import AppConfig


class Collection(AppConfig):
    name = "moothall.performance.collection"
    label = "performance_collection"
