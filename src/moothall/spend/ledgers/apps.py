from django.apps import AppConfig


class Ledgers(AppConfig):
    name = "moothall.spend.ledgers"
    label = "spend_ledgers"

    def ready(self) -> None:
        from moothall.figures.recalculating import method
        from moothall.spend.ledgers import derived, jobs, queries  # noqa: F401 (jobs registers its kinds)
        from moothall.spend.spent import told_by

        method(derived.METHOD, derived.refresh, slow=True)
        told_by(self.label, queries.spent_on)
