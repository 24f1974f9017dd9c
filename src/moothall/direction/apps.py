from django.apps import AppConfig


class Direction(AppConfig):
    name = "moothall.direction"
    label = "direction"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction import owing

        register(owing.KIND, owing.ROOM)
