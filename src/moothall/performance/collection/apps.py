from django.apps import AppConfig


class Collection(AppConfig):
    name = "moothall.performance.collection"
    label = "performance_collection"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.performance.collection import owing

        register(owing.KIND, owing.ROOM)
