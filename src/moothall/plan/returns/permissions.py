"""What can be done with returns."""

PERMISSIONS = {
    "returns.read": "read the calendar of statutory returns",
    "returns.manage": "set up statutory returns and who owns them",
    "returns.submit": "record that a return was submitted",
}
