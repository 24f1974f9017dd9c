"""How things were bought: fragmentation, the tail, cards, orders raised too late."""
