from django.apps import AppConfig


class Returns(AppConfig):
    name = "moothall.plan.returns"
    label = "plan_returns"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction.rehoming import moves
        from moothall.plan.returns import owing, rehoming

        register(owing.KIND, owing.ROOM)
        moves(rehoming.KIND, rehoming.ROOM)
