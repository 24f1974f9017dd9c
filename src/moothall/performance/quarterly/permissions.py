"""What can be done with the quarterly report."""

PERMISSIONS = {
    "quarterly.write": "write the quarterly report",
    "quarterly.approve": "approve the quarterly report",
    "quarterly.publish": "publish the quarterly report and the public performance pages",
}
