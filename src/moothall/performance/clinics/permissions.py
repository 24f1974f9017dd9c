"""What can be done with clinics."""

PERMISSIONS = {
    "clinics.manage": "run performance clinics",
}
