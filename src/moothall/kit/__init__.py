"""Pure tools for every floor above: no Django, no network, no clock."""
