"""What can be done with progress."""

PERMISSIONS = {
    "progress.manage": "make the plan's commitments tracked items and freeze progress reports",
    "progress.update": "say how a commitment goes",
}
