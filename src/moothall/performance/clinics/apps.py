from django.apps import AppConfig


class Clinics(AppConfig):
    name = "moothall.performance.clinics"
    label = "performance_clinics"

    def ready(self) -> None:
        from moothall.direction.rehoming import moves
        from moothall.performance.clinics import rehoming

        moves(rehoming.KIND, rehoming.ROOM)
