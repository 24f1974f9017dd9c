from django.apps import AppConfig


class Ledgers(AppConfig):
    name = "moothall.spend.ledgers"
    label = "spend_ledgers"

    def ready(self) -> None:
        from moothall.spend.ledgers import jobs  # noqa: F401 (registers its kinds)
