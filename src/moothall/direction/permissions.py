"""What can be done with a council's direction."""

PERMISSIONS = {"direction.manage": "set priorities and say who owns a measure"}
