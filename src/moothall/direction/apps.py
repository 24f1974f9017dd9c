from django.apps import AppConfig


class Direction(AppConfig):
    name = "moothall.direction"
    label = "direction"

    def ready(self) -> None:
        from moothall.direction.queries import owning_service
        from moothall.figures.answering import answers

        answers("direction", owning_service)
