from django.apps import AppConfig


class Performance(AppConfig):
    name = "moothall.performance"
    label = "performance"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction.queries import owning_service
        from moothall.direction.rehoming import moves
        from moothall.figures.answering import answers
        from moothall.figures.recalculating import method
        from moothall.performance import effects, forecasting, rehoming, signal
        from moothall.performance.commentary import owing

        answers("direction", owning_service)
        method(signal.ENGINE, signal.refresh)
        method(forecasting.ENGINE, forecasting.refresh, slow=True)
        method(effects.ENGINE, effects.refresh, slow=True)
        register(owing.KIND, owing.ROOM)
        moves(rehoming.KIND, rehoming.ROOM)
