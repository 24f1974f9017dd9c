from django.apps import AppConfig


class Transparency(AppConfig):
    name = "moothall.spend.transparency"
    label = "spend_transparency"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.spend.transparency import jobs, owing  # noqa: F401 (jobs registers its kind)

        register(owing.KIND, owing.ROOM)
