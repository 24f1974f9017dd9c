"""What people keep of the explorer: views, groups of peers they chose, scenarios."""
