"""What can be done with the plan."""

PERMISSIONS = {
    "plan.read": "read plans that are not published",
    "plan.write": "write the plan",
    "plan.sign_off": "sign off the plan for members to see",
    "plan.endorse": "record that a meeting endorsed the plan",
    "plan.confirm": "confirm what a meeting endorsed",
    "plan.submit": "record that the plan was sent to the department",
    "plan.publish": "publish the plan",
}
