"""What can be done with the collection of figures."""

PERMISSIONS = {
    "collection.enter": "return the values of a measure",
    "collection.sign_off": "sign off the values returned for a measure",
    "collection.manage": "say what is due from whom, and send templates and reminders",
}
