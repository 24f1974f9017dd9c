from django.apps import AppConfig


class Barriers(AppConfig):
    name = "moothall.plan.barriers"
    label = "plan_barriers"

    def ready(self) -> None:
        from moothall.direction.rehoming import moves
        from moothall.plan.barriers import rehoming

        moves(rehoming.KIND, rehoming.ROOM)
