from django.apps import AppConfig


class Purchasing(AppConfig):
    name = "moothall.spend.purchasing"
    label = "spend_purchasing"

    def ready(self) -> None:
        from moothall.core.due import register
        from moothall.direction.rehoming import moves
        from moothall.figures.recalculating import method
        from moothall.spend.purchasing import owing, rehoming, shares

        register(owing.APPROVALS, owing.APPROVAL_ROOM)
        register(owing.INVOICES, owing.INVOICE_ROOM)
        method(shares.NAME, shares.refresh, slow=True)
        moves(rehoming.KIND, rehoming.ROOM)
