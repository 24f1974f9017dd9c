"""What can be done with feeds."""

PERMISSIONS = {
    "feeds.read": "see how feeds are",
    "feeds.manage": "set up feeds and run them",
}
