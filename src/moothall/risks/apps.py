from django.apps import AppConfig


class Risks(AppConfig):
    name = "moothall.risks"
    label = "risks"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.risks import owing

        register(owing.KIND, owing.ROOM)
