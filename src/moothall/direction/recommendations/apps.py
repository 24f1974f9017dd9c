from django.apps import AppConfig


class Recommendations(AppConfig):
    name = "moothall.direction.recommendations"
    label = "direction_recommendations"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction.recommendations import rehoming
        from moothall.direction.recommendations.queries import ROOM, SOURCE
        from moothall.direction.rehoming import moves

        register(SOURCE, ROOM)
        moves(rehoming.KIND, rehoming.ROOM)
