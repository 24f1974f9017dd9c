"""Committee reports, officer decision notices and the forward plan."""
