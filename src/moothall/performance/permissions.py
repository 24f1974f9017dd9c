"""What can be done with performance."""

PERMISSIONS = {
    "performance.read": "read the scorecard",
    "performance.target": "set targets",
    "commentary.write": "write commentary on a measure",
    "commentary.approve": "approve commentary on a measure",
}
