from django.apps import AppConfig


class Lean(AppConfig):
    name = "moothall.insight.lean"
    label = "insight_lean"

    def ready(self) -> None:
        from moothall.direction.rehoming import moves
        from moothall.figures.recalculating import method
        from moothall.insight.lean import derived, rehoming

        method(derived.ENGINE, derived.refresh)
        moves(rehoming.KIND, rehoming.ROOM)
