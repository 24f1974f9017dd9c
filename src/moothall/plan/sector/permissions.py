"""What can be done with sector."""

PERMISSIONS = {
    "sector.read": "read the sector review",
    "sector.manage": "load plans into the sector review",
}
