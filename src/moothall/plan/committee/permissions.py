"""What can be done with committee."""

PERMISSIONS = {
    "committee.read": "read committee papers that are not published",
    "committee.write": "write committee reports and decision notices",
    "committee.sign_finance": "sign off the finance implications of a report",
    "committee.sign_legal": "sign off the legal implications of a report",
    "committee.sign_other": "sign off the other implications of a report",
    "committee.publish": "publish committee papers, decisions and the forward plan",
    "committee.read_exempt": "read the exempt parts of committee papers",
}
