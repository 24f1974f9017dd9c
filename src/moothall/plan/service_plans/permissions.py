"""What can be done with service plans."""

PERMISSIONS = {
    "service_plans.read": "read service plans",
    "service_plans.write": "write service plans",
    "service_plans.approve": "approve service plans",
    "service_plans.assess": "score a self-assessment",
}
