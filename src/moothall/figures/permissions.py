"""What can be done with figures."""

PERMISSIONS = {
    "figures.read": "read the council's own figures",
    "figures.load": "load figures",
    "figures.publish_loads": "load published statistics, areas and neighbour lists for everyone",
}
