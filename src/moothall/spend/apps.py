from django.apps import AppConfig


class Spend(AppConfig):
    name = "moothall.spend"
    label = "spend"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction.rehoming import moves
        from moothall.spend import jobs, owing, rehoming  # noqa: F401 (jobs registers its kind)

        register(owing.KIND, owing.ROOM)
        moves(rehoming.KIND, rehoming.ROOM)
