"""What can be done with process maps."""

PERMISSIONS = {
    "lean.write": "record process maps",
}
