"""What can be done with recommendations."""

PERMISSIONS = {
    "recommendations.manage": "record recommendations and how they go",
}
