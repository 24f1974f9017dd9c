from django.apps import AppConfig


class Recommendations(AppConfig):
    name = "moothall.direction.recommendations"
    label = "direction_recommendations"
