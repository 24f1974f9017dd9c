from django.apps import AppConfig


class Collection(AppConfig):
    name = "moothall.performance.collection"
    label = "performance_collection"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction.rehoming import moves
        from moothall.figures.recalculating import method
        from moothall.performance.collection import owing, punctual, rehoming, rollover
        from moothall.performance.rollover import ends_with_a_year

        register(owing.KIND, owing.ROOM)
        method(punctual.MEASURE, punctual.refresh, slow=True)
        ends_with_a_year(rollover.KIND, rollover.PART)
        moves(rehoming.KIND, rehoming.ROOM)
