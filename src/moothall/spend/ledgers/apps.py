from django.apps import AppConfig


class Ledgers(AppConfig):
    name = "moothall.spend.ledgers"
    label = "spend_ledgers"

    def ready(self) -> None:
        from moothall.figures.recalculating import method
        from moothall.spend.ledgers import derived, jobs  # noqa: F401 (jobs registers its kinds)

        method(derived.METHOD, derived.refresh, slow=True)
