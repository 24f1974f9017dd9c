from django.apps import AppConfig


class Recommendations(AppConfig):
    name = "moothall.direction.recommendations"
    label = "direction_recommendations"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction.recommendations.queries import ROOM, SOURCE

        register(SOURCE, ROOM)
