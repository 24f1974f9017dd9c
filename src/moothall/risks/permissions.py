"""What can be done with risks."""

READ = "risks.read"
WRITE = "risks.write"
MANAGE = "risks.manage"
PERMISSIONS = {
    READ: "read the risk registers",
    WRITE: "record and score risks",
    MANAGE: "set the risk matrix, appetite and categories, and decide escalations",
}
