"""What can be done to people, roles and keys."""

PERMISSIONS = {
    "councils.manage": "add councils and their services",
    "people.read": "see who has which role",
    "people.manage": "add people and give them roles",
    "audit.read": "read the audit",
    "keys.hold": "hold a key to the API",
    "jobs.read": "follow long work",
    "webhooks.manage": "say where reminders are sent besides e-mail",
}
