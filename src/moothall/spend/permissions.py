"""What can be done with spending, contracts and purchases."""

READ = "spend.read"
LOAD = "spend.load"
REVIEW = "spend.review"
PUBLISH = "spend.publish"
WRITE_CONTRACT = "contracts.write"
MANAGE_CONTRACTS = "contracts.manage"
REQUEST = "purchasing.request"
APPROVE = "purchasing.approve"
ORDER = "purchasing.order"
MATCH = "purchasing.match"
SET_LIMITS = "purchasing.limits"
PERMISSIONS = {
    READ: "read what is spent, on whom, under which contracts, and what was found",
    LOAD: "load ledgers and correct how they are read",
    REVIEW: "say what came of a finding, and join and part suppliers",
    PUBLISH: "publish the Transparency Code files and the contract register",
    WRITE_CONTRACT: "keep contracts on the register",
    MANAGE_CONTRACTS: "import procurement notices and set the rules of the register",
    REQUEST: "ask for something to be bought",
    APPROVE: "approve what others ask for, up to a limit",
    ORDER: "place orders",
    MATCH: "match invoices to orders",
    SET_LIMITS: "set how much each role may approve",
}
