from django.apps import AppConfig


class Risks(AppConfig):
    name = "moothall.risks"
    label = "risks"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction.rehoming import moves
        from moothall.risks import owing, rehoming

        register(owing.KIND, owing.ROOM)
        moves(rehoming.KIND, rehoming.ROOM)
