"""What can be done with performance."""

PERMISSIONS = {
    "performance.read": "read the scorecard",
    "performance.target": "set targets",
}
