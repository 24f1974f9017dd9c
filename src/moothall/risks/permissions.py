"""What can be done with risks."""

PERMISSIONS = {
    "risks.read": "read the risk registers",
    "risks.write": "record and score risks",
    "risks.manage": "set the risk matrix, appetite and categories, and decide escalations",
}
