"""What can be done with barriers."""

PERMISSIONS = {
    "barriers.manage": "record barriers and what is asked",
}
