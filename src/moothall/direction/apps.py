from django.apps import AppConfig


class Direction(AppConfig):
    name = "moothall.direction"
    label = "direction"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction import owing, rehoming

        register(owing.KIND, owing.ROOM)
        rehoming.moves(
            "commitments", rehoming.Room("Commitments and actions still open", rehoming.commitments)
        )
        rehoming.moves("roles", rehoming.Room("Roles that reach it", rehoming.scopes))
