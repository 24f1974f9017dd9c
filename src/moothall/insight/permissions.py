"""What can be done with insight."""

PERMISSIONS = {
    "insight.save": "save views, groups of peers and scenarios",
}
