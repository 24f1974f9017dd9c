from django.apps import AppConfig


class Performance(AppConfig):
    name = "moothall.performance"
    label = "performance"

    def ready(self) -> None:
        from moothall.direction.queries import owning_service
        from moothall.figures.answering import answers

        answers("direction", owning_service)
