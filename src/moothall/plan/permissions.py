"""What can be done with the plan."""

PERMISSIONS = {
    "plan.read": "read plans that are not published",
    "plan.write": "write the plan",
    "plan.endorse": "record that a meeting endorsed the plan",
    "plan.confirm": "confirm what a meeting endorsed",
    "plan.publish": "publish the plan",
}
