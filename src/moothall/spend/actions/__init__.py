"""Every change of state to suppliers, contracts and notices."""

from moothall.spend.actions.fetching import start_fetch
from moothall.spend.actions.intake import (
    drop_register,
    import_notices,
    keep_notices,
    keep_register,
    match_notice,
    of_contract,
    part_notice,
    preview_register,
)
from moothall.spend.actions.papers import add_document, end_document
from moothall.spend.actions.recording import Said, add_contract, change_contract, end_tie, terminate, tie
from moothall.spend.actions.running import (
    add_extension,
    add_indicator,
    add_insurance,
    deliver_social_value,
    give_up_extension,
    promise_social_value,
    report_indicator,
    review,
    use_extension,
)
from moothall.spend.actions.settings import close_register, open_register, set_rules
from moothall.spend.actions.suppliers import SupplierSaid, add_supplier, change_supplier, supersede_supplier

__all__ = [
    "Said",
    "SupplierSaid",
    "add_contract",
    "add_document",
    "add_extension",
    "add_indicator",
    "add_insurance",
    "add_supplier",
    "change_contract",
    "change_supplier",
    "close_register",
    "deliver_social_value",
    "drop_register",
    "end_document",
    "end_tie",
    "give_up_extension",
    "import_notices",
    "keep_notices",
    "keep_register",
    "match_notice",
    "of_contract",
    "open_register",
    "part_notice",
    "preview_register",
    "promise_social_value",
    "report_indicator",
    "review",
    "set_rules",
    "start_fetch",
    "supersede_supplier",
    "terminate",
    "tie",
    "use_extension",
]
