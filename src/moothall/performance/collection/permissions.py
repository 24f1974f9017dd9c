"""What can be done with the collection of figures."""

ENTER, SIGN_OFF, MANAGE = "collection.enter", "collection.sign_off", "collection.manage"
READ = "performance.read"  # declared by performance: who reads the scorecard reads what is due for it
PERMISSIONS = {
    ENTER: "return the values of a measure",
    SIGN_OFF: "sign off the values returned for a measure",
    MANAGE: "say what is due from whom, and send templates and reminders",
}
